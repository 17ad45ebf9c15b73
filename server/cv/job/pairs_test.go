package job_test

import (
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/cv/job"
)

// whole is a CV around lines of work, a summary and a list of skills.
func whole(work, summary, skills string) string {
	return "Anna Berg\nanna@example.org | +49 30 1234567\n\nSUMMARY\n" + summary + "\n\nEXPERIENCE\nEngineer, Acme Bank\nMarch 2018 – Present\n" + work + "\n\nSKILLS\n" + skills + "\n"
}

// TestPairs: what a CV says of a skill, and the line that shows it.
func TestPairs(t *testing.T) {
	for name, c := range map[string]struct {
		work, summary, skills string
		wanted                string
		status                job.Status
		quote                 string
	}{
		"work before summary":     {"• Built the ledger in Go for three banks", "Engineer who writes Go and reads logs", "Linux", "Go", job.Met, "Built the ledger in Go for three banks"},
		"work before list":        {"• Built the ledger in golang for three banks", "Engineer", "Go, Linux", "Go", job.Met, "Built the ledger in golang for three banks"},
		"only listed":             {"• Built the ledger for three banks", "Engineer", "Go, Linux", "Go", job.Met, "Go, Linux"},
		"synonym":                 {"• Ran k8s clusters for three banks", "Engineer", "Linux", "Kubernetes", job.Met, "Ran k8s clusters for three banks"},
		"Java is no JavaScript":   {"• Built pages in JavaScript for banks", "Engineer", "JavaScript, Linux", "Java", job.Missing, ""},
		"JavaScript is no Java":   {"• Built services in Java for banks", "Engineer", "Java, Linux", "JavaScript", job.Missing, ""},
		"C++ is no C":             {"• Built engines in C++ for games", "Engineer", "C++, Linux", "C", job.Missing, ""},
		"C is no C#":              {"• Wrote drivers in C for routers", "Engineer", "C, Linux", "C#", job.Missing, ""},
		"go is a word":            {"• Helped banks go live and go on", "Engineer", "Linux", "Go", job.Missing, ""},
		"R&D is no R":             {"• Led the R&D group and spent R$ 300", "Engineer", "Linux", "R", job.Missing, ""},
		"R":                       {"• Wrote models in R, Python and SQL", "Engineer", "Linux", "R", job.Met, "Wrote models in R, Python and SQL"},
		"no experience":           {"• I have no experience with Kubernetes yet", "Engineer", "Linux", "Kubernetes", job.Missing, ""},
		"none of a list":          {"• No experience with Java, Scala or Kotlin", "Engineer", "Linux", "Kotlin", job.Missing, ""},
		"denied behind":           {"• Kubernetes: none, Docker: daily", "Engineer", "Linux", "Kubernetes", job.Missing, ""},
		"without downtime":        {"• Moved a bank without downtime to Kubernetes", "Engineer", "Linux", "Kubernetes", job.Met, "Moved a bank without downtime to Kubernetes"},
		"not only":                {"• Taught not only Java to trainees but testing", "Engineer", "Linux", "Java", job.Met, "Taught not only Java to trainees but testing"},
		"denied in Russian":       {"• Опыта с Kubernetes нет, с Docker работал", "Engineer", "Linux", "Kubernetes", job.Missing, ""},
		"denied in German":        {"• Keine Erfahrung mit Kubernetes bisher", "Engineer", "Linux", "Kubernetes", job.Missing, ""},
		"denied in Turkish":       {"• Kubernetes deneyimim yok, Docker var", "Engineer", "Linux", "Kubernetes", job.Missing, ""},
		"denied in French":        {"• Pas d'expérience avec Kubernetes", "Engineer", "Linux", "Kubernetes", job.Missing, ""},
		"denied in Spanish":       {"• Sin experiencia en Kubernetes", "Engineer", "Linux", "Kubernetes", job.Missing, ""},
		"denied in Uzbek":         {"• Kubernetes tajribam yoʻq, Docker bor", "Engineer", "Linux", "Kubernetes", job.Missing, ""},
		"a wish":                  {"• Ran servers", "Engineer who would like to learn Kubernetes", "Linux", "Kubernetes", job.Missing, ""},
		"basic":                   {"• Ran servers, with basic knowledge of Kubernetes", "Engineer", "Linux", "Kubernetes", job.Partial, "Ran servers, with basic knowledge of Kubernetes"},
		"basic in brackets":       {"• Ran servers", "Engineer", "Linux, Kubernetes (basic)", "Kubernetes", job.Partial, "Linux, Kubernetes (basic)"},
		"an alternative":          {"• Queued payments with RabbitMQ for banks", "Engineer", "Linux", "Kafka or RabbitMQ", job.Met, "Queued payments with RabbitMQ for banks"},
		"an unknown alternative":  {"• Answered shoppers in Freshdesk all day", "Engineer", "Linux", "Zendesk or Freshdesk", job.Met, "Answered shoppers in Freshdesk all day"},
		"a school in other words": {"• Kept the safety rules of the kitchen with fifty guests", "Cook", "Linux", "Requirements: Safety rules in kitchens are kept", job.Met, "Kept the safety rules of the kitchen with fifty guests"},
	} {
		m := fit(t, whole(c.work, c.summary, c.skills), c.wanted)
		if len(m.Items) != 1 {
			t.Errorf("%s: %s", name, shown(m))
			continue
		}
		if item := m.Items[0]; item.Status != c.status || item.Quote != c.quote {
			t.Errorf("%s: %s %d%% %q, want %s %q", name, item.Status, item.Credit, item.Quote, c.status, c.quote)
		}
	}
}

// TestNames: the name of an employer, a school or an address proves no skill.
func TestNames(t *testing.T) {
	text := strings.Replace(whole("• Sold coffee to guests of three hotels", "Barista", "Coffee"), "Engineer, Acme Bank", "Waiter, Java House", 1)
	if m := fit(t, strings.Replace(text, "anna@example.org", "anna@kafka.example.org", 1), "Java, Kafka"); m.Score != 0 {
		t.Error(shown(m))
	}
}

// TestOldWork: what was used more than ten years ago counts half.
func TestOldWork(t *testing.T) {
	text := strings.Replace(whole("• Wrote programs in COBOL for three banks", "Engineer", "Linux"), "March 2018 – Present", "March 2004 – May 2012", 1)
	if m := fit(t, text, "COBOL"); m.Items[0].Credit != 50 {
		t.Error(shown(m))
	}
}

// cheats add to a CV what shows nothing: the description in whole, in halves, out
// of order, as a list, over and over.
func cheats(description string) map[string]string {
	words := strings.Fields(description)
	var halves, backwards, columns strings.Builder
	for i, w := range words {
		halves.WriteString(w)
		if i%5 == 4 {
			halves.WriteString("\n")
		} else {
			halves.WriteString(" ")
		}
	}
	for line := range strings.Lines(description) {
		own := strings.Fields(line)
		for i := len(own) - 1; i >= 0; i-- {
			backwards.WriteString(own[i] + " ")
		}
		backwards.WriteString("\n")
	}
	for i := range len(words) / 2 {
		columns.WriteString(words[i] + " " + words[len(words)/2+i] + " ")
		if i%6 == 5 {
			columns.WriteString("\n")
		}
	}
	return map[string]string{
		"whole": description, "halves": halves.String(), "backwards": backwards.String(), "interleaved": columns.String(),
		"one line": strings.Join(words, " "),
	}
}

const prose = `You will own payment services together with a small team of friendly people
Requirements
You have several years of practical experience with Kubernetes and Terraform in large production systems
You write clear and tested code in Rust and enjoy explaining difficult decisions to your colleagues
Solid understanding of distributed databases such as Cassandra and their behaviour under heavy load`

// TestPasting: a description in a CV earns nothing, whatever way it is put there.
func TestPasting(t *testing.T) {
	text := whole("• Built the ledger in Go for three banks", "Engineer", "Linux")
	plain := fit(t, text, prose)
	for name, added := range cheats(prose) {
		for place, cv := range map[string]string{
			"own section": text + "\nINTERESTS\n" + added + "\n",
			"summary":     strings.Replace(text, "SUMMARY\nEngineer", "SUMMARY\nEngineer\n"+added, 1),
		} {
			if m := fit(t, cv, prose); m.Score > plain.Score {
				t.Errorf("%s in %s: %d, before %d\n%s", name, place, m.Score, plain.Score, shown(m))
			}
		}
	}
}

// TestTiny: letters too small to be read prove nothing.
func TestTiny(t *testing.T) {
	doc, _ := read(t, whole("• Built the ledger in Go for three banks", "Engineer", "Linux, Kubernetes"))
	for i := range doc.Lines {
		doc.Lines[i].Size = 11
		if strings.Contains(doc.Lines[i].Text, "Kubernetes") {
			doc.Lines[i].Size = 2
		}
	}
	parsed := parse(doc)
	m := job.Fit(doc, &parsed, job.Parse("Go, Kubernetes"), now)
	if m.Items[1].Credit != 0 || len(m.Hidden) != 1 || m.Items[0].Credit != 100 {
		t.Errorf("%v %s", m.Hidden, shown(m))
	}
}

// TestCopiedList: the description's own list of skills in its order, with nothing
// of it in the work, counts less than a list of one's own.
func TestCopiedList(t *testing.T) {
	const wanted = "Requirements\nRust, Terraform, Kubernetes, Cassandra, Kafka, Docker, Grafana, Helm, Ansible"
	text := whole("• Answered letters", "Clerk", "Rust, Terraform, Kubernetes, Cassandra, Kafka, Docker, Grafana, Helm, Ansible")
	own := whole("• Answered letters", "Clerk", "Ansible, Rust, Grafana, Terraform, Helm, Cassandra, Kubernetes, Docker, Kafka")
	if a, b := fit(t, text, wanted), fit(t, own, wanted); a.Score != 40 || b.Score != 80 {
		t.Errorf("copied %d, own %d\n%s", a.Score, b.Score, shown(a))
	}
}
