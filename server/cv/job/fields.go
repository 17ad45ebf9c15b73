package job

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"github.com/interviewai-pro/interviewai/server/cv"
)

//go:embed fields.tsv
var fieldData string

// noField are phrases that look like a field's and name none.
const noField = "-"

// fieldIndex has the trades and subjects of study in their order, their phrases
// and the groups they are of, the nearest first.
type fieldIndex struct {
	names   []string
	phrases map[string]*phrases
	groups  map[string][]string
	// all are the phrases of all: most words begin none.
	all *phrases
}

var fieldPhrases = sync.OnceValue(func() *fieldIndex {
	x := &fieldIndex{phrases: map[string]*phrases{}, groups: map[string][]string{}, all: newPhrases()}
	for line := range strings.Lines(fieldData) {
		parts := strings.Split(strings.TrimSpace(line), "\t")
		if len(parts) != 3 || strings.HasPrefix(line, "#") {
			continue
		}
		name := parts[0]
		if x.phrases[name] == nil {
			x.names = append(x.names, name)
			x.phrases[name] = newPhrases()
			x.groups[name] = strings.Split(parts[1], ",")
		}
		for one := range strings.SplitSeq(parts[2], ",") {
			x.phrases[name].add(one)
			x.all.add(one)
		}
	}
	return x
})

// named is a field and where its phrase stands.
type named struct {
	piece
	field string
}

// fieldsIn are the fields that tokens name, each once.
func fieldsIn(words []token) []string {
	var out []string
	for _, n := range namedIn(words) {
		if !slices.Contains(out, n.field) {
			out = append(out, n.field)
		}
	}
	return out
}

// namedIn are the fields that tokens name, in their order, the longest phrase
// where several begin at one place: a business developer sells.
func namedIn(words []token) []named {
	x := fieldPhrases()
	if !slices.ContainsFunc(words, func(t token) bool { return x.all.mayBegin(t.text) || strings.Contains(t.text, "-") }) {
		return nil
	}
	longest := make([]named, len(words))
	for _, name := range x.names {
		for _, at := range findAll(words, x.phrases[name]) {
			if at.to > longest[at.from].to {
				longest[at.from] = named{at, name}
			}
		}
	}
	var out []named
	for i := 0; i < len(words); i++ {
		if n := longest[i]; n.to > 0 {
			if n.field != noField {
				out = append(out, n)
			}
			i = n.to - 1
			continue
		}
		if _, last, joined := strings.Cut(words[i].text, "-"); joined { // "Go-разработчик"
			for _, name := range fieldsIn(tokens(last)) {
				out = append(out, named{piece{i, i + 1}, name})
			}
		}
	}
	return out
}

// kinship is how near two fields are.
type kinship int

const (
	strangers kinship = iota
	related           // of one group
	same
)

// Groups that make fields near: trades by the first, subjects of study by the
// second too. Sales is no experience in accounting, but business studies serve
// both.
const (
	nearTrades   = 1
	nearSubjects = 2
)

// kin is how near what somebody has is to one of the fields that are asked for, by
// so many of their groups.
func kin(wanted, has []string, groups int) kinship {
	x := fieldPhrases()
	best := strangers
	for _, w := range wanted {
		for _, h := range has {
			switch {
			case w == h, slices.Contains(x.groups[h], w):
				return same
			case slices.Contains(x.groups[w], h):
				best = related
			}
			for i := range min(groups, len(x.groups[w]), len(x.groups[h])) {
				if x.groups[w][i] == x.groups[h][i] {
					best = related
				}
			}
		}
	}
	return best
}

// degreeFields are the fields of a degree, or of the school where it names none:
// "Diploma, Nursing College".
func degreeFields(x *cv.Education) []string {
	if own := fieldsIn(tokens(x.Degree.Text)); len(own) > 0 {
		return own
	}
	return fieldsIn(tokens(x.Institution.Text))
}

// grades are the kinds of phrases that tell how high a degree is, the lowest
// first.
var grades = []string{"training", "bachelor", "master", "doctor"}

// gradeOf is how high a degree is, from 1; 0 where nothing says it. Of several
// the lowest counts: "a Bachelor's or Master's degree".
func gradeOf(words []token) int {
	for i, kind := range grades {
		if _, ok := has(words, kind); ok {
			return i + 1
		}
	}
	return 0
}
