package interview_test

import (
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/interview"
	"github.com/interviewai-pro/interviewai/server/interview/bank"
)

// TestEveryCategoryHasAName in every language: reports and plans in one language
// had English words.
func TestEveryCategoryHasAName(t *testing.T) {
	t.Parallel()
	all, err := bank.All()
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for i := range all {
		known[all[i].Category] = true
	}
	for category := range known {
		same := 0
		for _, lang := range bank.Languages() {
			name := interview.Category(lang, category)
			if name == category {
				same++
			}
			if domain := interview.Skill(lang, "qa", category, ""); domain == "qa: "+name {
				t.Errorf("%s: the domain of %q has no name", lang, domain)
			}
		}
		// Few words are the same in several languages.
		if same > 5 {
			t.Errorf("%q has its English name in %d languages", category, same)
		}
	}
	for lang, want := range map[string]string{"ru": "неудача", "zh": "失败", "de": "Misserfolg", "en": "failure", "xx": "failure"} {
		if got := interview.Category(lang, "failure"); got != want {
			t.Errorf("%s: %q", lang, got)
		}
	}
	if got := interview.Category("ru", "space-travel"); got != "space travel" {
		t.Errorf("a category that somebody made up is called %q", got)
	}
	if got := interview.Skill("de", "backend", "databases", ""); got != "Backend: Datenbanken" {
		t.Error(got)
	}
	if got := interview.Skill("fr", "", "", bank.CaseStudy); got != "Études de cas" {
		t.Error(got)
	}
}

// TestAReportCallsThingsAsProgressDoes: what the questions are about has one name, in
// every language.
func TestAReportCallsThingsAsProgressDoes(t *testing.T) {
	t.Parallel()
	r := open(t)
	for _, lang := range bank.Languages() {
		for _, kind := range []string{bank.Technical, interview.Mixed} {
			v := r.start(func(w *interview.Wish) { w.Language, w.Type, w.Domain = lang, kind, "qa" })
			got, err := r.Report(t.Context(), anna, v.ID, interview.Shown{})
			r.ok(err)
			skill := interview.Skill(lang, "qa", "testing", "")
			if got.Type != interview.Skill(lang, "", "", kind) || got.Type == kind || got.Domain == "qa" || !strings.HasPrefix(skill, got.Domain+": ") {
				t.Errorf("%s: %q about %q, and a skill is called %q", lang, got.Type, got.Domain, skill)
			}
		}
	}
}
