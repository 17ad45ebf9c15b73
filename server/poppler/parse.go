package poppler

import (
	"html"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/cv/layout"
	"github.com/interviewai-pro/interviewai/server/cv/refusal"
)

// Bounds of what the child prints.
const (
	maxFragments = 100_000
	maxFonts     = 10_000
	maxTag       = 8 << 10
)

// sheet is a page with the colour of each of its fragments: the darkest of red,
// green and blue, from 0 to 255.
type sheet struct {
	layout.Page
	inks []uint8
}

// parse reads what pdftohtml -xml prints, but for letters that nobody can see:
// too small, transparent, or beside the page. It is no XML parser, because that
// is not always XML: texts may hold control characters, and names of fonts
// anything. Known are <page>, <fontspec> and <text> with <b>, <i> and <a> in it;
// the rest is passed over.
func parse(out []byte) ([]sheet, error) {
	p := parser{rest: string(out), fonts: map[string]fontspec{}}
	for {
		name, attributes, ok := p.tag()
		if !ok {
			return p.pages, nil
		}
		switch name {
		case "page":
			if len(p.pages) == refusal.MaxPages {
				return nil, refusal.TooManyPages
			}
			p.pages = append(p.pages, sheet{Page: layout.Page{
				Number: len(p.pages) + 1,
				Width:  number(attributes, "width"), Height: number(attributes, "height"),
			}})
		case "fontspec":
			if len(p.fonts) < maxFonts {
				p.fonts[attribute(attributes, "id")] = spec(attributes)
			}
		case "text":
			if err := p.text(attributes); err != nil {
				return nil, err
			}
		}
	}
}

type parser struct {
	rest      string
	fonts     map[string]fontspec
	pages     []sheet
	fragments int
	bytes     int
}

// tag finds the next one. A tag that does not end soon is none.
func (p *parser) tag() (name, attributes string, ok bool) {
	for {
		start := strings.IndexByte(p.rest, '<')
		if start < 0 {
			return "", "", false
		}
		p.rest = p.rest[start+1:]
		end := strings.IndexByte(p.rest[:min(len(p.rest), maxTag)], '>')
		if end < 0 {
			continue
		}
		name, attributes, _ = strings.Cut(p.rest[:end], " ")
		p.rest = p.rest[end+1:]
		return name, attributes, true
	}
}

// text reads the inside of a <text>, which has a fragment for each look.
func (p *parser) text(attributes string) error {
	end := strings.Index(p.rest, "</text>")
	if end < 0 {
		p.rest = ""
		return nil
	}
	inside := p.rest[:end]
	p.rest = p.rest[end+len("</text>"):]
	if len(p.pages) == 0 {
		return nil
	}
	if p.bytes += len(inside); p.bytes > refusal.MaxText {
		return refusal.TooComplex
	}
	look := p.fonts[attribute(attributes, "font")]
	box := layout.Fragment{
		X: number(attributes, "left"), Y: number(attributes, "top"),
		Width: number(attributes, "width"), Height: number(attributes, "height"),
		Size: look.size,
	}
	pieces := looks(inside, box)
	if p.fragments += len(pieces); p.fragments > maxFragments {
		return refusal.TooComplex
	}
	page := &p.pages[len(p.pages)-1]
	for i := range pieces {
		if !look.faint && !tiny(pieces[i]) && !beside(pieces[i], page.paper()) {
			page.add(pieces[i], look.ink)
		}
	}
	return nil
}

// looks parts a text where its look or its link changes. Where that is on paper
// is guessed: every letter takes the same room.
func looks(inside string, box layout.Fragment) []layout.Fragment {
	var out []layout.Fragment
	letters := 0
	p := parser{rest: inside}
	for p.rest != "" {
		start := strings.IndexByte(p.rest, '<')
		if start < 0 {
			start = len(p.rest)
		}
		if start > 0 {
			f := box
			f.Text = strings.ToValidUTF8(html.UnescapeString(p.rest[:start]), "\ufffd")
			f.Width = float64(utf8.RuneCountInString(f.Text))
			letters += int(f.Width)
			out = append(out, f)
			p.rest = p.rest[start:]
			continue
		}
		name, attributes, ok := p.tag()
		if !ok {
			break
		}
		switch name {
		case "b", "/b":
			box.Bold = name == "b"
		case "i", "/i":
			box.Italic = name == "i"
		case "a":
			box.Link = html.UnescapeString(attribute(attributes, "href"))
		case "/a":
			box.Link = ""
		}
	}
	x := box.X
	for i := range out {
		out[i].Width *= box.Width / float64(max(letters, 1))
		out[i].X = x
		x += out[i].Width
	}
	return out
}

// attribute finds name="value".
func attribute(attributes, name string) string {
	for at := 0; ; {
		i := strings.Index(attributes[at:], name+`="`)
		if i < 0 {
			return ""
		}
		i += at
		if i == 0 || attributes[i-1] == ' ' {
			value, _, _ := strings.Cut(attributes[i+len(name)+2:], `"`)
			return value
		}
		at = i + 1
	}
}

// number is an attribute in points; 0 for what is none.
func number(attributes, name string) float64 {
	v, err := strconv.ParseFloat(attribute(attributes, name), 64)
	if err != nil || math.IsNaN(v) || math.Abs(v) > 1e6 {
		return 0
	}
	return v / scale
}
