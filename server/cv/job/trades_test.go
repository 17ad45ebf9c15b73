package job_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Bounds of fit: of a CV for a job of its own trade, of another trade. Languages
// and office programs are asked for in all trades.
const (
	ownTrade   = 75
	otherTrade = 35
)

// TestTrades fits eight CVs of different trades and languages to eight jobs: each
// fits its own, and no other.
func TestTrades(t *testing.T) {
	files, err := filepath.Glob("testdata/trades/*.txt")
	if err != nil || len(files) != 8 {
		t.Fatal(files, err)
	}
	var names, cvs, jobs []string
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		text, wanted, ok := strings.Cut(string(raw), "----\n")
		if !ok {
			t.Fatal(file)
		}
		names, cvs, jobs = append(names, filepath.Base(file)), append(cvs, text), append(jobs, wanted)
	}
	for i, text := range cvs {
		row := ""
		for k, wanted := range jobs {
			m := fit(t, text, wanted)
			row += fmt.Sprintf("%4d", m.Score)
			if i == k && m.Score < ownTrade || i != k && m.Score > otherTrade {
				t.Errorf("%s for %s: %d\n%s", names[i], names[k], m.Score, shown(m))
			}
		}
		t.Logf("%-18s%s", names[i], row)
	}
}
