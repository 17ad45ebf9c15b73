//go:build !race

package main

// raceDetector says that everything is many times slower.
const raceDetector = false
