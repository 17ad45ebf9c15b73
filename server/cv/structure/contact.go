package structure

import (
	"regexp"
	"strings"
	"unicode"
)

// contact is an address or a number in a line.
type contact struct {
	kind       string
	start, end int
	// url is the address behind the text, where it is another one than the text.
	url string
}

// The kinds of contacts.
const (
	contactEmail    = "email"
	contactPhone    = "phone"
	contactLinkedIn = "linkedin"
	contactGitHub   = "github"
	contactWeb      = "web"
)

var (
	emailForm = regexp.MustCompile(`[\p{L}0-9._%+\-]+@[\p{L}0-9\-]+(?:\.[\p{L}0-9\-]+)+`)
	// urlForm takes addresses without scheme only under domains that people have
	// pages at: "Node.js" and "ASP.NET" are none.
	urlForm   = regexp.MustCompile(`(?i)\b(?:https?://|www\.)[^\s|<>"]+|\b(?:[a-z0-9][a-z0-9\-]*\.)+(?:com|org|io|dev|me|ru|uz|de|fr|es|br|pt|tr|app|tech|info|co|eu|ai|uk|pro|page|site|online|xyz|ly|in|gg|design|blog|kz|us|ca|at|ch)\b(?:/[^\s|<>"]*)?`)
	phoneForm = regexp.MustCompile(`(?:\(?\+|\b00)?\(?\d[\d\s().\-–/\x{a0}]{5,}\d`)
)

// worded reports whether it is words that lead to some page: a company, a course.
// They say what they say.
func (c contact) worded() bool { return c.url != "" && c.kind == contactWeb }

// contacts finds addresses and numbers.
func contacts(l *line) []contact {
	var out []contact
	free := func(start, end int) bool {
		for _, c := range out {
			if start < c.end && end > c.start {
				return false
			}
		}
		return true
	}
	if strings.Contains(l.text, "@") {
		for _, at := range emailForm.FindAllStringIndex(l.text, 8) {
			out = append(out, contact{kind: contactEmail, start: at[0], end: at[1]})
		}
	}
	if strings.ContainsAny(l.text, "./") {
		for _, at := range urlForm.FindAllStringIndex(l.text, 20) {
			end := at[0] + len(strings.TrimRight(l.text[at[0]:at[1]], ".,;:)]}»"))
			if free(at[0], end) && end > at[0] && properURL(l.text[at[0]:end]) {
				out = append(out, contact{kind: site(l.text[at[0]:end]), start: at[0], end: end})
			}
		}
	}
	if strings.ContainsAny(l.text, "0123456789") {
		for _, at := range phoneForm.FindAllStringIndex(l.text, 8) {
			if free(at[0], at[1]) && looksDialled(l.text, at[0], at[1]) {
				out = append(out, contact{kind: contactPhone, start: at[0], end: at[1]})
			}
		}
	}
	for _, link := range l.Links {
		if c, ok := linked(l, link.URL, link.Start, link.End); ok && free(c.start, c.end) {
			out = append(out, c)
		}
	}
	return out
}

// properURL refuses what only looks like an address: an abbreviation, a version,
// a company such as "Booking.com" in running text has a capital.
func properURL(text string) bool {
	host, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(strings.ToLower(text), "https://"), "http://"), "/")
	return len(host) >= 4 && strings.IndexByte(host, '.') > 0 && (text[0] < 'A' || text[0] > 'Z' || strings.Contains(text, "/"))
}

// site tells the kinds of pages apart.
func site(url string) string {
	lower := strings.ToLower(url)
	switch {
	case strings.Contains(lower, "linkedin.com"):
		return contactLinkedIn
	case strings.Contains(lower, "github.com"):
		_, path, _ := strings.Cut(lower, "github.com")
		if path, _, _ = strings.Cut(path, "?"); strings.Contains(strings.Trim(path, "/"), "/") {
			return contactWeb // one of the projects, not the person
		}
		return contactGitHub
	default:
		return contactWeb
	}
}

// linked is what stands behind a piece of text.
func linked(l *line, url string, start, end int) (contact, bool) {
	if start < 0 || end > len(l.text) || start >= end || url == "" || len(url) > 500 {
		return contact{}, false
	}
	c := contact{kind: site(url), start: start, end: end, url: url}
	switch {
	case strings.HasPrefix(url, "mailto:"), strings.HasPrefix(url, "tel:"):
		return contact{}, false
	case !strings.HasPrefix(url, "http"):
		return contact{}, false
	}
	return c, true
}

// looksDialled tells phone numbers from dates, years and amounts.
func looksDialled(text string, start, end int) bool {
	number := text[start:end]
	digits := strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, number)
	if len(digits) < 7 || len(digits) > 15 {
		return false
	}
	if number[0] == '+' || strings.HasPrefix(number, "00") {
		return true
	}
	if pairForm.MatchString(number) {
		return true
	}
	if yearsIn(number) > 0 && len(digits) <= 12 && (!strings.ContainsAny(number, "()") || dateLike.MatchString(number)) || dateLike.MatchString(number) {
		return false
	}
	return len(digits) >= 9 || labelledPhone(text[:start]) || number[0] == '('
}

var (
	yearForm = regexp.MustCompile(`(?:^|\D)(?:19[5-9]\d|20[0-4]\d)(?:\D|$)`)
	pairForm = regexp.MustCompile(`^0\d(?:[. \-]\d{2}){4}$`) // as in France
	dateLike = regexp.MustCompile(`(?:^|\D)\d{1,2}[./\-](?:19|20)\d\d(?:\D|$)|(?:^|\D)(?:19|20)\d\d[./\-]\d{1,2}(?:\D|$)|(?:^|\D)(?:0?[1-9]|[12]\d|3[01])[./](?:0?[1-9]|1[0-2])[./]\d{2,4}(?:\D|$)|(?:19|20)\d\d\s*[-–]\s*(?:19|20)\d\d`)
)

func yearsIn(number string) int { return len(yearForm.FindAllString(number, -1)) }

// labelledPhone reports whether a label of a phone stands right before.
func labelledPhone(before string) bool {
	last := before[max(0, len(before)-24):]
	all := tokens(strings.ToValidUTF8(last, ""))
	for _, t := range all {
		for _, p := range words().exact[t.fold] {
			if p.kind == kindLabel && p.value == "phone" {
				return true
			}
		}
	}
	return false
}
