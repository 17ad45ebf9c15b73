//go:build !linux

package poppler

import (
	"os/exec"
	"time"
)

// confine has nothing to add outside Linux; the context's end kills the child.
func confine(*exec.Cmd) {}

// limit has nothing to offer outside Linux; time, input and output stay bounded.
func limit(int, time.Duration) error { return nil }
