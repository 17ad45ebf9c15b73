package structure_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/structure"
)

// TestFormats reads the vectors as other formats would have them: the same
// values must come out.
func TestFormats(t *testing.T) {
	for name, change := range map[string]func(*document.Document){
		"nothing bold and no headings": func(d *document.Document) {
			for i := range d.Lines {
				d.Lines[i].Bold, d.Lines[i].Heading = false, 0
			}
		},
		"every line a block": func(d *document.Document) {
			block, before := 0, -1
			for i := range d.Lines {
				l := &d.Lines[i]
				small := strings.ToUpper(l.Text[:1]) != l.Text[:1]
				wraps := i > 0 && l.Block == before && !l.Bullet && (small || len(d.Lines[i-1].Text) > 75)
				before = l.Block
				if !wraps {
					block++
				}
				l.Block = block
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			files, _ := filepath.Glob("testdata/*.txt")
			for _, file := range files {
				text, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				raw, err := os.ReadFile(strings.TrimSuffix(file, ".txt") + ".json")
				if err != nil {
					t.Fatal(err)
				}
				var want expected
				if err := json.Unmarshal(raw, &want); err != nil {
					t.Fatal(err)
				}
				d := fromText(string(text))
				change(d)
				parsed := structure.Parse(d)
				checkSpans(t, d, parsed)
				a, b := fields(want), fields(short(parsed))
				for _, name := range slices.Sorted(maps.Keys(a)) {
					if a[name] != b[name] {
						t.Errorf("%s: %s: read %q, want %q", file, name, b[name], a[name])
					}
				}
			}
		})
	}
}
