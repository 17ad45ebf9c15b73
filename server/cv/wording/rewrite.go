package wording

import (
	"cmp"
	"slices"
	"strings"
)

// Rewrite returns the text with all safe replacements made, for something that
// is over ("Responsible for managing" becomes "Managed"), and what was replaced,
// with places in the text that was given. Numbers and names are never touched.
func (w *Words) Rewrite(text string) (string, []Hit) { return w.rewrite(text, past) }

// RewritePresent is Rewrite for a job that goes on: "Responsible for managing"
// becomes "Manage".
func (w *Words) RewritePresent(text string) (string, []Hit) { return w.rewrite(text, present) }

func (w *Words) rewrite(text, tense string) (string, []Hit) {
	var hits []Hit
	for _, kind := range []Kind{WeakOpening, FirstPerson, Filler} {
		for _, hit := range w.find(text, kind, tense) {
			over := func(h Hit) bool { return hit.Start < h.End && h.Start < hit.End }
			if hit.Safe && !slices.ContainsFunc(hits, over) {
				hits = append(hits, hit)
			}
		}
	}
	slices.SortFunc(hits, func(a, b Hit) int { return cmp.Compare(a.Start, b.Start) })
	var out strings.Builder
	done := 0
	for _, hit := range hits {
		out.WriteString(text[done:hit.Start])
		out.WriteString(hit.Replacement)
		done = hit.End
	}
	out.WriteString(text[done:])
	if len(hits) > 0 && hits[0].Kind == WeakOpening && strings.TrimSpace(text[:hits[0].Start]) == "" {
		return w.capital(out.String()), hits
	}
	return out.String(), hits
}

// hit is what to say about a match.
func (w *Words) hit(text string, words []word, m match, tense string) Hit {
	p := m.pattern
	h := Hit{Start: words[m.first].start, End: words[m.last-1].end, Kind: w.kindOf(p), Hint: p.hint}
	if !p.safe {
		return h
	}
	first := text[h.Start:words[m.first].end]
	if p.replacement == "" {
		return w.leaveOut(text, words, m, h)
	}
	replacement := strings.Replace(p.replacement, "{0}", first, 1)
	if m.slot >= 0 {
		var ok bool
		if replacement, h.End, ok = w.verbs(text, words, m, tense, replacement); !ok {
			h.End = words[m.last-1].end
			return h
		}
	}
	if small := w.lower(first); small != first {
		replacement = w.capital(replacement)
	}
	h.Safe, h.Replacement = true, replacement
	return h
}

// kindOf is the kind that a pattern is of.
func (w *Words) kindOf(p *pattern) Kind {
	for _, kind := range []Kind{WeakOpening, Filler, Cliche} {
		for i := range w.patterns[kind] {
			if &w.patterns[kind][i] == p {
				return kind
			}
		}
	}
	return FirstPerson
}

// leaveOut takes words away, with one space, where what stands beside them does
// not need them: "not very", "very and".
func (w *Words) leaveOut(text string, words []word, m match, h Hit) Hit {
	if m.first > 0 && !words[m.first].open {
		before := words[m.first-1].low
		if w.sets["keepafter"][before] || w.sets["and"][before] {
			return h
		}
	}
	if m.last == len(words) {
		if m.first == 0 || words[m.first].open {
			return h
		}
		h.Start, h.Safe = words[m.first-1].end, true
		return h
	}
	next := words[m.last]
	if next.open || w.sets["keepbefore"][next.low] || w.sets["and"][next.low] {
		return h
	}
	h.Safe = true
	was := text[h.Start:words[m.first].end]
	h.End = next.start
	// The next word begins the sentence instead.
	if raw := text[next.start:next.end]; w.lower(was) != was && raw == next.low {
		h.End, h.Replacement = next.end, w.capital(raw)
	}
	return h
}
