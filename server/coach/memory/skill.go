package memory

import (
	"slices"
	"strings"
	"unicode"
)

// technologies are the skills that can be recognised, by their usual name;
// after it, other spellings in lower case.
var technologies = [][]string{
	{"Go", "golang"},
	{"Python"},
	{"Java"},
	{"JavaScript", "java script", "ecmascript"},
	{"TypeScript", "type script"},
	{"C++", "cpp", "c plus plus"},
	{"C#", "c sharp", "csharp"},
	{"Rust"},
	{"Ruby"},
	{"PHP"},
	{"Swift"},
	{"Kotlin"},
	{"Scala"},
	{"Elixir"},
	{"Erlang"},
	{"Haskell"},
	{"Perl"},
	{"Clojure"},
	{"Dart"},
	{"Objective-C"},
	{"SQL"},
	{"MATLAB"},
	{"COBOL"},
	{"Bash"},
	{"PowerShell"},
	{"HTML"},
	{"CSS"},
	{"React", "reactjs", "react.js"},
	{"Angular"},
	{"Vue", "vue.js", "vuejs"},
	{"Svelte"},
	{"Next.js", "nextjs"},
	{"Node.js", "nodejs", "node js", "node.js"},
	{"Express", "express.js"},
	{"NestJS"},
	{"Django"},
	{"Flask"},
	{"FastAPI"},
	{"Rails", "ruby on rails"},
	{"Laravel"},
	{"Spring", "spring boot"},
	{"Hibernate"},
	{".NET", "dotnet", "dot net", "asp.net"},
	{"Flutter"},
	{"React Native"},
	{"Android"},
	{"iOS"},
	{"PostgreSQL", "postgres", "post gress"},
	{"MySQL", "my sequel"},
	{"SQLite"},
	{"Oracle"},
	{"MongoDB", "mongo", "mongo db"},
	{"Redis"},
	{"Cassandra"},
	{"DynamoDB"},
	{"Elasticsearch", "elastic search"},
	{"ClickHouse"},
	{"Neo4j"},
	{"Snowflake"},
	{"BigQuery"},
	{"Kafka"},
	{"RabbitMQ", "rabbit mq"},
	{"NATS"},
	{"gRPC"},
	{"GraphQL", "graph ql"},
	{"REST"},
	{"WebRTC"},
	{"WebSocket", "websockets", "web sockets"},
	{"Docker"},
	{"Kubernetes", "k8s", "cooper netties"},
	{"Helm"},
	{"Terraform"},
	{"Ansible"},
	{"Puppet"},
	{"Jenkins"},
	{"GitHub Actions"},
	{"GitLab"},
	{"AWS", "amazon web services"},
	{"Azure"},
	{"GCP", "google cloud"},
	{"Linux"},
	{"Nginx"},
	{"Prometheus"},
	{"Grafana"},
	{"OpenTelemetry"},
	{"Istio"},
	{"Spark"},
	{"Hadoop"},
	{"Airflow"},
	{"Flink"},
	{"Pandas"},
	{"NumPy"},
	{"PyTorch"},
	{"TensorFlow"},
	{"scikit-learn"},
	{"Tableau"},
	{"Power BI"},
	{"Excel"},
	{"Salesforce"},
	{"SAP"},
	{"Jira"},
	{"Figma"},
	{"Photoshop"},
	{"Selenium"},
	{"Cypress"},
	{"Playwright"},
	{"Scrum"},
	{"Kanban"},
	{"Unity"},
	{"Unreal"},
	{"Solidity"},
	{"CUDA"},
	{"Opus"},
	{"FFmpeg"},
	{"Git"},
}

// ambiguous are technologies whose names are also everyday words: they count
// only when capitalised inside a sentence or after a word of use.
var ambiguous = map[string]bool{
	"go": true, "rust": true, "swift": true, "spring": true, "express": true, "spark": true, "excel": true,
	"oracle": true, "helm": true, "puppet": true, "rest": true, "dart": true, "unity": true, "react": true,
	"opus": true, "unreal": true, "flask": true, "rails": true, "ruby": true, "snowflake": true, "flutter": true,
	"sap": true, "bash": true, "tableau": true, "azure": true, "cypress": true,
}

// useWords stand before an ambiguous name that means the technology.
var useWords = []string{
	"in", "with", "using", "use", "used", "know", "learn", "learned", "of", "write", "wrote", "written", "prefer", "touched",
}

// forms are all spellings of a technology in lower case.
var forms = func() [][]string {
	out := make([][]string, len(technologies))
	for i, t := range technologies {
		for _, name := range t {
			out[i] = append(out[i], strings.ToLower(name))
		}
	}
	return out
}()

// Skills finds the technologies that a text names, by their usual names.
func Skills(text string) []string {
	low := strings.ToLower(text)
	var found []string
	for i, t := range technologies {
		for k, form := range forms[i] {
			if !strings.Contains(low, form) {
				continue
			}
			named := containsWord
			if k == 0 && ambiguous[form] {
				named = func(low, _ string) bool { return namesAmbiguous(text, low, t[0]) }
			}
			if named(low, form) {
				found = append(found, t[0])
				break
			}
		}
	}
	return found
}

func namesAmbiguous(text, low, name string) bool {
	for at := range wordPositions(text, name) {
		if before := strings.TrimRight(text[:at], " \t"); before != "" && !strings.HasSuffix(before, ".") {
			return true // capitalised inside a sentence
		}
		if rest := strings.TrimLeft(text[at+len(name):], " "); rest == "" || rest[0] == ',' || rest[0] == '/' {
			return true // an item of a list
		}
	}
	for at := range wordPositions(low, strings.ToLower(name)) {
		before := strings.Fields(low[:at])
		after := strings.Fields(low[at+len(name):])
		if len(after) > 0 && (after[0] == "to" || after[0] == "through" || after[0] == "ahead" || after[0] == "on") {
			continue
		}
		if len(before) > 0 && slices.Contains(useWords, before[len(before)-1]) {
			return true
		}
		if len(after) > 0 && slices.Contains([]string{"developer", "programming", "code", "services", "service", "language"}, after[0]) {
			return true
		}
	}
	return false
}

// containsWord reports whether name stands in low with no letter or digit of
// its own script beside it. Names that begin or end with a sign (C++, .NET)
// are handled by the same rule.
func containsWord(low, name string) bool {
	for range wordPositions(low, name) {
		return true
	}
	return false
}

func wordPositions(s, name string) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		if name == "" {
			return
		}
		for from := 0; ; {
			i := strings.Index(s[from:], name)
			if i < 0 {
				return
			}
			at := from + i
			if !wordRune(runeBefore(s, at)) && !wordRune(runeAfter(s, at+len(name))) && !yield(at) {
				return
			}
			from = at + len(name)
		}
	}
}

// wordRune says whether a rune continues a word. Han characters and Arabic
// letters do not continue a Latin name: Chinese is written without spaces and
// Arabic prefixes are attached.
func wordRune(r rune) bool {
	if unicode.In(r, unicode.Han, unicode.Arabic) {
		return false
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '+' || r == '#'
}

func runeBefore(s string, at int) rune {
	var prev rune
	for _, r := range s[max(0, at-4):at] {
		prev = r
	}
	return prev
}

func runeAfter(s string, at int) rune {
	for _, r := range s[at:] {
		return r
	}
	return 0
}

func words(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' && r != '+' && r != '#'
	})
}

// plainWords are words of questions that are no topic, several languages.
var plainWords = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(`about after also another been before being could describe does doing done each even every
explain from give have having here into just know like little made make many maybe more most much need other over please
really right same should some something such take talk tell than that their them then there these they thing think this those
through time very walk want well were what when where which while will with without would your yourself question questions
example examples experience work worked working
какой какая какие какую когда почему расскажите опишите можете было были есть этот этого если вашей вашего ваши вами
qanday qaysi nima uchun haqida ayting gapirib bering sizning
cuando donde cual sobre cuenteme hableme tiene puede como porque usted
welche welcher warum wann haben können erzählen beschreiben ihrer ihrem ihren etwas über einen eine
quel quelle quels pouvez vous votre parlez comment pourquoi dans avec
qual quando onde você pode fale conte como sobre
hangi neden nasıl için bahseder misiniz anlatır olan`) {
		m[w] = true
	}
	return m
}()

// Topics are what a question is about: the technologies it names and its
// longer words that are not question words.
func Topics(text, _ string) []string {
	const most = 6
	topics := Skills(text)
	for _, w := range words(text) {
		if len([]rune(w)) < 4 || plainWords[w] {
			continue
		}
		topics = addTerms(topics, []string{w})
	}
	return topics[:min(len(topics), most)]
}

// Plain says that a word in lower case carries no topic: a question word or
// one of the commonest verbs of interviews, in any of the languages.
func Plain(word string) bool { return plainWords[word] }
