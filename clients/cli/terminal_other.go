//go:build !unix

package main

import "os"

// columns cannot tell a terminal's width here: output is that of a file.
func columns(*os.File) int { return 0 }
