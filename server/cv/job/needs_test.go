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
	nurse := person("BSN Nursing", "Registered Nurse", "• Cared for 20 patients a shift with two colleagues", "Triage, Wound Care")
	coder := person("MSc Computer Science", "Go Developer", "• Wrote payment services in Go for three banks", "Go, Docker")
	for name, c := range map[string]struct {
		text, wanted string
		credit       int
		quote        string
	}{
		"a nurse's years for a coder":    {nurse, "Requirements\n- 5 years as a Go backend developer", 0, ""},
		"a coder's years":                {coder, "Requirements\n- 5 years as a Go backend developer", 100, "March 2014 – Present"},
		"years under a title":            {nurse, "Senior Go Developer\n\nRequirements\n- 5+ years of experience", 0, ""},
		"years of anything":              {nurse, "Requirements\n- 5+ years of professional experience", 100, "March 2014 – Present"},
		"years in a near trade":          {coder, "Requirements\n- 5 years as a data scientist", 50, "March 2014 – Present"},
		"years with a skill not used":    {coder, "Requirements\n- 5 years of experience with Docker", 50, "March 2014 – Present"},
		"years with a skill not known":   {coder, "Requirements\n- 5 years of experience with Kotlin", 0, ""},
		"an accountant's years in sales": {person("BA Business Administration", "Accountant", "• Posted 40 invoices a day", "Typing"), "Requirements\n- 5 years as a sales manager", 0, ""},
		"business studies for finance":   {person("BA Business Administration", "Accountant", "• Posted 40 invoices a day", "Typing"), "Requirements\n- Degree in marketing or a related field", 100, "BA Business Administration, Test University, 2010 – 2014"},
		"years in what nobody knows":     {coder, "Requirements\n- 5 years of experience in beekeeping", 50, "March 2014 – Present"},
		"a developer in Russian":         {coder, "Требования\n— Опыт работы программистом от 5 лет", 100, "March 2014 – Present"},
		"CS for nursing":                 {coder, "Requirements\n- Bachelor's in Nursing", 0, ""},
		"nursing for CS":                 {nurse, "Requirements\n- Degree in computer science", 0, ""},
		"nursing":                        {nurse, "Requirements\n- Bachelor's in Nursing", 100, "BSN Nursing, Test University, 2010 – 2014"},
		"nursing in German":              {nurse, "Ihr Profil\n- Studium der Pflegewissenschaft", 100, "BSN Nursing, Test University, 2010 – 2014"},
		"any degree":                     {nurse, "Requirements\n- A university degree", 100, "BSN Nursing, Test University, 2010 – 2014"},
		"a near degree":                  {coder, "Requirements\n- Degree in data science", 50, "MSc Computer Science, Test University, 2010 – 2014"},
		"a related degree":               {coder, "Requirements\n- Degree in data science or a related field", 100, "MSc Computer Science, Test University, 2010 – 2014"},
		"engineering":                    {coder, "Requirements\n- Engineering degree", 100, "MSc Computer Science, Test University, 2010 – 2014"},
		"a doctor's":                     {coder, "Requirements\n- PhD in computer science", 50, "MSc Computer Science, Test University, 2010 – 2014"},
		"SAP by its modules":             {person("BSc", "Clerk", "• Posted 40 orders a day in SAP MM", "Typing"), "Requirements\n- SAP", 100, "Posted 40 orders a day in SAP MM"},
		"AWS by a service":               {person("BSc", "Developer", "• Moved 12 jobs to AWS Lambda", "Typing"), "Requirements\n- AWS", 100, "Moved 12 jobs to AWS Lambda"},
		"Java by Spring Boot":            {person("BSc", "Developer", "• Built 3 services", "Spring Boot"), "Requirements\n- Java", 80, "Spring Boot"},
		"SQL by a server":                {person("BSc", "Developer", "• Built 3 reports", "MS SQL Server"), "Requirements\n- SQL", 80, "MS SQL Server"},
		"no Spring Boot by Java":         {person("BSc", "Developer", "• Built 3 services in Java", "Java"), "Requirements\n- Spring Boot", 0, ""},
		"product management by title":    {person("BSc", "Senior Product Manager", "• Brought 3 products to 2 markets", "Jira"), "Requirements\n- Product Management", 100, "Senior Product Manager, Acme Group"},
		"an Uzbek ending":                {person("BSc", "Developer", "• Hisobotlarni PostgreSQL'da tezlashtirdi", "Docker"), "Talablar\n- PostgreSQL", 100, "Hisobotlarni PostgreSQL'da tezlashtirdi"},
		"a Turkish ending in the job":    {person("BSc", "Developer", "• Built 3 services in Java", "Docker"), "Nitelikler\n- Java'da deneyimli", 100, "Built 3 services in Java"},
		"a known word that is asked for": {person("BSc", "Agent", "• Préparé 30 plateaux par jour", "Asepsie, Stérilisation"), "Profil recherché\n- Maîtrise de la stérilisation", 80, "Asepsie, Stérilisation"},
	} {
		m := fit(t, c.text, c.wanted)
		found := false
		for _, item := range m.Items {
			if item.Kind == job.KindSkill && strings.Contains(c.wanted, "years") {
				continue // the skill itself
			}
			found = true
			if item.Credit != c.credit || item.Quote != c.quote {
				t.Errorf("%s: %d%% %q, want %d%% %q\n%s", name, item.Credit, item.Quote, c.credit, c.quote, shown(m))
			}
		}
		if !found {
			t.Errorf("%s: %s", name, shown(m))
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
