package job

import (
	"html"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/cv/taxonomy"
)

// sentence is what is read at once: a list's item, a title, a sentence.
type sentence struct {
	text  string
	words []token
	// bullet tells that a sign stood before it, alone that it is its whole line.
	bullet, alone bool
}

var (
	// tag is a tag of HTML; block one that ends a line.
	tag   = regexp.MustCompile(`</?[a-zA-Z][^<>\n]{0,200}>`)
	block = regexp.MustCompile(`(?i)</?(?:p|li|ul|ol|br|div|h[1-6]|tr|td|table|section)\b[^<>\n]{0,200}>`)

	numbered    = regexp.MustCompile(`^\s*\d{1,2}[.)]\s+`)
	sentenceEnd = regexp.MustCompile(`[.!?;]["»”]?\s+`)
)

// abbreviated are words whose full stop ends no sentence.
var abbreviated = map[string]bool{
	"st": true, "e.g": true, "i.e": true, "etc": true, "z.b": true, "z": true, "b": true, "ca": true, "mind": true, "bzw": true, "inkl": true, "vs": true, "no": true,
	"nr": true, "dr": true, "mr": true, "mrs": true, "approx": true, "incl": true, "yrs": true, "d.e": true, "т.д": true, "т.п": true, "т.е": true, "др": true,
	"руб": true, "тыс": true, "в т.ч": true, "ev": true, "vb": true, "vs.": true, "min": true, "max": true, "p": true, "ex": true,
}

// maxSentence is how many bytes are read at once.
const maxSentence = 2000

// split cuts a text into sentences: each may be a must-have or none.
func split(text string) []sentence {
	if tag.MatchString(text) {
		text = html.UnescapeString(tag.ReplaceAllString(block.ReplaceAllString(text, "\n"), ""))
	}
	var out []sentence
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		bare := unmarked(line)
		bullet := bare != line
		from := 0
		first := len(out)
		take := func(end int) {
			for end-from > maxSentence { // what goes on for so long is no sentence
				at := from + strings.LastIndexAny(bare[from:from+maxSentence], " ,")
				if at <= from {
					break
				}
				out = append(out, sentence{text: strings.TrimSpace(bare[from:at]), bullet: bullet && len(out) == first})
				from = at
			}
			if piece := strings.TrimSpace(bare[from:end]); piece != "" {
				out = append(out, sentence{text: piece, bullet: bullet && len(out) == first})
			}
			from = end
		}
		for _, end := range sentenceEnd.FindAllStringIndex(bare, -1) {
			words := strings.Fields(bare[from:end[0]])
			last := ""
			if len(words) > 0 {
				last = strings.ToLower(strings.TrimLeft(words[len(words)-1], "(«"))
			}
			if bare[end[0]] != '.' || !abbreviated[last] {
				take(end[1])
			}
		}
		take(len(bare))
		if len(out) == first+1 {
			out[first].alone = true
		}
	}
	return out
}

// unmarked is a line without the signs, pictures and numbers of lists before it.
func unmarked(line string) string {
	bare := strings.TrimLeftFunc(line, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(`.("'«“¿¡$€£#+<`, r)
	})
	bare = strings.TrimPrefix(bare, ". ")
	bare = numbered.ReplaceAllString(bare, "")
	return strings.TrimRightFunc(bare, func(r rune) bool { return unicode.Is(unicode.So, r) || r == ' ' })
}

// headings are the kinds of headings, in the order in which they are looked for.
var headings = []string{wordNice, wordMust, wordDuties, wordOpen, wordSkip, wordMeta}

// maxHeading is how many words a heading has at most.
const maxHeading = maxPhrase + 2

// headingOf tells a heading's kind, and what stands behind it in its line.
// An unknown heading ends the section before, and says nothing of its own.
func headingOf(s, next sentence) (kind, rest string) {
	title, behind, colon := strings.Cut(s.text, ":")
	behind = strings.TrimSpace(behind)
	words := tokens(title)
	if len(words) == 0 || len(words) > maxHeading {
		return "", s.text
	}
	whole := plain(title)
	for _, kind := range headings {
		if known()[kind].is(whole) {
			return kind, behind
		}
	}
	stands := s.alone && !s.bullet && !strings.ContainsAny(title, ".,!;") && len(words) <= 6 &&
		(shouted(title) || (next.bullet || len(words) <= 4) && len(taxonomy.Find(title)) == 0)
	unknown := s.alone && !s.bullet && (next.bullet && (stands || behind == "" && colon) || strings.HasSuffix(s.text, "?") && stands)
	if !colon && !stands {
		return "", s.text
	}
	for _, kind := range headings { // "Requirements for this role:"
		if at, ok := has(words, kind); ok && at == 0 && (colon || kind != wordMeta && kind != wordMust) {
			return kind, behind
		}
	}
	for _, kind := range []string{wordSkip, wordNice, wordDuties, wordMust} {
		if _, ok := has(words, "any"+kind); ok {
			return kind, behind
		}
	}
	if unknown {
		return wordOpen, ""
	}
	return "", s.text
}

// shouted reports whether a text is in capitals.
func shouted(text string) bool {
	upper, lower := 0, 0
	for _, r := range text {
		if unicode.IsUpper(r) {
			upper++
		} else if unicode.IsLower(r) {
			lower++
		}
	}
	return upper > 3 && lower*4 < upper && utf8.RuneCountInString(text) > 3
}
