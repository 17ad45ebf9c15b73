package docx

import (
	"encoding/xml"
	"strconv"
)

// numbering tells which lists have marks: by a list's id, by level.
type numbering struct {
	abstract map[string]map[int]string // format by level
	nums     map[string]string
}

func (s *scanner) numbering() (*numbering, error) {
	out := &numbering{abstract: map[string]map[int]string{}, nums: map[string]string{}}
	err := s.children(func(e xml.StartElement) error {
		switch e.Name.Local {
		case "abstractNum":
			formats := map[int]string{}
			out.abstract[attr(e, "abstractNumId")] = formats
			return s.children(func(e xml.StartElement) error {
				if e.Name.Local != "lvl" {
					return nil
				}
				level, err := strconv.Atoi(attr(e, "ilvl"))
				if err != nil {
					return nil //nolint:nilerr // a level without a number is none
				}
				return s.children(func(e xml.StartElement) error {
					if e.Name.Local == "numFmt" {
						formats[level] = attr(e, "val")
					}
					return nil
				}, nil)
			}, nil)
		case "num":
			id := attr(e, "numId")
			return s.children(func(e xml.StartElement) error {
				if e.Name.Local == "abstractNumId" {
					out.nums[id] = attr(e, "val")
				}
				return nil
			}, nil)
		}
		return nil
	}, nil)
	return out, err
}

// marked reports whether a list's level begins with a mark or a number.
func (n *numbering) marked(id string, level int) bool {
	if id == "" || id == "0" {
		return false
	}
	format, ok := n.abstract[n.nums[id]][level]
	return !ok || format != "none"
}
