package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestRun(t *testing.T) {
	file := filepath.Join(t.TempDir(), "qa.yaml")
	if err := os.WriteFile(file, []byte("- id: qa-a\n  domain: qa\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := run([]string{file}, &out); err == nil || !strings.Contains(out.String(), "qa.yaml qa-a ru: language is missing") {
		t.Errorf("%v:\n%s", err, out.String())
	}
	if err := run([]string{"none.yaml"}, &out); err == nil {
		t.Error("a missing file is no error")
	}
	t.Chdir(t.TempDir())
	out.Reset()
	if err := run(nil, &out); err != nil || !strings.Contains(out.String(), "missing: qa: 0 questions") {
		t.Errorf("an empty bank: %v\n%s", err, out.String())
	}
}
