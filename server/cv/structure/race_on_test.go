//go:build race

package structure_test

import "time"

// bearable is how long a hostile text may take; the race detector makes it some
// twenty times as long.
const bearable = time.Minute
