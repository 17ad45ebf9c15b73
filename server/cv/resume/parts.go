package resume

import (
	"slices"

	"github.com/interviewai-pro/interviewai/server/cv"
)

// Parts are the sections that have something in them, each once: in r.Order, then
// those that it does not name in the usual order.
func (r Resume) Parts() []Part {
	all := make([]Part, 0, len(listed)+len(r.Sections))
	add := func(p Part) {
		if slices.Contains(listed, p.Kind) {
			p.Section = 0
		} else if p.Section < 0 || p.Section >= len(r.Sections) || r.Sections[p.Section].Kind != p.Kind {
			return
		}
		if !slices.Contains(all, p) && r.has(p) {
			all = append(all, p)
		}
	}
	for _, p := range r.Order {
		add(p)
	}
	for _, kind := range listed {
		add(Part{Kind: kind})
	}
	for i, s := range r.Sections {
		if !slices.Contains(listed, s.Kind) {
			add(Part{Kind: s.Kind, Section: i})
		}
	}
	return all
}

// has reports whether there is something to write.
func (r Resume) has(p Part) bool {
	if !slices.Contains(listed, p.Kind) {
		return len(r.Sections[p.Section].Lines) > 0
	}
	if len(r.Further(p.Kind)) > 0 {
		return true
	}
	switch p.Kind {
	case cv.SectionSummary:
		return r.Summary != ""
	case cv.SectionExperience:
		return len(r.Experience) > 0
	case cv.SectionEducation:
		return len(r.Education) > 0
	case cv.SectionSkills:
		return len(r.Skills) > 0
	case cv.SectionLanguages:
		return len(r.Languages) > 0
	default:
		return len(r.Certifications) > 0
	}
}

// Further are the lines that stand in the sections of a kind beside its values.
func (r Resume) Further(kind string) []Line {
	var out []Line
	for _, s := range r.Sections {
		if s.Kind == kind {
			out = append(out, s.Lines...)
		}
	}
	return out
}

// Title is a part's: the usual one in the CV's language, or for a section of its
// own the one it has.
func (r Resume) Title(p Part) string {
	if !slices.Contains(listed, p.Kind) && p.Section >= 0 && p.Section < len(r.Sections) {
		if title := r.Sections[p.Section].Title; title != "" {
			return title
		}
	}
	return titles(r.Language)[p.Kind]
}
