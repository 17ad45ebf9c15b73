package cv

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/fault"
)

// MaxCorrections bounds those of one version.
const MaxCorrections = 300

var (
	errNotRead            = fault.New(fault.Conflict, "cv_not_read", "This CV is not read yet. Wait until it is.")
	errTooManyCorrections = fault.Newf(fault.Limited, "cv_correction_limit", "You have corrected %d values of this CV, which is the most. Upload a new version of the file instead.", MaxCorrections)
	errNoPath             = fault.BadField("path", "path", "There is no such value in a CV. Use a path from its sources, such as experience[0].title.")
)

// Correct sets one value of what was read, or takes a correction back where no
// value is given.
func (s *Service) Correct(ctx context.Context, owner account.UserID, id, path string, value *string) (View, error) {
	before, err := s.Get(ctx, owner, id)
	if err != nil {
		return View{}, err
	}
	if before.Reading == nil {
		return View{}, errNotRead
	}
	if value != nil {
		text := cleanText(*value)
		value = &text
		tried := before.Reading.Parsed.clone()
		if err := tried.set(path, text); err != nil {
			return View{}, err
		}
	}
	c, err := s.update(ctx, string(owner), id, func(c *CV) error {
		if c.Version != before.Version {
			return errNotRead
		}
		i := slices.IndexFunc(c.Corrections, func(one Correction) bool { return one.Path == path })
		switch {
		case value == nil && i < 0:
			return errNoPath
		case value == nil:
			c.Corrections = slices.Delete(c.Corrections, i, i+1)
		case i >= 0:
			c.Corrections[i].Value = *value
		case len(c.Corrections) >= MaxCorrections:
			return errTooManyCorrections
		default:
			c.Corrections = append(c.Corrections, Correction{Path: path, Value: *value})
		}
		c.CorrectedAt = s.Now()
		return nil
	})
	if err != nil {
		return View{}, err
	}
	return s.view(ctx, c)
}

// KeepJob replaces the job that a CV is meant for.
func (s *Service) KeepJob(ctx context.Context, owner account.UserID, id, description string) (View, error) {
	c, err := s.update(ctx, string(owner), id, func(c *CV) error {
		c.JobDescription = cleanText(description)
		return nil
	})
	if err != nil {
		return View{}, err
	}
	return s.view(ctx, c)
}

// corrected are corrections made before the file was kept: the last one of each
// value counts. One that no CV could take is refused, with its place in the list;
// whether a list has the entry, only the reading tells.
func corrected(all []Correction) ([]Correction, error) {
	if len(all) > MaxCorrections {
		return nil, errTooManyCorrections
	}
	var out []Correction
	for i, one := range all {
		one.Value = cleanText(one.Value)
		p := Parsed{Experience: make([]Experience, 1), Education: make([]Education, 1), Skills: make([]Skill, 1), Languages: make([]Spoken, 1)}
		if err := p.set(anyIndex.ReplaceAllString(one.Path, "[0]"), one.Value); err != nil {
			return nil, inList(err, i)
		}
		if i := slices.IndexFunc(out, func(o Correction) bool { return o.Path == one.Path }); i >= 0 {
			out = slices.Delete(out, i, i+1)
		}
		out = append(out, one)
	}
	return out, nil
}

// anyIndex is a list's index in a path.
var anyIndex = regexp.MustCompile(`\[\d{1,4}\]`)

// inList puts a correction's place in a list before the field that is wrong.
func inList(err error, i int) error {
	f := fault.From(err)
	if f == nil {
		return err
	}
	out := *f
	out.Fields = slices.Clone(f.Fields)
	for n := range out.Fields {
		out.Fields[n].Path = fmt.Sprintf("corrections[%d].%s", i, out.Fields[n].Path)
	}
	return &out
}

// judge reads a file to see that the lists that are corrected have the entries. A
// file that is taken is read a second time, as all are, when its turn comes: what
// is read here is not kept.
func (s *Service) judge(ctx context.Context, u Upload) error {
	if !slices.ContainsFunc(u.Corrections, func(c Correction) bool { return anyIndex.MatchString(c.Path) }) {
		return nil
	}
	r, err := s.readFile(ctx, u.Content, func(Stage) error { return nil })
	if err != nil {
		return err
	}
	p := r.Parsed.clone()
	for i, one := range u.Corrections {
		if err := p.set(one.Path, one.Value); err != nil {
			return inList(err, i)
		}
	}
	return nil
}

// cleanText takes control characters off what somebody wrote.
func cleanText(text string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, text))
}

// correct applies corrections to what was read. One that has no place any more
// is left out.
func (p *Parsed) correct(all []Correction) {
	*p = p.clone()
	for _, one := range all {
		_ = p.set(one.Path, one.Value) // judged when it was made
	}
}

// clone copies what set may change.
func (p *Parsed) clone() Parsed {
	out := *p
	out.Experience = slices.Clone(p.Experience)
	for i := range out.Experience {
		out.Experience[i].Achievements = slices.Clone(out.Experience[i].Achievements)
	}
	out.Education = slices.Clone(p.Education)
	out.Skills = slices.Clone(p.Skills)
	out.Languages = slices.Clone(p.Languages)
	out.Certifications = slices.Clone(p.Certifications)
	out.Links = slices.Clone(p.Links)
	return out
}
