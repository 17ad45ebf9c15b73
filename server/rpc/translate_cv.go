package rpc

import (
	"fmt"
	"strconv"
	"strings"

	"google.golang.org/protobuf/types/known/timestamppb"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/server/cv"
)

// shown is a CV as its owner sees it.
func (c *CV) shown(view *cv.View) *v1.Cv {
	out := &v1.Cv{
		Id: view.ID, FileName: view.FileName, FileSize: int32(view.FileSize), MimeType: view.MimeType, StorageUrl: c.publicURL + cv.FilePath(view.ID),
		Version: int32(view.Version), UploadedAt: timestamppb.New(view.UploadedAt), AnalysisStatus: string(view.Status),
		Failure: failureOf(view.Failure), Scanned: view.Scanned, JobDescription: view.JobDescription,
	}
	if r := view.Reading; r != nil {
		out.ParsedText, out.Pages, out.ParsedData, out.Sources = r.Text(), int32(r.Document.Pages), parsedOf(&r.Parsed), sourcesOf(r.Sources)
		out.Recognized, out.Confidence, out.Comments = r.Document.Recognised, r.Document.Confidence(), commentsOf(r.Comments)
		out.Analysis = c.analysisOf(view.ID, view.Version, c.reviews.Of(view))
	}
	return out
}

func failureOf(f *cv.Failure) *v1.CvFailure {
	if f == nil {
		return nil
	}
	return &v1.CvFailure{Reason: f.Reason, Message: f.Message}
}

func versionOf(f cv.File, current bool) *v1.CvVersion {
	return &v1.CvVersion{
		Version: int32(f.Version), FileName: f.FileName, FileSize: int32(f.FileSize), MimeType: f.MimeType, UploadedAt: timestamppb.New(f.UploadedAt),
		RestoredFrom: int32(f.RestoredFrom), Current: current,
	}
}

func sourcesOf(all []cv.FieldSource) []*v1.CvSource {
	out := make([]*v1.CvSource, len(all))
	for i, one := range all {
		out[i] = &v1.CvSource{Path: one.Path, From: string(one.From), Spans: spansOf(one.Spans)}
	}
	return out
}

// parsedOf is what a CV says in the specification's shape. What its owner has
// cleared is left out.
func parsedOf(p *cv.Parsed) *v1.ParsedCvData {
	out := &v1.ParsedCvData{
		PersonalInfo: &v1.CvPersonalInfo{
			Name: p.Personal.Name.Text, Email: p.Personal.Email.Text, Phone: p.Personal.Phone.Text, Location: p.Personal.Location.Text,
			Linkedin: p.Personal.LinkedIn.Text, Github: p.Personal.GitHub.Text, Title: p.Personal.Title.Text,
		},
		Summary: p.Summary.Text, Certifications: textsOf(p.Certifications), Links: textsOf(p.Links), Language: p.Language,
	}
	for i, e := range p.Experience {
		if one := experienceOf(e); one != nil {
			one.Path = fmt.Sprintf("experience[%d]", i)
			out.Experience = append(out.Experience, one)
		}
	}
	for i, e := range p.Education {
		if one := educationOf(e); one != nil {
			one.Path = fmt.Sprintf("education[%d]", i)
			out.Education = append(out.Education, one)
		}
	}
	for i, s := range p.Skills {
		if !s.Empty() {
			out.Skills = append(out.Skills, s.Text)
			out.SkillDetails = append(out.SkillDetails, &v1.CvSkill{Name: s.Text, Canonical: s.Canonical, Path: fmt.Sprintf("skills[%d]", i)})
		}
	}
	for i, l := range p.Languages {
		if !l.Empty() {
			out.Languages = append(out.Languages, l.Text)
			out.LanguageDetails = append(out.LanguageDetails, &v1.CvLanguage{
				Name: l.Text, Code: l.Code, Level: l.Level.Text, Cefr: l.CEFR, Path: fmt.Sprintf("languages[%d]", i),
			})
		}
	}
	for _, s := range p.Sections {
		out.Sections = append(out.Sections, &v1.CvSection{Kind: s.Kind, Title: s.Title.Text, FirstLine: int32(s.First), EndLine: int32(s.Last)})
	}
	return out
}

func textsOf(all []cv.Value) []string {
	var out []string
	for _, one := range all {
		if !one.Empty() {
			out = append(out, one.Text)
		}
	}
	return out
}

// experienceOf is nil for one that was cleared.
func experienceOf(e cv.Experience) *v1.CvExperience {
	out := &v1.CvExperience{
		Title: e.Title.Text, Company: e.Company.Text, Location: e.Location.Text, StartDate: dateOf(e.Period.Start), EndDate: dateOf(e.Period.End),
		Current: e.Period.Current, Description: e.Description.Text, Achievements: textsOf(e.Achievements), Period: e.Period.Text,
	}
	if out.Title+out.Company+out.Location+out.Description+out.Period == "" && len(out.Achievements) == 0 && out.StartDate == nil && out.EndDate == nil {
		return nil
	}
	return out
}

// educationOf is nil for one that was cleared.
func educationOf(e cv.Education) *v1.CvEducation {
	out := &v1.CvEducation{
		Degree: e.Degree.Text, Institution: e.Institution.Text, Location: e.Location.Text, GraduationDate: dateOf(e.Period.End),
		StartDate: dateOf(e.Period.Start), GpaText: e.GPA.Text, Gpa: numberOf(e.GPA.Text), Period: e.Period.Text,
	}
	if out.Degree+out.Institution+out.Location+out.Period+out.GpaText == "" && out.StartDate == nil && out.GraduationDate == nil {
		return nil
	}
	return out
}

func dateOf(d cv.Date) *timestamppb.Timestamp {
	if d.IsZero() {
		return nil
	}
	return timestamppb.New(d.Time())
}

// numberOf reads the number that a grade average begins with: "3,8 / 4,0".
func numberOf(text string) *float64 {
	text = strings.ReplaceAll(strings.TrimSpace(text), ",", ".")
	end := strings.IndexFunc(text, func(r rune) bool { return (r < '0' || r > '9') && r != '.' })
	if end < 0 {
		end = len(text)
	}
	number, err := strconv.ParseFloat(text[:end], 64)
	if err != nil {
		return nil
	}
	return &number
}
