package jsonresume

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/resume"
)

// dot stands between what an entry of a section is called, who with, and when,
// where we wrote it: no sentence has it, so that it can be cut there again.
const dot = " · "

// dash stands between a reference and who gave it.
const dash = " — "

// titled is an entry of a section: a project, a voluntary post.
type titled struct {
	// head are the pieces of the title; dates stand apart.
	head        []string
	start, end  cv.Date
	url         string
	description string
	items       []string
}

// entriesOf cuts lines at those that title an entry: the first, strong ones and
// those behind a list. Not ok where the schema would lose something.
func entriesOf(all []resume.Line, code string) ([]titled, bool) {
	var out []titled
	item := false
	for _, l := range all {
		n := len(out)
		switch {
		case l.Level > 0 || len(l.Links) > 1 || len(l.Links) == 1 && (l.Bullet || n > 0 && out[n-1].url != ""):
			return nil, false
		case n == 0 && l.Bullet:
			return nil, false
		case l.Bullet:
			out[n-1].items = append(out[n-1].items, l.Text)
		case n == 0 || l.Strong || item:
			out = append(out, headed(l.Text, code))
		default:
			out[n-1].description = strings.TrimPrefix(out[n-1].description+"\n"+l.Text, "\n")
		}
		if len(l.Links) == 1 {
			out[len(out)-1].url = l.Links[0].URL
		}
		item = l.Bullet
	}
	return out, len(out) > 0
}

// headed cuts a title into its pieces.
func headed(text, code string) titled {
	e := titled{head: strings.Split(text, dot)}
	last := len(e.head) - 1
	if start, end, ok := between(e.head[last], code); ok && last > 0 {
		e.start, e.end, e.head = start, end, e.head[:last]
	}
	return e
}

// project puts what stands between name and dates into a field of ours: roles,
// entity and type look alike.
func (e titled) project(code string) project {
	out := project{
		Name: e.head[0], Detail: strings.Join(e.head[1:], dot), StartDate: date(e.start), EndDate: date(e.end), URL: e.url, Description: e.description,
		Highlights: e.items,
	}
	if n := len(e.items) - 1; n >= 0 {
		if words, ok := strings.CutPrefix(e.items[n], titlesOf(code)[keywords]+": "); ok {
			out.Highlights, out.Keywords = e.items[:n], strings.Split(words, ", ")
		}
	}
	return out
}

// volunteer takes the pieces as they are written: position, organization, place.
func (e titled) volunteer() volunteer {
	out := volunteer{StartDate: date(e.start), EndDate: date(e.end), URL: e.url, Summary: e.description, Highlights: e.items}
	if len(e.head) == 1 {
		out.Organization = e.head[0]
		return out
	}
	out.Position, out.Organization, out.Location = e.head[0], e.head[1], strings.Join(e.head[2:], dot)
	return out
}

// whenForm is a period as resume.Period writes it of dates.
var whenForm = regexp.MustCompile(`^(?:(\d{2})/)?(\d{4})(?: – (?:(?:(\d{2})/)?(\d{4})|.+))?$`)

// between reads a period that resume.Period wrote of dates alone.
func between(text, code string) (start, end cv.Date, ok bool) {
	m := whenForm.FindStringSubmatch(text)
	if m == nil {
		return cv.Date{}, cv.Date{}, false
	}
	p := resume.Period{Start: dateOf(m[1], m[2]), End: dateOf(m[3], m[4])}
	p.Current = m[4] == "" && text != (resume.Period{Start: p.Start}).String()
	if !p.Current && p.End.IsZero() {
		p.End = p.Start
	}
	return p.Start, p.End, p.In(code) == text
}

func dateOf(month, year string) cv.Date {
	var d cv.Date
	_, _ = fmt.Sscan(year, &d.Year) // digits, or nothing
	_, _ = fmt.Sscan(month, &d.Month)
	return d
}

// told is what a line of a list of awards or publications says.
type told struct{ name, by, date, url, summary string }

// pieces cuts a line that we wrote: "name · by · 11/2021 · address: summary". Any
// other is a name.
func pieces(text string) told {
	parts := strings.Split(text, dot)
	last := len(parts) - 1
	if last == 0 || last > 3 {
		return told{name: text}
	}
	out := told{name: parts[0]}
	parts[last], out.summary, _ = strings.Cut(parts[last], ": ")
	for _, part := range parts[1:] {
		switch start, end, ok := between(part, ""); {
		case strings.HasPrefix(part, "https://"), strings.HasPrefix(part, "http://"):
			out.url = part
		case ok && start == end && out.url == "":
			out.date = date(start)
		case out.by == "" && out.date == "" && out.url == "":
			out.by = part
		default:
			return told{name: text}
		}
	}
	return out
}

// interestOf takes what stands behind a colon as a list.
func interestOf(text string) interest {
	name, words, ok := strings.Cut(text, ": ")
	if !ok {
		return interest{Name: text}
	}
	return interest{Name: name, Keywords: strings.Split(words, ", ")}
}

// certificateOf finds who gave it and when beside a certificate's name, where
// they stand as beside writes them.
func certificateOf(c resume.Certification) certificate {
	out := certificate{Name: c.Name}
	var issuer []string
	var on string
	for part := range strings.SplitSeq(c.Detail, ", ") {
		switch start, end, ok := between(part, ""); {
		case strings.HasPrefix(part, "https://"), strings.HasPrefix(part, "http://"):
			out.URL = part
		case ok && start == end:
			out.Date, on = date(start), part
		default:
			issuer = append(issuer, part)
		}
	}
	out.Issuer = strings.Join(issuer, ", ")
	if strings.ContainsAny(out.Issuer, "0123456789:") || len(strings.Fields(out.Issuer)) > maxIssuer ||
		beside(c.Name, out.Issuer, on, "", out.URL) != c.Detail {
		return certificate{Name: c.Name, Detail: c.Detail}
	}
	return out
}

// beside is what stands beside a certificate's name. A reader takes the longest
// piece around a date for the name, so the issuer follows the date if it can.
func beside(name, issuer, on, detail, address string) string {
	if len(issuer) < len(name) {
		issuer, on = on, issuer
	}
	return join(", ", issuer, on, detail, address)
}

// maxIssuer is how many words who gave a certificate is called by.
const maxIssuer = 6
