package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
)

// event is a line of "go test -json" (see go doc test2json).
type event struct {
	Action     string
	Package    string
	ImportPath string
	Test       string
	Output     string
	Elapsed    float64
}

type result struct{ passed, failed int }

// readTests counts tests and shows each package as it ends, with the whole
// output of what failed.
func readTests(r io.Reader, w io.Writer) (result, error) {
	var total result
	output := map[string][]string{} // of each test (package + name) still of interest
	failedTests := map[string]bool{}
	lines := bufio.NewReader(r)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) > 0 {
			var e event
			if json.Unmarshal(line, &e) != nil {
				fmt.Fprint(w, string(line)) // not from a test: show it as it is
			} else {
				total.take(e, output, failedTests, w)
			}
		}
		if err == io.EOF {
			return total, nil
		}
		if err != nil {
			return total, fmt.Errorf("read test output: %w", err)
		}
	}
}

func (t *result) take(e event, output map[string][]string, failedTests map[string]bool, w io.Writer) {
	key := e.Package + " " + e.Test
	switch e.Action {
	case "build-output":
		fmt.Fprint(w, e.Output)
	case "output":
		output[key] = append(output[key], e.Output)
	case "pass", "skip":
		delete(output, key)
		if e.Test == "" {
			show(w, e)
		} else if e.Action == "pass" {
			t.passed++
		}
	case "fail":
		if e.Test != "" {
			t.failed++
			failedTests[e.Package] = true
			fmt.Fprintf(w, "\n--- FAILED %s %s\n%s", e.Package, e.Test, strings.Join(output[key], ""))
			delete(output, key)
			return
		}
		show(w, e)
		if !failedTests[e.Package] {
			// The package did not build, or its process ended early.
			t.failed++
			for _, name := range slices.Sorted(keys(output)) {
				if strings.HasPrefix(name, e.Package+" ") {
					fmt.Fprint(w, strings.Join(output[name], ""))
				}
			}
		}
	}
}

func keys(m map[string][]string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

func show(w io.Writer, e event) {
	fmt.Fprintf(w, "%-5s %7.1f s  %s\n", e.Action, e.Elapsed, shortName(e.Package))
}

// shortName drops the module's path.
func shortName(pkg string) string {
	if _, rest, ok := strings.Cut(pkg, "/interviewai/"); ok {
		return rest
	}
	return pkg
}
