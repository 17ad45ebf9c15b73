package tailored_test

import (
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
	"github.com/interviewai-pro/interviewai/server/interview/tailored"
)

func TestTechnologies(t *testing.T) {
	for story, c := range map[string]struct {
		cv, job string
		want    string
	}{
		"both first":          {"Kafka, PostgreSQL and Docker at Acme.", "We use Docker.\nTerraform is a plus. Postgres too.", "docker postgresql sql terraform kafka"},
		"implied":             {"", "Senior Django developer, PySpark welcome", "python spark"},
		"words of a sentence": {"I like to go out, room for more, rest well, pact with friends, iceberg salad", "", ""},
		"as they are written": {"Go, REST, Argo CD, TLS and CI/CD", "", "go rest http argo tls ci"},
		"in Russian":          {"Писал сервисы на Go, разворачивал в Kubernetes, читал из Kafka", "", "go kubernetes kafka"},
		"in Chinese":          {"熟悉PostgreSQL和Redis，使用systemd部署", "", "postgresql sql redis systemd"},
		"within words":        {"PLATFORM, parquetry, MTLSX", "", ""},
		"nothing":             {"Nurse in an intensive care unit", "", ""},
		"no text":             {"", "", ""},
	} {
		if got := strings.Join(tailored.Technologies(c.cv, c.job), " "); got != c.want {
			t.Errorf("%s: %q, want %q", story, got, c.want)
		}
	}
}

func TestWished(t *testing.T) {
	for wish, want := range map[string]string{
		"node.js": "nodejs", "Node": "nodejs", "nodejs": "nodejs", "mongodb": "mongodb", "Mongo": "mongodb",
		"postgres": "postgresql sql", "k8s": "kubernetes", "golang": "go", "go": "go", "REST": "rest http", "ts": "typescript javascript",
		"CI/CD": "ci", "knitting": "", "": "",
	} {
		if got := strings.Join(tailored.Wished(" "+wish), " "); got != want {
			t.Errorf("%q: %q, want %q", wish, got, want)
		}
	}
}

func TestTechnologiesAreTheBanks(t *testing.T) {
	questions, err := bank.All()
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	var all []string
	for _, q := range questions {
		for _, name := range q.Technologies {
			if !known[name] {
				known[name] = true
				all = append(all, strings.ToUpper(name[:1])+name[1:])
			}
		}
	}
	if got := tailored.Technologies(strings.Join(all, ", "), strings.Repeat("Kafka ", 100_000)); len(got) != 20 || got[0] != "kafka" {
		t.Errorf("%d technologies: %q", len(got), got)
	}
	for _, name := range all {
		for _, found := range tailored.Technologies("We need "+name+", daily", "") {
			if !known[found] {
				t.Errorf("%q is no technology of the bank", found)
			}
		}
	}
}

func TestDomain(t *testing.T) {
	for _, c := range []struct{ cv, job, want string }{
		{"", "Backend Engineer (Go)\nYou will build APIs.", "backend"},
		{"", "Frontend-разработчик (Vue)\nTypeScript, CSS", "frontend"},
		{"", "Инженер по тестированию\nSelenium, Postman", "qa"},
		{"", "Ingeniero de datos\nSpark, Airflow", "data"},
		{"", "高级后端开发工程师\n熟悉 MySQL、Redis", "backend"},
		{"", "Android developer\nKotlin, Compose", "mobile"},
		{"", "Site Reliability Engineer", "devops"},
		{"", "Product Manager, Growth\nWorks with our mobile developers and DevOps engineers", "product"},
		{"Anna Berg\nQA Engineer\n2019-2024 tests", "", "qa"},
		{"Anna Berg\nQA Engineer\n2019-2024 tests", "Data Engineer\ndbt, Spark", "data"},
		// No title says it, the technologies do.
		{"", "Software Engineer\nTerraform, Kubernetes, Prometheus, Ansible, Linux, AWS", "devops"},
		{"", "Frontend and backend developer", ""},
		{"", "Registered Nurse (RN), nights", ""},
		{"", "", ""},
	} {
		if got := tailored.Domain(c.cv, c.job); got != c.want {
			t.Errorf("%q and %q: %q, want %q", c.cv, c.job, got, c.want)
		}
	}
}
