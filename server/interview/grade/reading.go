package grade

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/interview/bank/phrase"
)

// maxText is how much of an answer is read, in bytes: five minutes of speech
// are a thousand words at most, fourteen kilobytes in Cyrillic letters.
const maxText = 32 << 10

// Pieces that are quoted. A transcript without full stops is one sentence of
// hundreds of words: it is cut into pieces.
const (
	longPiece = 45
	cutPiece  = 22
)

// reading is a text made ready: its words, and what of them counts.
type reading struct {
	lang   string
	text   string
	doc    *phrase.Text
	tokens []phrase.Token
	// words are the tokens in small letters, with all their endings.
	words []string
	// function marks words that stand in every sentence.
	function []bool
	// units are the words that say something.
	units []unit
	// pieces are sentences, or parts of long ones, that are quoted whole.
	pieces []piece
	// denied marks tokens that the speaker says not to know or not to have done.
	denied []bool
	// unknown marks those of them that are about knowing, or ever having done.
	unknown []bool
	// copied marks tokens that count for nothing because they are the sample's; nil for
	// none. They are denied and unknown, too.
	copied []bool
	// first is how many bytes answer the question itself; 0 for all.
	first int
}

// unit is a content word, by its root or by its synonyms' name. In Chinese it
// is two characters side by side.
type unit struct {
	key         string
	first, last int
}

// piece is a range of tokens, with the bytes it takes.
type piece struct {
	first, last int
	start, end  int
}

// apostrophes makes one sign of all.
var apostrophes = strings.NewReplacer("’", "'", "‘", "'", "ʻ", "'", "ʼ", "'", "`", "'", "´", "'")

// lowered knows that the Turkish capital I has no dot, and İ has one.
func lowered(lang, word string) string {
	word = apostrophes.Replace(word)
	if lang == "tr" {
		return strings.ToLowerSpecial(unicode.TurkishCase, word)
	}
	return strings.ReplaceAll(strings.ToLower(word), "ё", "е")
}

// rootLetters are how many letters of a stem tell words apart. The first five
// letters serve Turkish as well as a stemmer does (Can et al., 2008); Russian
// verbs change behind their sixth.
var rootLetters = map[string]int{"tr": 5, "uz": 5, "ru": 6, "de": 7}

// root is the beginning of a stem, by which its relatives are found.
func root(lang, stem string) string {
	most, ok := rootLetters[lang]
	if !ok {
		most = 8
	}
	n := 0
	for i := range stem {
		if n == most {
			return stem[:i]
		}
		n++
	}
	return stem
}

// read makes an answer ready.
func read(lang, text string) *reading {
	r := scan(lang, text)
	r.pieces = r.cut()
	r.denied, r.unknown = make([]bool, len(r.tokens)), make([]bool, len(r.tokens))
	r.deny(words(lang))
	return r
}

// scan makes a text's words ready, and no more.
func scan(lang, text string) *reading {
	if len(text) > maxText {
		end := maxText
		for end > 0 && !utf8.RuneStart(text[end]) {
			end--
		}
		text = text[:end]
	}
	x := words(lang)
	r := &reading{lang: lang, text: text, doc: phrase.Read(lang, text)}
	r.tokens = r.doc.Tokens()
	r.words = make([]string, len(r.tokens))
	r.function = make([]bool, len(r.tokens))
	for i, t := range r.tokens {
		r.words[i] = lowered(lang, text[t.Start:t.End])
		r.function[i] = x.function[r.words[i]] || phrase.Stop(lang, r.words[i])
	}
	r.units = r.contents(x)
	return r
}

// contents are the words that say something, with their synonyms' names.
func (r *reading) contents(x *lexicon) []unit {
	var out []unit
	for i, t := range r.tokens {
		if r.function[i] {
			continue
		}
		last, stem := i, t.Stem
		if r.han(i) {
			if i+1 == len(r.tokens) || r.function[i+1] || !r.han(i+1) || r.tokens[i+1].Start != t.End {
				continue
			}
			last, stem = i+1, stem+r.tokens[i+1].Stem
		} else if len(stem) < 2 && !unicode.IsDigit(rune(stem[0])) {
			continue
		}
		key := root(r.lang, stem)
		if name := x.group[key]; name != "" {
			key = name
		}
		out = append(out, unit{key, i, last})
	}
	return out
}

// han tells whether a token is a Chinese character.
func (r *reading) han(i int) bool {
	c, _ := utf8.DecodeRuneInString(r.words[i])
	return unicode.Is(unicode.Han, c)
}

// keys are the content words, each once.
func (r *reading) keys() map[string]bool {
	out := make(map[string]bool, len(r.units))
	for _, u := range r.units {
		out[u.key] = true
	}
	return out
}

// claimed are the content words that are not denied, each once, in order.
func (r *reading) claimed() []string {
	out := make([]string, 0, len(r.units))
	seen := make(map[string]bool, len(r.units))
	for _, u := range r.units {
		if !seen[u.key] && !r.denied[u.first] {
			seen[u.key] = true
			out = append(out, u.key)
		}
	}
	return out
}

// cut parts the text into pieces.
func (r *reading) cut() []piece {
	var out []piece
	for first := 0; first < len(r.tokens); {
		last := first
		for last+1 < len(r.tokens) && r.tokens[last+1].Sentence == r.tokens[first].Sentence {
			last++
		}
		long, size := longPiece, cutPiece
		if r.lang == "zh" {
			long, size = 2*long, 2*size
		}
		if last-first+1 > long {
			for last-first+1 > size+size/2 {
				end := r.pause(first+size/2, first+size)
				out = append(out, r.piece(first, end))
				first = end + 1
			}
		}
		out = append(out, r.piece(first, last))
		first = last + 1
	}
	return out
}

// pause is the last token up to to that a comma or the like follows, or one that
// "and", "but" or "then" follows, as speech without signs begins its sentences,
// or to.
func (r *reading) pause(from, to int) int {
	for i := to; i > from; i-- {
		if r.parted(i) {
			return i
		}
	}
	x := words(r.lang)
	for i := to; i > from; i-- {
		if r.joins(i+1) || x.contrast.at(r, i+1) > 0 {
			return i
		}
	}
	return to
}

// parted tells whether a sign that parts stands behind a token.
func (r *reading) parted(i int) bool {
	if i+1 >= len(r.tokens) {
		return true
	}
	return strings.ContainsAny(r.text[r.tokens[i].End:r.tokens[i+1].Start], ",;:()—–，、：；\n")
}

// piece takes in the signs that end the sentence.
func (r *reading) piece(first, last int) piece {
	end := r.tokens[last].End
	for {
		c, size := utf8.DecodeRuneInString(r.text[end:])
		if size == 0 || !strings.ContainsRune(".!?…。！？%", c) {
			break
		}
		end += size
	}
	return piece{first, last, r.tokens[first].Start, end}
}

// pieceOf is the number of the piece that has a token.
func (r *reading) pieceOf(token int) int {
	for i, p := range r.pieces {
		if token <= p.last {
			return i
		}
	}
	return len(r.pieces) - 1
}
