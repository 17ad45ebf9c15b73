package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestReadTests(t *testing.T) {
	input := `{"Action":"output","Package":"p","Test":"TestA","Output":"looking\n"}
{"Action":"pass","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Test":"TestB","Output":"wrong by 1\n"}
{"Action":"fail","Package":"p","Test":"TestB"}
{"Action":"fail","Package":"p","Elapsed":1}
{"Action":"output","Package":"q","Output":"panic: boom\n"}
{"Action":"fail","Package":"q"}
plain words
`
	var out strings.Builder
	got, err := readTests(strings.NewReader(input), &out)
	if err != nil {
		t.Fatal(err)
	}
	if got.passed != 1 || got.failed != 2 {
		t.Errorf("got %+v", got)
	}
	for _, part := range []string{"FAILED p TestB\nwrong by 1", "panic: boom", "plain words"} {
		if !strings.Contains(out.String(), part) {
			t.Errorf("no %q in\n%s", part, out.String())
		}
	}
	if strings.Contains(out.String(), "looking") {
		t.Error("shows the output of what passed")
	}
}

func TestJudgeCoverage(t *testing.T) {
	file := filepath.Join(t.TempDir(), "coverage.out")
	profile := `mode: atomic
x/interviewai/server/account/a.go:1.1,2.2 7 0
x/interviewai/server/account/a.go:1.1,2.2 7 3
x/interviewai/server/account/a.go:3.1,4.2 3 0
x/interviewai/media/vad/v.go:1.1,2.2 9 1
x/interviewai/media/vad/v.go:3.1,4.2 1 0
x/interviewai/server/web/w.go:1.1,2.2 1 0
x/interviewai/gen/go/g.go:1.1,2.2 100 0
`
	if err := os.WriteFile(file, []byte(profile), 0o600); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	low, err := judgeCoverage(file, &out)
	if err != nil {
		t.Fatal(err)
	}
	if low != 1 {
		t.Errorf("low = %d, want 1 (account at 70 %%; web has no floor)", low)
	}
	for _, part := range []string{" 70.0 %  server/account  BELOW", " 90.0 %  media/vad  floor\n", "  0.0 %  server/web\n"} {
		if !strings.Contains(out.String(), part) {
			t.Errorf("no %q in\n%s", part, out.String())
		}
	}
	if strings.Contains(out.String(), "gen") {
		t.Error("judges generated code")
	}
}
