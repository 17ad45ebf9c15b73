package structure

import (
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/document"
)

// personal reads who the CV is about. Addresses may stand anywhere; name, title
// and place stand in the head.
func (r *reader) personal() {
	p := &r.out.Personal
	head := r.head()
	for _, l := range append(head, append(r.lines, r.margins...)...) {
		r.addresses(l)
	}
	r.links()
	r.name(head)
	if p.Name.Empty() && len(r.margins) > 0 {
		r.name(r.margins[:min(6, len(r.margins))])
	}
	r.location(head)
	if p.Location.Empty() {
		r.location(r.margins)
	}
}

// head is the lines about the person.
func (r *reader) head() []*line {
	var out []*line
	for _, s := range r.sections {
		if !s.is(cv.SectionHead) {
			continue
		}
		for _, w := range r.rows(s) {
			// Without titles all of the CV is a head: it ends where jobs begin.
			if len(out) > 0 && len(w.l.periods) > 0 && !mentionsBirth(w.l) && s.title.Empty() {
				break
			}
			if len(out) < 40 {
				out = append(out, w.l)
			}
		}
	}
	return out
}

// mentionsBirth reports whether a line's date is that of the person's birth.
func mentionsBirth(l *line) bool {
	for _, h := range l.hits {
		if h.kind == kindLabel && h.value == "birth" {
			return true
		}
	}
	return false
}

// addresses takes the first of each kind.
func (r *reader) addresses(l *line) {
	p := &r.out.Personal
	for _, c := range l.contacts {
		into := map[string]*cv.Value{contactEmail: &p.Email, contactPhone: &p.Phone, contactLinkedIn: &p.LinkedIn, contactGitHub: &p.GitHub}[c.kind]
		if into == nil || !into.Empty() && (c.kind != contactPhone || !short(into.Text) || short(l.text[c.start:c.end])) {
			continue
		}
		*into = l.contact(c)
	}
	if p.Email.Empty() {
		for _, link := range l.Links {
			if address, ok := strings.CutPrefix(link.URL, "mailto:"); ok && link.Start >= 0 && link.End <= len(l.text) && link.Start < link.End {
				address, _, _ = strings.Cut(address, "?")
				p.Email = linkValue(l, address, link.Start, link.End)
				return
			}
		}
	}
}

// short reports whether a number may be a postal code or a local call: one with
// more figures is rather what a person is reached by.
func short(number string) bool {
	figures := 0
	for _, r := range number {
		figures += flag(r >= '0' && r <= '9')
	}
	return figures < 9 && !strings.HasPrefix(number, "+")
}

func (l *line) contact(c contact) cv.Value {
	if c.url == "" {
		return l.value(c.start, c.end)
	}
	return linkValue(l, c.url, c.start, c.end)
}

// linkValue is an address that stands behind a text, not in it.
func linkValue(l *line, url string, start, end int) cv.Value {
	v := l.value(start, end)
	if v.Empty() {
		return cv.Value{Text: url, Spans: []document.Span{{Line: l.at, Start: start, End: end}}, From: cv.FromText}
	}
	v.Text = url
	return v
}

// links are the other addresses.
func (r *reader) links() {
	p := r.out.Personal
	seen := map[string]bool{p.LinkedIn.Text: true, p.GitHub.Text: true}
	for _, l := range r.lines {
		for _, c := range l.contacts {
			if c.kind == contactEmail || c.kind == contactPhone || len(r.out.Links) >= maxList {
				continue
			}
			v := l.contact(c)
			if !seen[v.Text] {
				seen[v.Text] = true
				r.out.Links = append(r.out.Links, v)
			}
		}
	}
}

// labelled reports whether a line begins with a label.
func labelled(l *line, what string) bool {
	_, _, ok := afterLabel(l, 0, len(l.text), what)
	return ok
}

// afterLabel returns what stands behind a label at the beginning of a piece.
func afterLabel(l *line, start, end int, what string) (from int, label hit, ok bool) {
	for i, t := range l.tokens {
		if t.start < start || t.kind == mark {
			continue
		}
		if t.end > end {
			break
		}
		h, found := l.hit(kindLabel, i)
		if !found || what != "" && h.value != what {
			return 0, hit{}, false
		}
		next := h.last
		if l.form && i == 0 {
			for next < len(l.tokens) && l.tokens[next].kind == mark {
				next++
			}
			if next < len(l.tokens) && l.tokens[next].start < end {
				return l.tokens[next].start, h, true
			}
		}
		for next < len(l.tokens) && l.tokens[next].start < end && l.tokens[next].fold == "." {
			next++
		}
		if next >= len(l.tokens) || l.tokens[next].start >= end {
			return end, h, true
		}
		if colon := l.tokens[next].fold; colon != ":" && colon != "：" && colon != "-" && colon != "–" && colon != "—" && colon != "|" {
			return 0, hit{}, false
		}
		if next+1 >= len(l.tokens) {
			return end, h, true
		}
		return min(l.tokens[next+1].start, end), h, true
	}
	return 0, hit{}, false
}
