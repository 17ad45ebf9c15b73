package docx

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// style is one of styles.xml.
type style struct {
	basedOn string
	heading int
	para    paraProps
	look    look
	filled  bool // a table's style that fills cells
}

// styles are by their id, with what all letters look like.
type styles struct {
	byID     map[string]style
	defaults look
	standard string // the paragraphs' that name none
}

func (s *scanner) styles() (*styles, error) {
	out := &styles{byID: map[string]style{}}
	err := s.children(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "docDefaults":
			return s.deep(func(e xml.StartElement) (err error) {
				if e.Name.Local == "rPr" {
					out.defaults, _, err = s.runProps()
				}
				return err
			})
		case "style":
			id := attr(e, "styleId")
			if attr(e, "type") == "paragraph" && attr(e, "default") == "1" {
				out.standard = id
			}
			st, err := s.style()
			out.byID[id] = st
			return err
		}
		return nil
	}, nil)
	return out, err
}

// deep visits everything inside, at any depth.
func (s *scanner) deep(visit func(xml.StartElement) error) error {
	return s.children(func(e xml.StartElement) error {
		depth := s.depth
		if err := visit(e); err != nil || s.depth < depth {
			return err
		}
		return s.deep(visit)
	}, nil)
}

func (s *scanner) style() (st style, err error) {
	err = s.children(func(e xml.StartElement) error {
		var err error
		switch e.Name.Local {
		case "name":
			st.heading = headingName(attr(e, "val"))
		case "basedOn":
			st.basedOn = attr(e, "val")
		case "pPr":
			st.para, err = s.paraProps()
		case "rPr":
			st.look, _, err = s.runProps()
		case "tblStylePr", "tcPr", "tblPr":
			return s.deep(func(e xml.StartElement) error {
				st.filled = st.filled || e.Name.Local == "shd" && shade(e)
				return nil
			})
		}
		return err
	}, nil)
	if st.heading == 0 {
		st.heading = min(st.para.outline, 6)
	}
	return st, err
}

// headingName is the level of a style called "heading 1": that is its name in
// the file in every language; ids and names on the screen are translated.
func headingName(name string) int {
	level, ok := strings.CutPrefix(strings.ToLower(name), "heading ")
	if !ok {
		return 0
	}
	n, err := strconv.Atoi(level)
	if err != nil || n < 1 || n > 9 {
		return 0
	}
	return min(n, 6)
}

// resolve follows a style to what it is based on; the nearer counts. Styles that
// are based on themselves end at the tenth.
func (s *styles) resolve(id string) style {
	out := style{}
	for range 10 {
		st, ok := s.byID[id]
		if !ok {
			break
		}
		out.look = out.look.over(st.look)
		if out.heading == 0 {
			out.heading = st.heading
		}
		if out.para.numID == "" {
			out.para.numID = st.para.numID
		}
		if !out.para.hasLevel {
			out.para.level, out.para.hasLevel = st.para.level, st.para.hasLevel
		}
		if out.para.shaded == nil {
			out.para.shaded = st.para.shaded
		}
		out.filled = out.filled || st.filled
		id = st.basedOn
	}
	return out
}
