package answer

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/interviewai-pro/interviewai/server/coach/memory"
)

// bestLines picks the lines of a text that fit a question best: BM25 over the
// lines as documents, with the question's terms at full weight and those of
// the other document (a job description for a CV) at a quarter. Without any
// hit it takes the first lines that read like experience.
func bestLines(document, text, ask, other string, most int) []Source {
	type scored struct {
		Source
		score float64
	}
	var lines []scored
	var docs [][]string
	for i, l := range strings.Split(text, "\n") {
		l = strings.TrimSpace(strings.TrimLeft(strings.TrimSpace(l), "-*•·–— "))
		if len(strings.Fields(l)) < 3 && len([]rune(l)) < 12 {
			continue // headings and names
		}
		lines = append(lines, scored{Source: Source{Document: document, Line: i + 1, Text: cutText(l, maxItem)}})
		docs = append(docs, terms(l))
	}
	ix := newIndex(docs)
	for i := range lines {
		lines[i].score = ix.score(i, terms(ask)) + ix.score(i, terms(other))/4
		if lines[i].score == 0 && experienceLike(lines[i].Text) {
			lines[i].score = 0.01
		}
	}
	slices.SortStableFunc(lines, func(a, b scored) int { return cmp.Compare(b.score, a.score) })
	var out []Source
	for _, l := range lines {
		if l.score > 0 && len(out) < most {
			out = append(out, l.Source)
		}
	}
	return out
}

// index holds what BM25 needs of a set of short documents.
type index struct {
	docs   [][]string
	holds  map[string]int
	meanLn float64
}

func newIndex(docs [][]string) index {
	ix := index{docs: docs, holds: map[string]int{}}
	total := 0
	for _, d := range docs {
		seen := map[string]bool{}
		for _, t := range d {
			if !seen[t] {
				seen[t] = true
				ix.holds[t]++
			}
		}
		total += len(d)
	}
	ix.meanLn = float64(max(total, 1)) / float64(max(len(docs), 1))
	return ix
}

// score is Okapi BM25 (Robertson and others, TREC-3) with the usual k1 and b.
func (ix index) score(doc int, query []string) float64 {
	const k1, b = 1.2, 0.75
	d := ix.docs[doc]
	sum := 0.0
	seen := map[string]bool{}
	for _, q := range query {
		if seen[q] {
			continue
		}
		seen[q] = true
		tf := 0.0
		for _, t := range d {
			if t == q {
				tf++
			}
		}
		if tf == 0 {
			continue
		}
		n := float64(ix.holds[q])
		idf := math.Log(1 + (float64(len(ix.docs))-n+0.5)/(n+0.5))
		sum += idf * tf * (k1 + 1) / (tf + k1*(1-b+b*float64(len(d))/ix.meanLn))
	}
	return sum
}

// terms are the words that carry meaning: technologies by their usual name,
// other words cut to a stem of six letters, so that "scaled" meets "scaling".
// Han text is taken in pairs of characters.
func terms(s string) []string {
	var out []string
	for _, t := range memory.Skills(s) {
		out = append(out, "skill:"+t)
	}
	for _, w := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		rs := []rune(w)
		if unicode.Is(unicode.Han, rs[0]) {
			for i := 0; i+1 < len(rs); i++ {
				out = append(out, string(rs[i:i+2]))
			}
			continue
		}
		if len(rs) < 4 || memory.Plain(w) {
			continue
		}
		out = append(out, string(rs[:min(len(rs), 6)]))
	}
	return out
}

// experienceLike says that a line speaks of work: it holds a year, or is a
// sentence of some length.
func experienceLike(l string) bool {
	return yearIn.MatchString(l) || len(strings.Fields(l)) >= 6
}
