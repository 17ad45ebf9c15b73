package labelled_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
	"github.com/interviewai-pro/interviewai/server/interview/grade/labelled"
)

func TestAll(t *testing.T) {
	all, err := labelled.All()
	if err != nil {
		t.Fatal(err)
	}
	var levels [labelled.Levels]int
	questions := map[string]bool{}
	for _, a := range all {
		levels[a.Level-1]++
		questions[a.Question] = true
	}
	t.Logf("%d answers to %d questions, by level %v", len(all), len(questions), levels)
}

// TestFaults wants each kind of fault to be found and named.
func TestFaults(t *testing.T) {
	const good = "- {id: a, question: backend-slow-query, language: en, level: 3, text: Look at the plan., note: one point}\n"
	for _, c := range []struct{ name, data, want string }{
		{"good", good, ""},
		{"empty file", "", ""},
		{"unknown field", strings.Replace(good, "note:", "remark:", 1), "field remark not found"},
		{"id twice", good + strings.Replace(good, "Look", "See", 1), "id must be there once"},
		{"no id", strings.Replace(good, "id: a", "id: ''", 1), "id must be there once"},
		{"text twice", good + strings.Replace(good, "id: a,", "id: b,", 1), "b: text is that of a"},
		{"level 0", strings.Replace(good, "level: 3", "level: 0", 1), "level 0 is not within"},
		{"level 6", strings.Replace(good, "level: 3", "level: 6", 1), "level 6 is not within"},
		{"no text", strings.Replace(good, "Look at the plan.", "''", 1), "text or note is empty"},
		{"no note", strings.Replace(good, "one point", "' '", 1), "text or note is empty"},
		{"unknown question", strings.Replace(good, "slow-query", "fast-query", 1), `no question "backend-fast-query"`},
		{"language not asked in", strings.Replace(good, "language: en", "language: tr", 1), `not in language "tr"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			questions, err := bank.All()
			if err != nil {
				t.Fatal(err)
			}
			_, err = labelled.Load(fstest.MapFS{"x.yaml": {Data: []byte(c.data)}}, questions)
			switch {
			case c.want == "" && err != nil:
				t.Error(err)
			case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
				t.Errorf("got %v, want %q in it", err, c.want)
			}
		})
	}
}
