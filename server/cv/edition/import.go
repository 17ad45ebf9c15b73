package edition

import (
	"context"
	"fmt"
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/docx"
	"github.com/interviewai-pro/interviewai/server/cv/jsonresume"
	"github.com/interviewai-pro/interviewai/server/cv/resume"
	"github.com/interviewai-pro/interviewai/server/cv/structure"
	"github.com/interviewai-pro/interviewai/server/fault"
)

// Imported is a CV made of a JSON Resume document.
type Imported struct {
	// Content is a DOCX file in our first template.
	Content []byte
	// Corrections are what the document states and our reader does not find in
	// that file as it was stated: a name that looks like none, for instance.
	Corrections []cv.Correction
}

var errEmpty = fault.BadField("resume", "required", "There is nothing in this document that a CV could be made of. Send a JSON Resume with basics, work or education.")

// Import makes a CV of a JSON Resume document. A document that says nothing is
// refused, as one that is none.
func Import(ctx context.Context, document []byte) (Imported, error) {
	r, err := jsonresume.Parse(document)
	if err != nil {
		return Imported{}, err //nolint:wrapcheck // says what is wrong where
	}
	if strings.TrimSpace(r.Text()) == "" {
		return Imported{}, errEmpty
	}
	out := Imported{}
	if out.Content, err = Draft(r); err != nil {
		return Imported{}, err
	}
	back, err := docx.Read(ctx, out.Content)
	if err != nil {
		return Imported{}, fmt.Errorf("read the imported cv back: %w", err)
	}
	read := structure.Parse(back)
	s := stated{read: &read}
	s.person(r.Person)
	s.experience(r.Experience)
	s.education(r.Education)
	s.list("languages", len(read.Languages), names(r.Languages, func(l resume.Spoken) string { return l.Name }))
	var skills []string
	for _, g := range r.Skills {
		skills = append(skills, names(g.Skills, func(k resume.Skill) string { return k.Name })...)
	}
	s.list("skills", len(read.Skills), skills)
	out.Corrections = s.out[:min(len(s.out), cv.MaxCorrections)]
	return out, nil
}

// stated compares what a document states with what was read.
type stated struct {
	read *cv.Parsed
	out  []cv.Correction
}

// value corrects one that was not read as it was stated.
func (s *stated) value(path, want string) {
	is, _ := s.read.At(path)
	if want == "" || plain(is) == plain(want) {
		return
	}
	s.out = append(s.out, cv.Correction{Path: path, Value: want})
}

// plain is a text without what an exported file may write otherwise.
func plain(text string) string {
	text = strings.TrimSuffix(strings.TrimPrefix(text, "https://"), "/")
	return strings.Join(strings.Fields(text), " ")
}

// clear takes away what was read where nothing is stated.
func (s *stated) clear(path string) { s.out = append(s.out, cv.Correction{Path: path}) }

func (s *stated) person(p resume.Person) {
	for _, one := range [][2]string{
		{"name", p.Name}, {"title", p.Headline}, {"email", p.Email}, {"phone", p.Phone}, {"location", p.Location}, {"linkedin", p.LinkedIn}, {"github", p.GitHub},
	} {
		path := "personalInfo." + one[0]
		if is, _ := s.read.At(path); one[1] == "" && is != "" {
			s.clear(path)
			continue
		}
		s.value(path, one[1])
	}
}

func (s *stated) experience(jobs []resume.Job) {
	for i, job := range jobs {
		at := fmt.Sprintf("experience[%d].", i)
		var was cv.Period
		if i < len(s.read.Experience) {
			was = s.read.Experience[i].Period
		}
		s.value(at+"title", job.Title)
		s.value(at+"company", job.Company)
		s.value(at+"location", job.Location)
		s.date(at+"startDate", was.Start, job.Period.Start)
		s.date(at+"endDate", was.End, job.Period.End)
		for n, text := range job.Achievements {
			s.value(fmt.Sprintf("%sachievements[%d]", at, n), text)
		}
	}
	for i := len(jobs); i < len(s.read.Experience); i++ {
		s.clear(fmt.Sprintf("experience[%d]", i))
	}
}

func (s *stated) education(schools []resume.School) {
	for i, school := range schools {
		at := fmt.Sprintf("education[%d].", i)
		var was cv.Period
		if i < len(s.read.Education) {
			was = s.read.Education[i].Period
		}
		s.value(at+"degree", school.Degree)
		s.value(at+"institution", school.Institution)
		s.value(at+"location", school.Location)
		s.value(at+"gpa", school.GPA)
		s.date(at+"startDate", was.Start, school.Period.Start)
		s.date(at+"graduationDate", was.End, school.Period.End)
	}
	for i := len(schools); i < len(s.read.Education); i++ {
		s.clear(fmt.Sprintf("education[%d]", i))
	}
}

// date corrects one; what is not stated is left as it was read.
func (s *stated) date(path string, is, want cv.Date) {
	if want.IsZero() || is == want {
		return
	}
	value := fmt.Sprintf("%04d", want.Year)
	if want.Month > 0 {
		value += fmt.Sprintf("-%02d", want.Month)
	}
	s.out = append(s.out, cv.Correction{Path: path, Value: value})
}

// list corrects the entries of a list of names.
func (s *stated) list(path string, were int, want []string) {
	for i, text := range want {
		s.value(fmt.Sprintf("%s[%d]", path, i), text)
	}
	for i := len(want); i < were; i++ {
		s.clear(fmt.Sprintf("%s[%d]", path, i))
	}
}

func names[T any](all []T, name func(T) string) []string {
	var out []string
	for _, one := range all {
		if text := name(one); text != "" {
			out = append(out, text)
		}
	}
	return out
}
