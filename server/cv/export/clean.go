package export

import (
	"net/url"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/interviewai-pro/interviewai/server/cv/resume"
)

// addressForm is a web or e-mail address in a text.
var addressForm = regexp.MustCompile(`(?i)\bhttps?://[^\s|<>"]+|\bwww\.[^\s|<>"]+|\b(?:linkedin|github|gitlab|behance|t)\.(?:com|me|net)/[^\s|<>"]+|[\p{L}0-9._%+\-]+@[\p{L}0-9\-]+(?:\.[\p{L}0-9\-]+)+`)

// linked is a text whose addresses are links.
func linked(text string) []run { return linkedAt(text, nil) }

// linkedAt is a text with the links it has, and its other addresses as links.
func linkedAt(text string, links []resume.Link) []run {
	var out []run
	at := 0
	for _, k := range links {
		if k.Start < at || k.End <= k.Start || k.End > len(text) {
			continue
		}
		out = append(out, run{text: text[at:k.Start]}, run{text: text[k.Start:k.End], url: web(k.URL)})
		at = k.End
	}
	return append(out, found(text[at:])...)
}

// found is a text cut at its addresses.
func found(text string) []run {
	var out []run
	at := 0
	for _, m := range addressForm.FindAllStringIndex(text, 20) {
		end := m[0] + len(strings.TrimRight(text[m[0]:m[1]], ".,;:)]}»"))
		out = append(out, run{text: text[at:m[0]]}, run{text: text[m[0]:end], url: web(text[m[0]:end])})
		at = end
	}
	return append(out, run{text: text[at:]})
}

// web is an address as a browser takes it; empty for one that is no address of
// the web or of mail: CVs are others' texts.
func web(address string) string {
	address = strings.TrimSpace(address)
	switch {
	case address == "" || len(address) > 500 || strings.ContainsFunc(address, unicode.IsSpace):
		return ""
	case strings.HasPrefix(address, "mailto:"):
	case !strings.Contains(address, "://") && strings.Contains(address, "@"):
		address = "mailto:" + address
	case !strings.Contains(address, "://"):
		address = "https://" + address
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" && u.Scheme != "mailto" {
		return ""
	}
	return u.String()
}

// clean takes out what no format can hold, and empty runs.
func clean(all []run) []run {
	out := make([]run, 0, len(all))
	for _, r := range all {
		if r.text = writable(r.text); r.text != "" {
			out = append(out, r)
		}
	}
	blank := true
	for _, r := range out {
		blank = blank && strings.TrimSpace(r.text) == ""
	}
	if blank {
		return nil
	}
	return out
}

// writable is a text in normal form C without control characters and signs that
// have no shape.
func writable(text string) string {
	return norm.NFC.String(strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029':
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Co, r), unicode.Is(unicode.Variation_Selector, r), r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "")))
}

// lines are a text's paragraphs.
func lines(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' })
}

// flat is a text in one line.
func flat(text string) string { return strings.Join(strings.Fields(text), " ") }
