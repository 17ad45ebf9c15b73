package docx

import (
	"encoding/xml"
	"strconv"
	"strings"
)

func (r *reader) paragraph() (*paragraph, error) {
	if err := r.limits.take(1, 0, 0); err != nil {
		return nil, err
	}
	p := &paragraph{props: paraProps{style: r.styles.standard}}
	err := r.inline(p, "")
	return p, err
}

// inline reads the content of a paragraph or of a wrapper in one: a link, a
// tracked insertion, a content control.
func (r *reader) inline(p *paragraph, link string) error {
	prompt := false
	return r.children(func(e xml.StartElement) error {
		if !isWord(e) {
			return r.drawn(e, p, link)
		}
		switch e.Name.Local {
		case "pPr":
			props, err := r.paraProps()
			if props.style == "" {
				props.style = r.styles.standard
			}
			p.props = props
			return err
		case "sdtPr":
			return r.children(func(e xml.StartElement) error {
				prompt = prompt || e.Name.Local == "showingPlcHdr" && on(e)
				return nil
			}, nil)
		case "sdtContent":
			if prompt {
				return nil
			}
			return r.inline(p, link)
		case "r":
			return r.run(p, link)
		case "hyperlink":
			to := r.links[attr(e, "id")]
			if to == "" {
				to = link
			}
			return r.inline(p, to)
		case "fldSimple":
			return r.inline(p, target(attr(e, "instr")))
		case "ins", "moveTo", "smartTag", "customXml", "sdt", "dir", "bdo":
			return r.inline(p, link)
		}
		return nil
	}, nil)
}

// drawn looks for text boxes in a drawing, also in that of older programs.
func (r *reader) drawn(e xml.StartElement, p *paragraph, link string) error {
	if e.Name.Local != "AlternateContent" {
		return nil
	}
	chosen := false
	return r.children(func(e xml.StartElement) error {
		if chosen || e.Name.Local != "Choice" && e.Name.Local != "Fallback" {
			return nil
		}
		chosen = true
		return r.inline(p, link)
	}, nil)
}

// run reads w:r.
func (r *reader) run(p *paragraph, link string) error {
	var own look
	var style string
	var text strings.Builder
	var visit func(e xml.StartElement) error
	visit = func(e xml.StartElement) (err error) {
		if e.Name.Local == "AlternateContent" {
			chosen := false
			return r.children(func(e xml.StartElement) error {
				if chosen || e.Name.Local != "Choice" && e.Name.Local != "Fallback" {
					return nil
				}
				chosen = true
				return r.children(visit, nil)
			}, nil)
		}
		if !isWord(e) {
			return nil
		}
		switch e.Name.Local {
		case "rPr":
			own, style, err = r.runProps()
		case "t":
			err = r.children(nil, func(b []byte) { text.Write(b) })
		case "tab", "ptab":
			text.WriteByte('\t')
		case "br", "cr":
			text.WriteByte('\n')
		case "noBreakHyphen":
			text.WriteByte('-')
		case "softHyphen":
			text.WriteRune('\u00ad')
		case "sym":
			text.WriteString(symbol(attr(e, "char")))
		case "fldChar":
			r.fieldChar(attr(e, "fldCharType"))
		case "instrText":
			err = r.children(nil, func(b []byte) {
				if n := len(r.fields); n > 0 && r.fields[n-1].code.Len() < 4096 {
					r.fields[n-1].code.Write(b)
				}
			})
		case "drawing", "pict", "object":
			err = r.boxes(p)
		}
		return err
	}
	if err := r.children(visit, nil); err != nil {
		return err
	}
	return r.keep(p, run{text: text.String(), look: own, link: link}, style)
}

// keep adds a run to its paragraph if a person can see it.
func (r *reader) keep(p *paragraph, made run, style string) error {
	for i := range r.fields {
		if !r.fields[i].showing {
			return nil // still the field's code
		}
		if made.link == "" {
			made.link = target(r.fields[i].code.String())
		}
	}
	if made.text == "" {
		return nil
	}
	para := r.styles.resolve(p.props.style)
	made.look = made.look.over(r.styles.resolve(style).look).over(para.look).over(r.styles.defaults)
	shaded := r.shaded > 0 || is(made.look.shaded) || is(p.props.shaded) || p.props.shaded == nil && is(para.para.shaded)
	if is(made.look.hidden) || is(made.look.white) && !shaded || made.look.size > 0 && made.look.size < 2.5 {
		return nil
	}
	p.runs = append(p.runs, made)
	return r.limits.take(0, 1, len(made.text))
}

func (r *reader) fieldChar(kind string) {
	n := len(r.fields)
	switch {
	case kind == "begin" && n < 20:
		r.fields = append(r.fields, field{})
	case kind == "separate" && n > 0:
		r.fields[n-1].showing = true
	case kind == "end" && n > 0:
		r.fields = r.fields[:n-1]
	}
}

// target is the address in a field's code: HYPERLINK "https://…".
func target(code string) string {
	rest, ok := strings.CutPrefix(strings.TrimSpace(code), "HYPERLINK")
	if !ok {
		return ""
	}
	_, rest, ok = strings.Cut(rest, `"`)
	address, _, closed := strings.Cut(rest, `"`)
	if !ok || !closed || strings.HasPrefix(strings.TrimSpace(code), `HYPERLINK \l`) {
		return ""
	}
	return address
}

// symbol is a character of a font of symbols: bullets are kept, pictures are not.
func symbol(char string) string {
	v, err := strconv.ParseUint(char, 16, 32)
	if err != nil {
		return ""
	}
	return string(rune(v))
}
