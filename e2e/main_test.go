package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// programs are where TestMain builds them.
const (
	serviceProgram = "interviewai"
	clientProgram  = "interviewctl"
	programsVar    = "E2E_PROGRAMS"
)

func TestMain(m *testing.M) {
	os.Exit(buildAndRun(m))
}

func buildAndRun(m *testing.M) int {
	dir, err := os.MkdirTemp("", "e2e-programs-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(dir) }()
	for program, source := range map[string]string{serviceProgram: "../server", clientProgram: "../clients/cli"} {
		build := exec.Command("go", "build", "-tags=nolibopusfile", "-o", filepath.Join(dir, program), source)
		build.Stdout, build.Stderr = os.Stderr, os.Stderr
		if err := build.Run(); err != nil {
			fmt.Fprintf(os.Stderr, "build %s: %v\n", source, err)
			return 1
		}
	}
	if err := os.Setenv(programsVar, dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}

func program(name string) string { return filepath.Join(os.Getenv(programsVar), name) }
