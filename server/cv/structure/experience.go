package structure

import (
	"github.com/interviewai-pro/interviewai/server/cv"
)

// experience reads the jobs.
func (r *reader) experience() {
	if len(r.of(cv.SectionExperience)) == 0 {
		r.untitled()
	}
	sections := r.of(cv.SectionExperience)
	s := jobs()
	for _, rows := range sections {
		all := s.entries(rows)
		s.edges(all)
		s.towns(all)
		s.townsBelow(all)
		titleFirst := s.order(all)
		s.telling = s.tells(all)
		var read []cv.Experience
		for i := range all {
			e := &all[i]
			job := cv.Experience{Period: e.period.value(e.anchor)}
			job.Title, job.Company = s.names(e, titleFirst)
			if job.Company.Empty() && e.own.l != nil {
				job.Company = e.own.value()
			}
			if e.period.single {
				job.Period = lone(job.Period)
			}
			if e.place.l != nil {
				job.Location = e.place.value()
			}
			job.Description, job.Achievements = body(e.body)
			read = append(read, job)
		}
		for _, job := range r.shareCompanies(read) {
			if len(r.out.Experience) < maxEntries {
				r.out.Experience = append(r.out.Experience, job)
			}
		}
	}
}

// lone is a job with one date: it began and ended then.
func lone(p cv.Period) cv.Period {
	if p.End.IsZero() && !p.Current {
		p.End = p.Start
	}
	return p
}

// shareCompanies gives a company that stands once above several jobs to all of
// them. An entry that names only a company, and whose time holds the next ones,
// is such a line and no job.
func (r *reader) shareCompanies(all []cv.Experience) []cv.Experience {
	var out []cv.Experience
	var company, place cv.Value
	for i, job := range all {
		if i+1 < len(all) && job.Title.Empty() && !job.Company.Empty() && job.Description.Empty() && len(job.Achievements) == 0 &&
			all[i+1].Company.Empty() && within(all[i+1].Period, job.Period) {
			company, place = job.Company, job.Location
			continue
		}
		switch {
		case !job.Company.Empty():
			company, place = job.Company, job.Location
			if below(job.Location, job.Period.Value) {
				place = cv.Value{} // the place is the job's, not the company's
			}
		case !job.Title.Empty() && !r.says(job.Title, kindPause, "-") && !r.says(job.Title, kindEmployment, ownAccount):
			job.Company = company
			if job.Location.Empty() {
				job.Location = place
			}
		}
		out = append(out, job)
	}
	return out
}

// below reports whether a value stands in a line below another's.
func below(v, other cv.Value) bool {
	return len(v.Spans) > 0 && len(other.Spans) > 0 && v.Spans[0].Line > other.Spans[0].Line
}

// says reports whether a phrase of a kind and a meaning stands in a value.
func (r *reader) says(v cv.Value, k kind, value string) bool {
	for _, l := range r.lines {
		if len(v.Spans) > 0 && l.at == v.Spans[0].Line {
			h, ok := l.has(k, v.Spans[0].Start, v.Spans[0].End)
			return ok && h.value == value
		}
	}
	return false
}

// within reports whether a time lies inside another.
func within(inner, outer cv.Period) bool {
	if before(inner.Start, outer.Start) {
		return false
	}
	return outer.Current || !inner.Current && !before(outer.End, inner.End)
}

// body tells list items from other text.
func body(rows []row) (text cv.Value, items []cv.Value) {
	lines := 0
	asItems := false
	for _, w := range rows {
		if w.l.section != "" {
			break
		}
		l := w.l
		start := max(w.start, l.consumed)
		if h, ok := l.hit(kindSub, 0); ok && !l.Bullet && l.hasSub() && h.value != "stack" {
			asItems = h.value == "achievements"
			start = len(l.text)
			if h.last+1 < len(l.tokens) {
				start = l.tokens[h.last+1].start
			}
		}
		if l.hasSub() && start < len(l.text) {
			asItems = false // "Technologies: Go, Kafka" ends them
		}
		v := l.value(start, w.end)
		switch {
		case v.Empty():
		case l.Bullet:
			if len(items) < maxAchievements {
				items = append(items, v)
			}
		case l.item && len(items) > 0:
			items[len(items)-1] = extend(items[len(items)-1], v)
		case asItems:
			if len(items) < maxAchievements {
				items = append(items, v)
			}
		case lines < maxText:
			text = extend(text, v)
			lines++
		}
	}
	return text, items
}

// extend appends to a value that nothing else shares.
func extend(a, b cv.Value) cv.Value {
	if len(a.Spans) >= maxText {
		return a
	}
	return join(a, b)
}
