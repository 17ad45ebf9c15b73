//go:build unix

package main

import (
	"os"

	"golang.org/x/sys/unix"
)

// columns returns a terminal's width in characters, 0 for anything else.
func columns(f *os.File) int {
	size, err := unix.IoctlGetWinsize(int(f.Fd()), unix.TIOCGWINSZ)
	if err != nil {
		return 0
	}
	return int(size.Col)
}
