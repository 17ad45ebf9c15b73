package tailor_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/job"
	"github.com/interviewai-pro/interviewai/server/cv/tailor"
)

func TestLight(t *testing.T) {
	got := tailor.Propose(input(t, tailor.Light))
	if got.Label != tailor.Rules {
		t.Errorf("label %q", got.Label)
	}
	change(t, got.Changes, tailor.Grammar, "Improved the release process")
	change(t, got.Changes, tailor.Format, "Migrated the CRM")
	change(t, got.Changes, tailor.Format, "Terraform in production")
	for _, c := range got.Changes {
		if c.Kind != tailor.Grammar && c.Kind != tailor.Format {
			t.Errorf("%s in a light version", list([]tailor.Change{c}))
		}
		if strings.Contains(c.After, "Bac") {
			t.Error("an unsure correction was proposed")
		}
	}
}

func TestModerate(t *testing.T) {
	got := tailor.Propose(input(t, tailor.Moderate)).Changes
	if c := change(t, got, tailor.Verb, "Maintained 40 servers"); c.Section != "experience" || c.Type != tailor.Modification {
		t.Errorf("%+v", c)
	}
	change(t, got, tailor.Format, "Reduced costs by 20%")
	change(t, got, tailor.Format, "Developed billing")
	if c := change(t, got, tailor.Keyword, "Backend Engineer"); c.Path != "personalInfo.title" {
		t.Errorf("headline at %s", c.Path)
	}
	if c := change(t, got, tailor.Keyword, "PostgreSQL"); c.Type != tailor.Addition || c.Before != "" || c.Section != "skills" {
		t.Errorf("%+v", c)
	}
	change(t, got, tailor.Keyword, "Kafka")
	change(t, got, tailor.Keyword, "Kubernetes (k8s)")
	if c := change(t, got, tailor.Format, "Backend Engineer, Acme"); c.Path != "experience" || !slices.Equal(c.Order, []int{1, 0}) {
		t.Errorf("order %+v", c)
	}
	for _, c := range got {
		if strings.Contains(c.After, "Rust") || c.Type == tailor.Addition && strings.Contains(c.After, "Terraform") {
			t.Errorf("a skill that is not proved: %s", list([]tailor.Change{c}))
		}
		if c.Asks != "" && c.Kind != tailor.Verb || c.Path == "summary" && c.Kind == tailor.Keyword {
			t.Errorf("too much for a moderate version: %s", list([]tailor.Change{c}))
		}
	}
	in := input(t, tailor.Moderate)
	in.TargetRole = "Chief Technology Officer"
	for _, c := range tailor.Propose(in).Changes {
		if strings.Contains(c.After, "Chief") {
			t.Errorf("a title that nobody held: %s", c.After)
		}
	}
}

func TestAggressive(t *testing.T) {
	in := input(t, tailor.Aggressive)
	got := tailor.Propose(in).Changes
	asked := change(t, got, tailor.Quantification, "Helped the support team")
	if asked.After != "" || asked.Asks == "" {
		t.Errorf("%+v", asked)
	}
	in.Parsed.Summary = cv.Value{}
	all := tailor.Propose(in).Changes
	i := slices.IndexFunc(all, func(c tailor.Change) bool { return c.Path == "summary" })
	if i < 0 {
		t.Fatal("no summary is asked for")
	}
	if c := all[i]; c.Type != tailor.Addition || c.After != "" || c.Asks == "" || c.Draft != "Backend Engineer, Acme GmbH. Successfully reduced costs by 20% and latency by 30%. Java, Docker, k8s." {
		t.Errorf("summary %+v", c)
	}
	// No draft stands in a CV by itself.
	if p := tailor.Apply(in.Parsed, accepted(all...)); !p.Summary.Empty() {
		t.Errorf("the draft is taken for a summary: %q", p.Summary.Text)
	}
}

func TestLongItemsAreSplit(t *testing.T) {
	long := "Reduced the costs of the company's cloud platform by moving all of its services to smaller machines in two regions, and developed a dashboard for the finance department that shows each team what it spends"
	in := tailor.Input{Document: &document.Document{}, Level: tailor.Aggressive, Parsed: cv.Parsed{
		Language: "en", Experience: []cv.Experience{{Title: cv.Value{Text: "Engineer"}, Achievements: []cv.Value{{Text: long}, {Text: "Built a mail service"}}}},
	}}
	c := change(t, tailor.Propose(in).Changes, tailor.Format, "\nDeveloped a dashboard")
	p := tailor.Apply(in.Parsed, accepted(c))
	if n := len(p.Experience[0].Achievements); n != 3 || p.Experience[0].Achievements[2].Text != "Built a mail service" {
		t.Errorf("%d items: %+v", n, p.Experience[0].Achievements)
	}
}

// TestNamesOfTheJob has skills called as the job calls them.
func TestNamesOfTheJob(t *testing.T) {
	skill := func(text string) cv.Skill { return cv.Skill{Value: cv.Value{Text: text}} }
	const wanted = "Requirements:\n- Excel and Postgres\n- Kubernetes, GCP"
	in := tailor.Input{Level: tailor.Moderate, JobDescription: wanted, Posting: job.Parse(wanted), Parsed: cv.Parsed{
		Language: "en", Summary: cv.Value{Text: "I build reports in Excel"}, Skills: []cv.Skill{skill("excel"), skill("PostgreSQL"), skill("k8s"), skill("Google Cloud")},
	}}
	var got []string
	for _, c := range tailor.Propose(in).Changes {
		got = append(got, c.After)
	}
	if want := []string{"Kubernetes (k8s)", "GCP (Google Cloud)"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

// TestDeterministic has the same input give the same changes, a hundred times.
func TestDeterministic(t *testing.T) {
	want := tailor.Propose(input(t, tailor.Aggressive))
	seen := map[string]bool{}
	for _, c := range want.Changes {
		if seen[c.ID] || c.ID == "" {
			t.Errorf("id %q twice", c.ID)
		}
		seen[c.ID] = true
	}
	for range 100 {
		if got := tailor.Propose(input(t, tailor.Aggressive)); !reflect.DeepEqual(got, want) {
			t.Fatal("another proposal")
		}
	}
}

// TestAnySubset accepts every pair of changes, in both orders: each has its
// effect, and the original stays as it is.
func TestAnySubset(t *testing.T) {
	in := input(t, tailor.Aggressive)
	_, original := parsed(t, annas)
	all := tailor.Propose(in).Changes
	if len(all) < 12 {
		t.Fatalf("only %s", list(all))
	}
	for _, a := range all {
		for _, b := range all {
			if a.ID == b.ID || a.Asks != "" || b.Asks != "" {
				continue
			}
			one := tailor.Apply(in.Parsed, accepted(a, b))
			two := tailor.Apply(in.Parsed, accepted(b, a))
			if len(a.Order)+len(b.Order) == 0 && (a.Type != tailor.Addition || b.Type != tailor.Addition) && !reflect.DeepEqual(one, two) {
				t.Errorf("the order of decisions matters: %s", list([]tailor.Change{a, b}))
			}
			if reflect.DeepEqual(one, tailor.Apply(in.Parsed, accepted(a))) {
				t.Errorf("without effect: %s", list([]tailor.Change{b}))
			}
		}
	}
	undone := accepted(all...)
	tailor.Apply(in.Parsed, undone)
	for i := range undone {
		undone[i].Status = tailor.Proposed
	}
	if got := tailor.Apply(in.Parsed, undone); !reflect.DeepEqual(got, original) {
		t.Error("after all was undone it is not the original")
	}
	p := tailor.Apply(in.Parsed, accepted(all...))
	if p.Experience[0].Company.Text != "Acme GmbH" || p.Experience[1].Achievements[0].Text != "Maintained 40 servers on k8s" || p.Personal.Title.Text != "Backend Engineer" {
		t.Errorf("%+v", p.Experience)
	}
}

// TestOtherLanguages has rules in each language, and none that invents.
func TestOtherLanguages(t *testing.T) {
	for lang, item := range map[string]string{
		"ru": "Успешно внедрил CRM для банка", "de": "Verantwortlich für die Entwicklung der App", "es": "Responsable de gestionar el equipo de 5 personas",
		"fr": "Responsable de la gestion de 5 projets", "pt": "Responsável por gerenciar a equipe de 5 pessoas",
	} {
		in := tailor.Input{Level: tailor.Moderate, Parsed: cv.Parsed{Language: lang, Experience: []cv.Experience{{Achievements: []cv.Value{{Text: item}}}}}}
		if got := tailor.Propose(in).Changes; len(got) != 1 || got[0].After == "" {
			t.Errorf("%s: %s", lang, list(got))
		}
	}
}
