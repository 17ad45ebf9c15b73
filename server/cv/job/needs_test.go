package job_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/interviewai-pro/interviewai/server/cv/job"
)

// person is a CV of one degree and one position, from March 2014 on.
func person(degree, title, work, skills string) string {
	return "Anna Berg\nanna@example.org\n\nEXPERIENCE\n" + title + ", Acme Group\nMarch 2014 – Present\n" + work +
		"\n\nEDUCATION\n" + degree + ", Test University, 2010 – 2014\n\nSKILLS\n" + skills + "\n"
}

// TestNeeds: years and degrees count in what they are asked in, and a skill takes
// the wider ones.
func TestNeeds(t *testing.T) {
	const since = "March 2014 – Present"
	of := func(degree string) string { return degree + ", Test University, 2010 – 2014" }
	developer := func(work, skills string) string { return person("BSc", "Developer", work, skills) }
	nurse := person("BSN Nursing", "Registered Nurse", "• Cared for 20 patients a shift with two colleagues", "Triage, Wound Care")
	coder := person("MSc Computer Science", "Go Developer", "• Wrote payment services in Go for three banks", "Go, Docker")
	accountant := person("BA Business Administration", "Accountant", "• Posted 40 invoices a day", "Typing")
	clerk := person("BSc", "Clerk", "• Posted 40 orders a day in SAP MM", "Typing")
	manager := person("BSc", "Senior Product Manager", "• Brought 3 products to 2 markets", "Jira")
	agent := person("BSc", "Agent", "• Préparé 30 plateaux par jour", "Asepsie, Stérilisation")
	for _, c := range []struct {
		text, wanted string
		credit       int
		quote        string
	}{
		// Years.
		{nurse, "5 years as a Go backend developer", 0, ""},
		{coder, "5 years as a Go backend developer", 100, since},
		{nurse, "5+ years of professional experience", 100, since},
		{coder, "5 years as a data scientist", 50, since},
		{coder, "5 years of experience with Docker", 50, since}, // listed, not used
		{coder, "5 years of experience with Kotlin", 0, ""},
		{accountant, "5 years as a sales manager", 0, ""},
		{coder, "5 years of experience in beekeeping", 50, since}, // nobody knows it
		{nurse, "Senior Go Developer\n\nRequirements\n- 5+ years of experience", 0, ""},
		{coder, "Требования\n— Опыт работы программистом от 5 лет", 100, since},
		// Degrees.
		{accountant, "Degree in marketing or a related field", 100, of("BA Business Administration")},
		{coder, "Bachelor's in Nursing", 0, ""},
		{nurse, "Degree in computer science", 0, ""},
		{nurse, "Bachelor's in Nursing", 100, of("BSN Nursing")},
		{nurse, "Ihr Profil\n- Studium der Pflegewissenschaft", 100, of("BSN Nursing")},
		{nurse, "A university degree", 100, of("BSN Nursing")},
		{coder, "Degree in data science", 50, of("MSc Computer Science")},
		{coder, "Degree in data science or a related field", 100, of("MSc Computer Science")},
		{coder, "Engineering degree", 100, of("MSc Computer Science")},
		{coder, "PhD in computer science", 50, of("MSc Computer Science")},
		// Skills.
		{clerk, "SAP", 100, "Posted 40 orders a day in SAP MM"},
		{developer("• Moved 12 jobs to AWS Lambda", "Typing"), "AWS", 100, "Moved 12 jobs to AWS Lambda"},
		{developer("• Built 3 services", "Spring Boot"), "Java", 80, "Spring Boot"},
		{developer("• Built 3 reports", "MS SQL Server"), "SQL", 80, "MS SQL Server"},
		{developer("• Built 3 services in Java", "Java"), "Spring Boot", 0, ""},
		{manager, "Product Management", 100, "Senior Product Manager, Acme Group"},
		{developer("• Hisobotlarni PostgreSQL'da tezlashtirdi", "Docker"), "Talablar\n- PostgreSQL", 100, "Hisobotlarni PostgreSQL'da tezlashtirdi"},
		{developer("• Built 3 services in Java", "Docker"), "Nitelikler\n- Java'da deneyimli", 100, "Built 3 services in Java"},
		{agent, "Profil recherché\n- Maîtrise de la stérilisation", 80, "Asepsie, Stérilisation"},
	} {
		wanted := c.wanted
		if !strings.Contains(wanted, "\n") { // no heading of its own
			wanted = "Requirements\n- " + wanted
		}
		m := fit(t, c.text, wanted)
		found := false
		for _, item := range m.Items {
			if item.Kind == job.KindSkill && strings.Contains(c.wanted, "years") {
				continue // the skill itself
			}
			found = true
			if item.Credit != c.credit || item.Quote != c.quote {
				t.Errorf("%q: %d%% %q, want %d%% %q\n%s", wanted, item.Credit, item.Quote, c.credit, c.quote, shown(m))
			}
		}
		if !found {
			t.Errorf("%q: %s", wanted, shown(m))
		}
	}
}

// TestClauses: each requirement of a sentence shows its own clause, and two
// degrees are two.
func TestClauses(t *testing.T) {
	for text, want := range map[string][]string{
		"Requirements\n- BSN, Texas RN license, 2 years of ICU experience, fluent English": {"years 2 years of ICU experience", "degree BSN", "language fluent English", "other Texas RN license"},
		"Requirements\n- Degree in computer science; a PhD in Physics is a plus":           {"degree Degree in computer science", "degree a PhD in Physics is a plus"},
		"Requirements\n- Bachelor's or Master's degree in Mathematics":                     {"degree Bachelor's or Master's degree in Mathematics"},
		"Ihr Profil\n- Studium der BWL, 3–5 Jahre Erfahrung im Vertrieb":                   {"years 3–5 Jahre Erfahrung im Vertrieb", "degree Studium der BWL"},
		"Requirements\n- Degree in accounting, finance or business administration":         {"degree Degree in accounting, finance or business administration"},
		"Requirements\n- Uzbek and fluent Russian":                                         {"language Russian C1", "language Uzbek"},
		"Requirements\n- English – fluent":                                                 {"language English – fluent"},
	} {
		var got []string
		for _, r := range job.Parse(text).Requirements {
			if r.Kind != job.KindSkill {
				got = append(got, string(r.Kind)+" "+r.Text)
			} else if r.Text == "BWL" {
				t.Errorf("%q: BWL is no skill", text)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}
