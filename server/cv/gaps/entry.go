package gaps

import (
	"regexp"
	"slices"
	"strconv"

	"github.com/interviewai-pro/interviewai/server/cv"
)

// near is how many lines the parts of one new entry may stand apart.
const near = 8

// maxNew bounds new entries of a list.
const maxNew = 40

var newForm = regexp.MustCompile(`^(experience|education|languages)\[(\d{1,3})\](?:\.([a-z]+))?$`)

// group is what was found of one new entry.
type group struct {
	index int
	parts map[string]find
}

// groups are the new entries of a list, in the order of their numbers. The
// first find of a part counts.
func groups(finds []find, list string, next int) []group {
	var all []group
	for _, one := range finds {
		m := newForm.FindStringSubmatch(one.Field)
		if m == nil || m[1] != list {
			continue
		}
		index, err := strconv.Atoi(m[2])
		if err != nil || index < next || index >= next+maxNew {
			continue
		}
		i := slices.IndexFunc(all, func(g group) bool { return g.index == index })
		if i < 0 {
			all = append(all, group{index: index, parts: map[string]find{}})
			i = len(all) - 1
		}
		if _, ok := all[i].parts[m[3]]; !ok {
			all[i].parts[m[3]] = one
		}
	}
	slices.SortFunc(all, func(a, b group) int { return a.index - b.index })
	return all
}

// entry takes a new entry's parts, those that stand near the first of them, and
// reports how many. What it cannot use is given back.
func (f *filler) entry(g group, parts []part, to *cv.Parsed) int {
	first, last := 0, len(f.doc.Lines)
	n := 0
	for _, t := range parts {
		one, ok := g.parts[t.name]
		if !ok {
			continue
		}
		var got cv.Value
		if t.period != nil {
			var p cv.Period
			if p, ok = f.takePeriod(one, t.kind, first, last); ok {
				*t.period(to), got = p, p.Value
			}
		} else if got, ok = f.take(one, t.kind, first, last); ok {
			*t.value(to) = got
		}
		if !ok {
			continue
		}
		if n++; n == 1 {
			first, last = max(got.Spans[0].Line-near, 0), got.Spans[0].Line+near
		}
	}
	return n
}

// undo gives back what was taken since.
func (f *filler) undo(taken, filled int) {
	f.taken, f.filled = f.taken[:taken], filled
}

// newJobs adds positions that the rules missed. Two values make one, of which
// the title or the period is one: any words could be a company.
func (f *filler) newJobs(finds []find) {
	if !f.jobs {
		return
	}
	var all []cv.Experience
	for _, g := range groups(finds, "experience", f.nextJob) {
		taken, filled := len(f.taken), f.filled
		one := cv.Parsed{Experience: make([]cv.Experience, 1)}
		n := f.entry(g, jobParts(0), &one)
		e := one.Experience[0]
		if n < 2 || e.Title.Empty() && e.Period.Empty() || e.Title.Empty() && e.Company.Empty() {
			f.undo(taken, filled)
			continue
		}
		all = append(all, e)
	}
	slices.SortStableFunc(all, func(a, b cv.Experience) int { return lineOf(a.Title, a.Company) - lineOf(b.Title, b.Company) })
	f.out.Experience = append(f.out.Experience, all...)
}

// newSchools adds education that the rules missed, two values each.
func (f *filler) newSchools(finds []find) {
	if !f.schools {
		return
	}
	var all []cv.Education
	for _, g := range groups(finds, "education", f.nextSchool) {
		taken, filled := len(f.taken), f.filled
		one := cv.Parsed{Education: make([]cv.Education, 1)}
		n := f.entry(g, schoolParts(0), &one)
		e := one.Education[0]
		if n < 2 || e.Degree.Empty() && e.Institution.Empty() {
			f.undo(taken, filled)
			continue
		}
		all = append(all, e)
	}
	slices.SortStableFunc(all, func(a, b cv.Education) int {
		return lineOf(a.Degree, a.Institution) - lineOf(b.Degree, b.Institution)
	})
	f.out.Education = append(f.out.Education, all...)
}

func lineOf(values ...cv.Value) int {
	for _, v := range values {
		if len(v.Spans) > 0 {
			return v.Spans[0].Line
		}
	}
	return 0
}

// newLanguages adds languages, each with the level that stands in its line or
// the next.
func (f *filler) newLanguages(finds []find) {
	if !f.languages {
		return
	}
	for _, g := range groups(finds, "languages", f.nextLanguage) {
		of, ok := f.take(g.parts[""], language, 0, len(f.doc.Lines))
		if !ok {
			continue
		}
		one := spoken(of, cv.Value{})
		if slices.ContainsFunc(f.out.Languages, func(s cv.Spoken) bool { return s.Code == one.Code }) {
			f.undo(len(f.taken)-1, f.filled-1)
			continue
		}
		line := of.Spans[0].Line
		if grade, ok := f.locate(g.parts["level"], level, line, line+1); ok {
			if graded := spoken(of, grade); graded.CEFR != "" {
				f.keep(grade, level)
				one = graded
			}
		}
		f.out.Languages = append(f.out.Languages, one)
	}
}
