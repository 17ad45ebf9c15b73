package poppler

import (
	"cmp"
	"context"
	"errors"
	"html"
	"math"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/interviewai-pro/interviewai/server/confined"
	"github.com/interviewai-pro/interviewai/server/cv/refusal"
)

const (
	// strange is how many letters that are no words a page has where letters are
	// lacking beside them, at least.
	strange = 3
	// strangeShare is what part of the page's words they are then.
	strangeShare = 0.01
)

// oneLetter are the small letters that are words: of English, French, Spanish,
// Portuguese, Turkish and Russian, and what stands for "of" or "the" before a
// French apostrophe or a name.
const oneLetter = "aàeéiouydlxабвежикосуя"

// overSpace is an accent that stands apart from the letter under it. Whether a
// word ended before it, only the letters' places tell.
var overSpace = regexp.MustCompile(`\pL [¨´ˆ˜ˇ˘˙¸˝˛˚]\pL`)

// word is one of pdftotext's, with its box.
type word struct {
	rectangle
	text string
}

func (w *word) middle() float64 { return (w.top + w.bottom) / 2 }

// lacking tells a page on which letters seem to be lost. pdftohtml does not know
// of replacement texts (ActualText, ISO 32000-1, 14.9.4), in which some printers
// put letters that a font has in a form of their own, as the Turkish i: where
// those stood are spaces.
func (s *sheet) lacking() bool {
	lone, all := 0, 0
	for i := range s.Fragments {
		text := s.Fragments[i].Text
		if overSpace.MatchString(text) {
			return true
		}
		for w := range strings.FieldsSeq(text) {
			all++
			if r := []rune(w); len(r) == 1 && strings.ToUpper(w) != w && !strings.ContainsRune(oneLetter, r[0]) {
				lone++
			}
		}
	}
	return lone >= strange && float64(lone) >= strangeShare*float64(all)
}

// mend gives fragments the letters that pdftotext has where they stand. It is
// only asked where some seem to be lacking, and what it has besides, as what is
// hidden, is passed over.
func (r *Reader) mend(ctx context.Context, file []byte, sheets []sheet) error {
	if !slices.ContainsFunc(sheets, func(s sheet) bool { return s.lacking() }) {
		return nil
	}
	program, err := exec.LookPath(r.sibling("pdftotext"))
	if err != nil {
		return refusal.Unavailable.Because(err)
	}
	result, err := r.run(ctx, confined.Program{
		Path: program, Args: []string{"-bbox", "-enc", "UTF-8", "-l", strconv.Itoa(refusal.MaxPages), "-", "-"}, Memory: maxMemory, Output: maxOutput,
	}, file)
	if err != nil {
		if ctx.Err() != nil || errors.Is(err, refusal.Unavailable) {
			return err
		}
		return nil //nolint:nilerr // the texts are as they were
	}
	for i, words := range wordsOf(result.Printed) {
		if i < len(sheets) && sheets[i].lacking() {
			sheets[i].complete(words)
		}
	}
	return nil
}

// wordsOf reads what pdftotext -bbox prints: <page> and <word>. They are sorted
// from top to bottom.
func wordsOf(printed []byte) [][]word {
	var pages [][]word
	p := parser{rest: string(printed)}
	for all := 0; all <= maxFragments; all++ {
		name, attributes, ok := p.tag()
		if !ok {
			break
		}
		switch {
		case name == "page":
			pages = append(pages, nil)
		case name == "word" && len(pages) > 0:
			text, _, _ := strings.Cut(p.rest[:min(len(p.rest), maxTag)], "<")
			at := func(name string) float64 { return scale * number(attributes, name) }
			last := &pages[len(pages)-1]
			*last = append(*last, word{
				rectangle{at("xMin"), at("yMin"), at("xMax"), at("yMax")},
				strings.ToValidUTF8(html.UnescapeString(text), "\ufffd"),
			})
		}
	}
	for _, words := range pages {
		slices.SortStableFunc(words, func(a, b word) int { return cmp.Compare(a.middle(), b.middle()) })
	}
	return pages
}

// most words of a fragment.
const mostWords = 500

// complete gives each fragment the letters that the words on it have more.
func (s *sheet) complete(words []word) {
	for i := range s.Fragments {
		f := &s.Fragments[i]
		from, _ := slices.BinarySearchFunc(words, f.Y, func(w word, y float64) int { return cmp.Compare(w.middle(), y) })
		var on []word
		for j := from; j < len(words) && j < from+mostWords && words[j].middle() <= f.Y+f.Height; j++ {
			if x := (words[j].left + words[j].right) / 2; x >= f.X && x <= f.X+f.Width {
				on = append(on, words[j])
			}
		}
		slices.SortStableFunc(on, func(a, b word) int { return cmp.Compare(a.left, b.left) })
		size := cmp.Or(f.Size, f.Height/1.2)
		text, ok := completed(f.Text, on, rectangle{left: f.X, right: f.X + f.Width}, size)
		if !ok {
			continue
		}
		first, last := on[0], on[len(on)-1]
		if strings.HasSuffix(f.Text, " ") && last.right < f.X+f.Width-0.1*size {
			text += " "
		}
		if strings.HasPrefix(f.Text, " ") && first.left > f.X+0.1*size {
			text = " " + text
		}
		right := math.Max(f.X+f.Width, last.right)
		f.X = math.Min(f.X, first.left)
		f.Text, f.Width = text, right-f.X
	}
}
