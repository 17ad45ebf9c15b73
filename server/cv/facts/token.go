package facts

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/cv/fold"
)

// token is a word or a number.
type token struct {
	raw, low   string
	start, end int
	// gap is what stands between it and the token before.
	gap string
	// first tells that it begins a sentence or a line.
	first bool
	// cap tells that it begins with a capital.
	cap bool
	// number is its value with its unit; empty for a word.
	number string
	// part tells that it belongs to the number before: "million", "euros".
	part bool
	// ending is what is joined to a number or a name by an apostrophe: "10'dan".
	ending string
	// stems are those of low.
	stems []string
	// denies tells that it says no, matters that it is a word that says something.
	denies, matters bool
	// segment counts the parts of the text that commas and conjunctions make.
	segment int
}

// maxTokens bounds what is looked at of one text.
const maxTokens = 4000

// split cuts a text into tokens.
func (x *lexicon) split(text string) []token {
	var out []token
	known := map[string][]string{}
	last := 0
	for i := 0; i < len(text) && len(out) < maxTokens; {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !wordRune(r) {
			i += size
			continue
		}
		end := x.wordEnd(text, i)
		if unicode.IsDigit(r) {
			end = numberEnd(text, i)
		}
		t := token{raw: text[i:end], start: i, end: end, gap: text[last:i]}
		t.first = len(out) == 0 || strings.ContainsAny(t.gap, ".!?:•\n")
		t.cap = unicode.IsUpper(r)
		t.low = fold.Text(t.raw)
		if at := strings.IndexAny(t.raw, fold.Apostrophes); at > 0 && x.endings && t.cap {
			t.low, t.ending = fold.Text(t.raw[:at]), fold.Text(t.raw[at:]) // Ankara'dan
		}
		if known[t.low] == nil {
			known[t.low] = x.stems(t.low)
		}
		t.stems = known[t.low]
		out = append(out, t)
		i, last = end, end
	}
	x.numbers(text, out)
	x.segments(out)
	for i := range out {
		out[i].denies = x.negates(out[i])
		out[i].matters = x.content(out[i])
	}
	return out
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// wordEnd is where a word ends; that of "l'analyse" behind the article.
func (x *lexicon) wordEnd(text string, i int) int {
	end := wordEnd(text, i)
	if at := strings.IndexAny(text[i:end], fold.Apostrophes); x.elides && at > 0 && at <= 2 {
		return i + at
	}
	return end
}

// wordEnd is where a word ends: dots and apostrophes may be inside, the signs of
// C++ and C# at its end.
func wordEnd(text string, i int) int {
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		next, _ := utf8.DecodeRuneInString(text[i+size:])
		inner := strings.ContainsRune("."+fold.Apostrophes, r) && wordRune(next)
		if !wordRune(r) && r != '+' && r != '#' && !inner {
			return i
		}
		i += size
	}
	return i
}

// numberEnd is where the digits of a number end, with the marks inside it; of
// "2019-го" at 2019. What has letters at once, such as "3D", is a word.
func numberEnd(text string, i int) int {
	end := i
	for end < len(text) {
		r, size := utf8.DecodeRuneInString(text[end:])
		if unicode.IsDigit(r) {
			end += size
			continue
		}
		rest := text[end+size:]
		if strings.ContainsRune(".,", r) && startsDigit(rest) {
			end += size
			continue
		}
		// Thousands parted by a space.
		if (r == ' ' || r == '\u00a0' || r == '\u202f') && end-i <= 3 && digitsAt(rest) == 3 {
			end += size + 3
			for {
				sep, n := utf8.DecodeRuneInString(text[end:])
				if sep != r || digitsAt(text[end+n:]) != 3 {
					break
				}
				end += n + 3
			}
			continue
		}
		break
	}
	return end
}

func startsDigit(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }

func digitsAt(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

// segments numbers the parts in which what belongs to a number stands.
func (x *lexicon) segments(all []token) {
	n := 0
	for i := range all {
		if strings.ContainsAny(all[i].gap, ",;:()•|/\n—–.!?") && i > 0 && (all[i].number == "" || all[i-1].number == "") {
			n++
		}
		if x.is("and", all[i].low) {
			n++
		}
		all[i].segment = n
	}
}

// small reports whether a token says nothing by itself.
func (x *lexicon) small(t token) bool {
	if t.number != "" {
		return false
	}
	for _, group := range []string{"small", "from", "to", "at", "of", "and"} {
		if _, ok := x.groups[group][t.low]; ok {
			return true
		}
	}
	return false
}
