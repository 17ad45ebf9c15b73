package job_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/cv/fold"
	"github.com/interviewai-pro/interviewai/server/cv/job"
	"github.com/interviewai-pro/interviewai/server/cv/taxonomy"
)

// label is what a reader takes for a requirement.
type label struct {
	// must, nice, or free: it may be taken or not.
	want, kind, value string
}

// labelled is a job description with its truth.
type labelled struct {
	lang, name, text string
	labels           []label
}

// postings are those of a folder, see testdata/postings/README.
func postings(t testing.TB, folder string) []labelled {
	t.Helper()
	files, err := filepath.Glob("testdata/" + folder + "/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	var out []labelled
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for part := range strings.SplitSeq("\n"+string(raw), "\n#### ") {
			head, truth, ok := strings.Cut(part, "\n----\n")
			name, text, _ := strings.Cut(head, "\n")
			if !ok {
				continue
			}
			p := labelled{lang: strings.TrimRight(strings.TrimSuffix(filepath.Base(file), ".txt"), "2"), name: name, text: text}
			for line := range strings.Lines(truth) {
				p.labels = append(p.labels, labelOf(t, strings.TrimSpace(line)))
			}
			out = append(out, p)
		}
	}
	return out
}

func labelOf(t testing.TB, line string) label {
	t.Helper()
	if free, ok := strings.CutPrefix(line, "? "); ok {
		return label{"free", "other", free}
	}
	want, rest, _ := strings.Cut(line, " ")
	kind, value, _ := strings.Cut(rest, " ")
	if want != "must" && want != "nice" {
		t.Fatalf("no label: %q", line)
	}
	return label{want, kind, value}
}

// covers reports whether a requirement is what a label means.
func covers(l label, r job.Requirement) bool {
	switch l.kind {
	case "skill":
		return r.Kind == job.KindSkill && slices.Equal(keys(strings.Split(l.value, " / ")), keys(r.AnyOf))
	case "language":
		return r.Kind == job.KindLanguage && strings.HasPrefix(l.value, r.Code)
	case "other":
		if r.Kind == job.KindSkill && l.want == "free" || strings.EqualFold(r.Text, l.value) {
			return slices.Contains(r.AnyOf, l.value) || taxonomy.Key(r.Text) == taxonomy.Key(l.value) || strings.EqualFold(r.Text, l.value)
		}
		return strings.Contains(fold.Text(r.Text), fold.Text(l.value)) && (r.Kind == job.KindOther || l.want == "free" && strings.HasPrefix(l.value, string(r.Kind)))
	}
	return string(r.Kind) == l.kind
}

func keys(names []string) []string {
	var out []string
	for _, name := range names {
		out = append(out, taxonomy.Key(name))
	}
	slices.Sort(out)
	return out
}

// tally counts requirements: of those taken the right ones, of those labelled the
// found ones, of these the ones with the right force, years and level.
type tally struct{ taken, right, labelled, found, force, details, detailed int }

func (a *tally) add(b tally) {
	a.taken, a.right, a.labelled, a.found = a.taken+b.taken, a.right+b.right, a.labelled+b.labelled, a.found+b.found
	a.force, a.details, a.detailed = a.force+b.force, a.details+b.details, a.detailed+b.detailed
}

func (a *tally) precision() float64 { return float64(a.right) / float64(max(a.taken, 1)) }
func (a *tally) recall() float64    { return float64(a.found) / float64(max(a.labelled, 1)) }
func (a *tally) f1() float64        { return 2 * a.precision() * a.recall() / (a.precision() + a.recall()) }
func (a *tally) forces() float64    { return float64(a.force) / float64(max(a.found, 1)) }

// measure compares what is taken of a posting with its labels; said are the
// differences.
func measure(p labelled) (n tally, said []string) {
	got := job.Parse(p.text).Requirements
	used := make([]bool, len(got))
	for _, l := range p.labels {
		at := slices.IndexFunc(got, func(r job.Requirement) bool { return covers(l, r) })
		for i, r := range got {
			used[i] = used[i] || covers(l, r)
		}
		if l.want == "free" {
			continue
		}
		n.labelled++
		if at < 0 {
			said = append(said, fmt.Sprintf("not found: %s %s %s", l.want, l.kind, l.value))
			continue
		}
		n.found++
		r := got[at]
		if (l.want == "must") == r.Must {
			n.force++
		} else {
			said = append(said, fmt.Sprintf("not %s: %s %s (line %d)", l.want, l.kind, r.Text, r.Line))
		}
		if l.kind == "years" || l.kind == "language" {
			n.detailed++
			if detail := strings.TrimSpace(r.Code + " " + r.Level); l.value == detail || l.value == strconv.Itoa(r.Years) {
				n.details++
			} else {
				said = append(said, fmt.Sprintf("%s %s: %s %d", l.kind, l.value, detail, r.Years))
			}
		}
	}
	for i, r := range got {
		free := slices.ContainsFunc(p.labels, func(l label) bool { return l.want == "free" && covers(l, r) })
		bound := slices.ContainsFunc(p.labels, func(l label) bool { return l.want != "free" && covers(l, r) })
		if free && !bound {
			continue
		}
		n.taken++
		if used[i] {
			n.right++
		} else {
			said = append(said, fmt.Sprintf("taken: %v %s %q", r.Must, r.Kind, r.Text))
		}
	}
	return n, said
}

// Floors of F1, of the share of must-haves and nice-to-haves told apart, and of
// right years and levels. "heldout" was written when the rules were made by
// "postings", and measured F1 0.79 and 0.88 of the forces before it was looked at;
// its second files came later, and measured about 0.94 and 0.92.
const (
	floorF1      = 0.9
	floorForce   = 0.95
	floorDetails = 0.95
	floorLang    = 0.7
)

func TestPostings(t *testing.T) {
	for _, folder := range []string{"postings", "heldout"} {
		t.Run(folder, func(t *testing.T) { testPostings(t, folder) })
	}
}

func testPostings(t *testing.T, folder string) {
	var all tally
	langs := map[string]*tally{}
	for _, p := range postings(t, folder) {
		n, said := measure(p)
		for _, line := range said {
			t.Logf("%s %s: %s", p.lang, p.name, line)
		}
		all.add(n)
		if langs[p.lang] == nil {
			langs[p.lang] = &tally{}
		}
		langs[p.lang].add(n)
	}
	for lang, n := range langs {
		t.Logf("%s: precision %.2f recall %.2f F1 %.2f, must or nice %.2f, years and levels %d/%d", lang, n.precision(), n.recall(), n.f1(), n.forces(), n.details, n.detailed)
		if n.f1() < floorLang {
			t.Errorf("%s: F1 %.2f", lang, n.f1())
		}
	}
	t.Logf("all: precision %.3f recall %.3f F1 %.3f, must or nice %.3f, years and levels %d/%d", all.precision(), all.recall(), all.f1(), all.forces(), all.details, all.detailed)
	if all.f1() < floorF1 || all.forces() < floorForce || float64(all.details) < floorDetails*float64(all.detailed) {
		t.Error("below the floor")
	}
}
