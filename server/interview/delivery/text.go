package delivery

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/cv/fold"
)

// maxText bounds the bytes of a text that are looked through: a quarter of an
// hour of the fastest speech.
const maxText = 64 << 10

// Signs between words, as rules name them.
const (
	comma = ","
	stop  = "."
)

// unit is a word of a text, a Han character, or a sign between words.
type unit struct {
	// text is in small letters and without apostrophes; comma or stop for a sign.
	text     string
	from, to int
	sign     bool
}

// text is what was said, cut into units, with the time of each.
type text struct {
	lang  string
	units []unit
	at    []time.Duration
}

// read cuts an input's text into units and finds out when each was said.
func read(in Input, s Sound) text {
	said := in.Text
	if said == "" {
		words := make([]string, len(in.Words))
		for i, w := range in.Words {
			words[i] = strings.TrimSpace(w.Text)
		}
		said = strings.Join(words, " ")
	}
	if len(said) > maxText {
		said = strings.ToValidUTF8(said[:maxText], "")
	}
	t := text{lang: in.Language, units: units(in.Language, said)}
	t.time(in, s)
	return t
}

// units cuts a text. A hyphen or an apostrophe between letters belongs to the
// word; a stop that a letter or digit follows parts nothing (Node.js, 99.9).
func units(lang, said string) []unit {
	out := []unit{{text: stop, sign: true}}
	start := -1
	flush := func(end int) {
		if start >= 0 {
			out = append(out, unit{text: small(lang, said[start:end]), from: start, to: end})
		}
		start = -1
	}
	var size int
	for i := 0; i < len(said); i += size {
		var r rune
		r, size = utf8.DecodeRuneInString(said[i:])
		next, _ := utf8.DecodeRuneInString(said[i+size:])
		letter := unicode.IsLetter(next) || unicode.IsDigit(next)
		switch {
		case unicode.Is(unicode.Han, r):
			flush(i)
			start = i
			flush(i + size)
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			if start < 0 {
				start = i
			}
		case start >= 0 && letter && (strings.ContainsRune("-.‑", r) || strings.ContainsRune(fold.Apostrophes, r)):
		case start >= 0 && strings.ContainsRune(fold.Apostrophes+"#+", r):
		default:
			flush(i)
			if s := sign(r, said[:i], said[i+size:]); s != "" {
				out = add(out, unit{text: s, from: i, to: i + size, sign: true})
			}
		}
	}
	flush(len(said))
	return add(out, unit{text: stop, from: len(said), to: len(said), sign: true})
}

// add keeps the stronger of two signs side by side.
func add(out []unit, u unit) []unit {
	last := &out[len(out)-1]
	if !last.sign {
		return append(out, u)
	}
	if u.text == stop {
		last.text = stop
	}
	return out
}

// sign is what parts words in the way that a character does, if it does. Three
// stops are hesitation and no end.
func sign(r rune, before, after string) string {
	switch r {
	case '.':
		if strings.HasPrefix(after, ".") || strings.HasSuffix(before, ".") {
			return comma
		}
		return stop
	case '!', '?', ';', '\n', '。', '！', '？', '；':
		return stop
	case ',', ':', '—', '–', '…', '(', ')', '-', '，', '、', '：':
		return comma
	}
	return ""
}

// small writes a word in the small letters of its language.
func small(lang, word string) string {
	if lang == "tr" {
		word = strings.ToLowerSpecial(unicode.TurkishCase, word)
	} else {
		word = strings.ToLower(word)
	}
	return strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(fold.Apostrophes, r):
			return -1
		case r == '‑':
			return '-'
		case r == 'ё':
			return 'е'
		}
		return r
	}, word)
}

// count is how many words there are; in Chinese characters.
func (t text) count() int {
	n := 0
	for _, u := range t.units {
		if !u.sign {
			n++
		}
	}
	return n
}

// ahead is how many words a recogniser's list may leave out, or have more than
// its text, without the two being lost to each other.
const ahead = 6

// time gives each unit the time of the recogniser's word that it is part of,
// where there is one with a plausible time; the others get one by their place
// in the text, counted over the speech alone.
func (t *text) time(in Input, s Sound) {
	t.at = make([]time.Duration, len(t.units))
	type piece struct {
		text string
		at   time.Duration
	}
	var pieces []piece
	for _, w := range in.Words {
		if w.End <= w.Start || w.Start < 0 || w.End > s.Length {
			continue
		}
		for _, u := range units(in.Language, w.Text) {
			if !u.sign {
				pieces = append(pieces, piece{u.text, w.Start})
			}
		}
	}
	place, all := 0, max(t.units[len(t.units)-1].to, 1)
	for i, u := range t.units {
		t.at[i] = s.within(float64(u.from) / float64(all))
		if u.sign {
			continue
		}
		for j := place; j < min(place+ahead, len(pieces)); j++ {
			if pieces[j].text == u.text {
				t.at[i], place = pieces[j].at, j+1
				break
			}
		}
	}
}

// within is the time at which a share of the speech is over.
func (s Sound) within(share float64) time.Duration {
	var speech time.Duration
	for _, span := range s.Speech {
		speech += span.End - span.Start
	}
	left := time.Duration(share * float64(speech))
	for _, span := range s.Speech {
		if left < span.End-span.Start {
			return (span.Start + left).Round(time.Millisecond)
		}
		left -= span.End - span.Start
	}
	return s.Length
}
