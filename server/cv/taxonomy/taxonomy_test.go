package taxonomy_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/interviewai-pro/interviewai/server/cv/taxonomy"
)

func TestCanonical(t *testing.T) {
	for text, want := range map[string]string{
		"golang": "Go", "GO": "Go", "postgres": "PostgreSQL", "NodeJS": "Node.js", "node.js": "Node.js", "c++": "C++", "C": "C", "1С": "1C",
		"k8s": "Kubernetes", "питон": "Python", "underwater basketry": "", "": "", strings.Repeat("x", 200): "",
	} {
		if got := taxonomy.Canonical(text); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
	if taxonomy.Key("Postgres") != taxonomy.Key("PostgreSQL") || taxonomy.Key("Foo Bar") != taxonomy.Key("foobar") {
		t.Error("two names of one skill have two keys")
	}
}

func TestSoft(t *testing.T) {
	if !taxonomy.Soft(taxonomy.Canonical("team work")) || taxonomy.Soft("Go") || taxonomy.Soft("") {
		t.Error("personal qualities are not told from other skills")
	}
}

func TestFind(t *testing.T) {
	for text, want := range map[string]string{
		"Services in Go, Kafka and PostgreSQL on k8s":              "Go Apache Kafka PostgreSQL Kubernetes",
		"We go to work and express our rest":                       "",
		"Go to the office. React to incidents.":                    "",
		"Go, React":                                                "Go React",
		"C++/C# and Node.js; Spring Boot, Spring":                  "C++ C# Node.js Spring Boot Spring",
		"CI/CD with GitHub Actions":                                "CI/CD GitHub Actions",
		"Опыт работы с PostgreSQL и Docker":                        "PostgreSQL Docker",
		"SQL, Server":                                              "SQL",
		"Microsoft SQL Server":                                     "Microsoft SQL Server",
		"PostgreSQL'da, Java'dan va Go'ni biladi":                  "PostgreSQL Java Go",
		"C'est l'Oracle d'un Python’s":                             "Python",
		"Required: Rust.":                                          "Rust",
		"You know Excel. Windows of opportunity for word of mouth": "Microsoft Excel",
	} {
		var got []string
		for _, hit := range taxonomy.Find(text) {
			got = append(got, hit.Canonical)
		}
		if diff := cmp.Diff(want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}

// TestImplied: a skill takes wider ones, those of these too, never itself; each
// name in the data is one of a skill.
func TestImplied(t *testing.T) {
	for name, want := range map[string]string{
		"Spring Boot": "Spring Java", "SAP MM": "SAP ERP", "AWS Lambda": "AWS", "Microsoft SQL Server": "SQL", "Java": "", "": "",
	} {
		if got := strings.Join(taxonomy.Implied(name), " "); got != want {
			t.Errorf("%s implies %q, want %q", name, got, want)
		}
	}
	raw, err := os.ReadFile("skills.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(raw)) {
		name, _, _ := strings.Cut(strings.TrimSpace(line), "\t")
		for _, wider := range taxonomy.Implied(name) {
			if taxonomy.Canonical(wider) != wider || wider == name {
				t.Errorf("%s implies %q, which is no usual name", name, wider)
			}
		}
	}
}

func TestOfRole(t *testing.T) {
	for title, want := range map[string]string{
		"Senior Product Manager": "Product Management", "Старший менеджер проектов": "Project Management", "Kıdemli Ürün Yöneticisi": "Product Management",
		"Data Scientist": "Data Science Data Analysis", "Chief Happiness Officer": "", "": "",
	} {
		got := taxonomy.OfRole(title)
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %q, want %q", title, got, want)
		}
		for _, name := range got {
			if taxonomy.Canonical(name) != name {
				t.Errorf("%q is no usual name", name)
			}
		}
	}
}

func FuzzFind(f *testing.F) {
	f.Add("Go, C++ and l'école .NET ...")
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, hit := range taxonomy.Find(text) {
			if hit.Start < end || hit.End <= hit.Start || hit.End > len(text) || hit.Canonical == "" {
				t.Fatalf("%q: %+v", text, hit)
			}
			end = hit.End
		}
	})
}

// TestLists: a list names skills, behind a title or not; a sentence says more. A
// long one takes some hundredths of a second; each word times each hit took more
// than one.
func TestLists(t *testing.T) {
	begun := time.Now()
	for text, want := range map[string]bool{
		"Technologies: Python, Flask":                 true,
		"Technologies: Python":                        true,
		"Python, Flask":                               true,
		"Spring Boot, Microsoft Excel, Node.js":       true,
		"Java":                                        false,
		"Moved payments from Python to PostgreSQL":    false,
		"Python, and then some more that is none":     false,
		"Cooking for friends, Python, Flask":          false,
		"":                                            false,
		strings.Repeat("Java, Spring Boot, ", 10_000): true,
		strings.Repeat("Java, Spring Boot, and so on, ", 5_000): false,
	} {
		if got := taxonomy.Lists(text); got != want {
			t.Errorf("%.60q: %v", text, got)
		}
	}
	if took := time.Since(begun); took > time.Second {
		t.Errorf("%v", took)
	}
}
