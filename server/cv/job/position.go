package job

import (
	"slices"
	"strings"
	"time"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/taxonomy"
)

// position is a position as years are counted.
type position struct {
	period cv.Period
	fields []string
	// skills by key, and words, that it names.
	skills, stems map[string]bool
}

func positionsOf(p *cv.Parsed) []position {
	var out []position
	for i := range p.Experience {
		x := &p.Experience[i]
		one := position{period: x.Period, fields: fieldsIn(tokens(x.Title.Text)), skills: map[string]bool{}, stems: map[string]bool{}}
		for _, v := range append([]cv.Value{x.Title, x.Description}, x.Achievements...) {
			for _, hit := range hitsIn(v.Text) {
				one.skills[taxonomy.Key(hit.Canonical)] = true
				for _, wider := range taxonomy.Implied(hit.Canonical) {
					one.skills[taxonomy.Key(wider)] = true
				}
			}
			for _, s := range stems(tokens(v.Text)) {
				one.stems[s] = true
			}
		}
		for _, name := range taxonomy.OfRole(x.Title.Text) {
			one.skills[taxonomy.Key(name)] = true
		}
		out = append(out, one)
	}
	return out
}

func (o *position) names(skills []string) bool {
	return slices.ContainsFunc(skills, func(name string) bool { return o.skills[taxonomy.Key(name)] })
}

// fits tells how far the years of a position count: in full where it is of what is
// asked for, loosely where it may be.
func (o *position) fits(r *Requirement, of *Posting) (full, loose bool) {
	wanted := r.Fields
	if len(wanted) == 0 {
		wanted = of.fields
	}
	near := kin(wanted, o.fields, nearTrades)
	switch {
	case len(r.AnyOf) > 0:
		full = o.names(r.AnyOf)
	case len(r.Fields) > 0:
		full = near == same
	case len(r.Words) > 0:
		full = near == same || slices.ContainsFunc(r.Words, func(s string) bool { return o.stems[s] })
	default:
		full = len(wanted) == 0 || near == same
	}
	if len(o.fields) == 0 { // of a title that says nothing the work does
		full = full || len(r.AnyOf) == 0 && o.names(of.skills)
		return full, true
	}
	return full, len(wanted) == 0 || near >= related
}

// years counts the months in positions of what is asked for; those that may be of
// it count half at most.
func (e *evidence) years(item *Item, posting *Posting, at time.Time) {
	var full, loose []cv.Period
	known := len(item.AnyOf) == 0 // or else it is a skill that the CV names
	for _, name := range item.AnyOf {
		known = known || e.skills[taxonomy.Key(name)].credit > 0
	}
	for _, o := range e.positions {
		of, near := o.fits(&item.Requirement, posting)
		near = near && known
		if of {
			full = append(full, o.period)
		}
		if of || near {
			loose = append(loose, o.period)
		}
	}
	need := item.Years * 12
	counted := full
	switch months := monthsOf(full, at); {
	case months >= need:
		item.Credit = creditProved
	case months*4 >= need*3: // three quarters of it
		item.Credit = creditPartial
	case monthsOf(loose, at) >= need:
		item.Credit, counted = creditPartial, loose
	default:
		return
	}
	for _, p := range counted {
		if !p.Start.IsZero() {
			item.Proof, item.Quote = e.of(p.Value)
			return
		}
	}
}

// monthsOf counts the months of some periods, those that overlap once.
func monthsOf(periods []cv.Period, at time.Time) int {
	worked := map[int]bool{}
	for _, p := range periods {
		from, to := p.Start, p.End
		if from.IsZero() {
			continue
		}
		last := to.Year*12 + max(to.Month, 1) - 1
		switch {
		case p.Current:
			last = at.Year()*12 + int(at.Month()) - 1
		case to.IsZero():
			continue
		case to.Month == 0 && to.Year == from.Year:
			last += 11
		}
		first := from.Year*12 + max(from.Month, 1) - 1
		for m := first; m <= last && m < first+maxMonths; m++ {
			worked[m] = true
		}
	}
	return len(worked)
}

// maxMonths bounds one position.
const maxMonths = 60 * 12

// titled are the skills that titles of positions stand for, with the place of the
// title: who was a product manager has managed a product.
func (e *evidence) titled() {
	for i := range e.parsed.Experience {
		title := e.parsed.Experience[i].Title
		if strings.TrimSpace(title.Text) == "" {
			continue
		}
		span, quote := e.of(title)
		credit := creditProved
		if e.old[span.Line] {
			credit = creditPartial
		}
		for _, name := range taxonomy.OfRole(title.Text) {
			e.take(name, found{credit, span, quote})
		}
	}
}
