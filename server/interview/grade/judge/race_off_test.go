//go:build !race

package judge_test

// raceDetector says that everything is many times slower.
const raceDetector = false
