// Command check prints every fault of files of interview questions, what they
// count, and what the bank lacks; it ends with 1 when there is a fault. Without
// files it takes those of the program.
package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(paths []string, out io.Writer) error {
	whole := len(paths) == 0
	if whole {
		var err error
		if paths, err = filepath.Glob("server/interview/bank/data/*.yaml"); err != nil {
			return fmt.Errorf("list questions: %w", err)
		}
	}
	var files []bank.File
	var questions []bank.Question
	for _, p := range paths {
		content, err := os.ReadFile(p) //nolint:gosec // the files are named on the command line
		if err != nil {
			return fmt.Errorf("read questions: %w", err)
		}
		files = append(files, bank.File{Name: filepath.Base(p), Data: content})
		// What cannot be parsed is told as a fault below.
		if found, err := bank.Parse(content); err == nil {
			questions = append(questions, found...)
		}
	}
	faults := bank.Check(files)
	for _, f := range faults {
		fmt.Fprintln(out, f)
	}
	rows := bank.Tally(questions)
	for _, r := range rows {
		if whole || r.All > 0 {
			fmt.Fprintln(out, r)
		}
	}
	if whole {
		for _, m := range bank.Missing(rows) {
			fmt.Fprintln(out, "missing:", m)
		}
	}
	if len(faults) > 0 {
		return fmt.Errorf("%d faults in %d questions", len(faults), rows[len(rows)-1].All)
	}
	return nil
}
