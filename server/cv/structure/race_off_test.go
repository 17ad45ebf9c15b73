//go:build !race

package structure_test

import "time"

// bearable is how long a hostile text may take.
const bearable = 5 * time.Second
