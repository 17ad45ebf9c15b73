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

// TestTrades fits eight CVs of different trades and languages to two jobs of each
// trade, one in another language: each fits its own, and no other.
func TestTrades(t *testing.T) {
	files, err := filepath.Glob("testdata/trades/*.txt")
	if err != nil || len(files) != 8 {
		t.Fatal(files, err)
	}
	var names, cvs []string
	var jobs [][]string
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		parts := strings.Split(string(raw), "----\n")
		if len(parts) != 3 {
			t.Fatal(file)
		}
		names, cvs, jobs = append(names, filepath.Base(file)), append(cvs, parts[0]), append(jobs, parts[1:])
	}
	for i, text := range cvs {
		row := ""
		for k, own := range jobs {
			for _, wanted := range own {
				m := fit(t, text, wanted)
				row += fmt.Sprintf("%4d", m.Score)
				if i == k && m.Score < ownTrade || i != k && m.Score > otherTrade {
					t.Errorf("%s for %s: %d\n%s", names[i], names[k], m.Score, shown(m))
				}
			}
		}
		t.Logf("%-18s%s", names[i], row)
	}
}
