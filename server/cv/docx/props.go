package docx

import (
	"encoding/xml"
	"strconv"
)

// look is how letters look; nil and 0 where nothing is said.
type look struct {
	bold, italic, hidden, white, shaded *bool
	size                                float64
}

// over lays what is said here over what is said below.
func (l look) over(below look) look {
	for _, p := range []struct{ mine, its **bool }{
		{&l.bold, &below.bold},
		{&l.italic, &below.italic},
		{&l.hidden, &below.hidden},
		{&l.white, &below.white},
		{&l.shaded, &below.shaded},
	} {
		if *p.mine == nil {
			*p.mine = *p.its
		}
	}
	if l.size == 0 {
		l.size = below.size
	}
	return l
}

func is(b *bool) bool { return b != nil && *b }

func ptr(b bool) *bool { return &b }

// runProps reads w:rPr, and the character style it names.
func (s *scanner) runProps() (l look, style string, err error) {
	err = s.children(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "rStyle":
			style = attr(e, "val")
		case "b":
			l.bold = ptr(on(e))
		case "i":
			l.italic = ptr(on(e))
		case "vanish", "webHidden", "specVanish":
			l.hidden = ptr(on(e))
		case "color":
			l.white = ptr(nearWhite(attr(e, "val")) || paper(attr(e, "themeColor")) && attr(e, "themeShade") == "")
		case "shd":
			l.shaded = ptr(shade(e))
		case "highlight":
			l.shaded = ptr(on(e) && attr(e, "val") != "white")
		case "sz":
			if half, err := strconv.ParseFloat(attr(e, "val"), 64); err == nil && half > 0 && half < 4000 {
				l.size = half / 2
			}
		}
		return nil
	}, nil)
	return l, style, err
}

// nearWhite tells colours that cannot be seen on paper.
func nearWhite(rgb string) bool {
	v, err := strconv.ParseUint(rgb, 16, 32)
	return err == nil && len(rgb) == 6 && v>>16 >= 0xf0 && v>>8&0xff >= 0xf0 && v&0xff >= 0xf0
}

// paper tells a theme's colours that are white: that of pages, by its names
// (ISO/IEC 29500-1, 17.18.97 and 20.1.10.46).
func paper(theme string) bool {
	return theme == "background1" || theme == "light1" || theme == "bg1" || theme == "lt1"
}

// shade reports whether w:shd fills a background in which white can be read.
func shade(e xml.StartElement) bool {
	if theme := attr(e, "themeFill"); theme != "" {
		return !paper(theme) || attr(e, "themeFillShade") != ""
	}
	fill := attr(e, "fill")
	return fill != "" && fill != "auto" && !nearWhite(fill)
}

// paraProps is w:pPr.
type paraProps struct {
	style    string
	outline  int // 1 to 9; 0 for none said
	numID    string
	level    int
	hasLevel bool
	shaded   *bool
}

func (s *scanner) paraProps() (p paraProps, err error) {
	err = s.children(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "pStyle":
			p.style = attr(e, "val")
		case "outlineLvl":
			if n, err := strconv.Atoi(attr(e, "val")); err == nil && n >= 0 && n < 9 {
				p.outline = n + 1
			}
		case "shd":
			p.shaded = ptr(shade(e))
		case "numPr":
			return s.children(func(e xml.StartElement) error {
				switch e.Name.Local {
				case "numId":
					p.numID = attr(e, "val")
				case "ilvl":
					if n, err := strconv.Atoi(attr(e, "val")); err == nil && n >= 0 && n < 9 {
						p.level, p.hasLevel = n, true
					}
				}
				return nil
			}, nil)
		}
		return nil
	}, nil)
	return p, err
}
