// Command testreport reads the output of "go test -json" and a coverage
// profile, prints what failed, the coverage of each package and a count, and
// fails when a test failed or a package is below its floor.
//
//	go test -json -coverprofile coverage.out ./... | testreport -cover coverage.out
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	cover := flag.String("cover", "", "coverage `FILE` to judge")
	flag.Parse()
	result, err := readTests(os.Stdin, os.Stdout)
	if err != nil {
		fmt.Fprintln(os.Stderr, "testreport:", err)
		os.Exit(1)
	}
	low := 0
	if *cover != "" {
		if low, err = judgeCoverage(*cover, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, "testreport:", err)
			os.Exit(1)
		}
	}
	fmt.Printf("%d passed, %d failed\n", result.passed, result.failed)
	if result.failed > 0 || low > 0 || result.passed == 0 {
		os.Exit(1)
	}
}
