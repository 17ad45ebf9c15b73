package cv_test

import (
	"reflect"
	"testing"

	"github.com/interviewai-pro/interviewai/server/cv"
)

func TestWithAndAt(t *testing.T) {
	v := func(text string) cv.Value { return cv.Value{Text: text} }
	p := cv.Parsed{
		Personal: cv.Personal{Title: v("Engineer")}, Summary: v("Ten years"),
		Experience:     []cv.Experience{{Title: v("Engineer"), Achievements: []cv.Value{v("Built"), v("Ran")}, Period: cv.Period{Value: v("2020")}}},
		Education:      []cv.Education{{Degree: v("BSc")}},
		Skills:         []cv.Skill{{Value: v("Go")}},
		Languages:      []cv.Spoken{{Value: v("English"), Level: v("B2")}},
		Certifications: []cv.Value{v("CKA")}, Links: []cv.Value{v("example.org")},
	}
	for _, path := range []string{
		"personalInfo.title", "summary", "experience[0].title", "experience[0].achievements[1]", "experience[0].period", "education[0].degree",
		"skills[0]", "languages[0]", "languages[0].level", "certifications[0]", "links[0]",
	} {
		was, ok := p.At(path)
		if !ok || was == "" {
			t.Errorf("nothing at %s", path)
		}
		changed, err := p.With(path, "other")
		if err != nil {
			t.Fatal(err)
		}
		if now, _ := changed.At(path); now != "other" {
			t.Errorf("%s is %q", path, now)
		}
		if still, _ := p.At(path); still != was {
			t.Errorf("%s of the original is %q", path, still)
		}
		back, err := changed.With(path, was)
		if again, _ := back.At(path); err != nil || again != was {
			t.Errorf("%s is %q after all: %v", path, again, err)
		}
	}
	for _, path := range []string{
		"", "x", "summary[0]", "experience[1].title", "experience[0].achievements[2]", "experience[0].title[0]", "experience[0].startDate", "skills[1]",
		"personalInfo.age", "education[0].degree[1]", "languages[0].code", "experience[0].nothing",
	} {
		if text, ok := p.At(path); ok {
			t.Errorf("%q at %q", text, path)
		}
	}
	if _, err := p.With("nothing", "x"); err == nil {
		t.Error("a path that is none was written")
	}
	if same, err := p.With("summary", "Ten years"); err != nil || !reflect.DeepEqual(same.Experience, p.Experience) {
		t.Error("another value changed")
	}
}
