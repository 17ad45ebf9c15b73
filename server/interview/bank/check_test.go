package bank_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
)

// sound is a question without a fault; tests break it.
const sound = `- id: qa-flaky-test
  type: technical
  domain: qa
  category: automation
  difficulty: mid
  technologies: []
  tags: [flakiness]
  seconds: 120
  en: &text
    question: A test fails once in ten runs. What do you do about it?
    points:
      - {id: repeat, point: Runs it many times, says: [hundred runs, repeat overnight, loop it, stress run]}
      - {id: order, point: Looks at order and shared state, says: [shared state, random order, leftover data, isolation]}
      - {id: wait, point: Replaces sleeping by waiting, says: [explicit wait, wait condition, poll until, no sleep]}
    hints: [Think of what differs between two executions.]
    follow_ups:
      - {point: order, question: "Why may it pass alone and fail together with others?"}
    sample: >-
      I begin with a hundred runs on one machine, with the log of each kept, so that I have more than one failure to look
      at. Then I ask what differs between the good ones and the bad ones. Quite often it is shared state: another case
      leaves a user behind, and ours finds two of them where it expects one. I give it a fresh user and see whether the
      failures end. The second usual suspect is time. Where somebody wrote two seconds of sleeping I put an explicit wait
      for the thing itself, which is faster and steady. Until it is steady I take it out of the gate, with a ticket and a
      date, because a signal that nobody believes is worse than none. After the repair it has to stay green for a week.
  ru: *text
`

func faults(files ...bank.File) []string {
	var out []string
	for _, f := range bank.Check(files) {
		out = append(out, f.String())
	}
	return out
}

func TestSoundQuestion(t *testing.T) {
	if got := faults(bank.File{Name: "qa.yaml", Data: []byte(sound)}); len(got) > 0 {
		t.Errorf("a sound question has faults: %q", got)
	}
}

func TestEachFaultIsTold(t *testing.T) {
	for _, test := range []struct{ old, replacement, want string }{
		{"id: qa-flaky-test", "id: flaky", "id: must be qa-words"},
		{"type: technical", "type: quiz", `type: "quiz" is none`},
		{"domain: qa", "domain: data", `domain: is "data"`},
		{"category: automation", "category: Automation", `category: "Automation" must be lower case`},
		{"difficulty: mid", "difficulty: hard", `difficulty: "hard" is none`},
		{"tags: [flakiness]", "tags: []", "tags: none"},
		{"tags: [flakiness]", "tags: [a, a]", `tags: "a" twice`},
		{"seconds: 120", "seconds: 20", "seconds: 20 is not within"},
		{"seconds: 120", "minutes: 2", "line 8"},
		{"seconds: 120", "seconds: soon", "qa.yaml qa-flaky-test: line 8: cannot unmarshal"},
		{"  ru: *text", "", "ru: language is missing"},
		{"  ru: *text", "  it: *text", "it: neither a field nor a language"},
		{"  ru: *text", "  ru: *text\n  zh: *text", "zh sample:"},
		{"    hints: [Think of what differs between two executions.]", "    hints: []", "en hints: 0"},
		{"differs between two executions", "shared state there is", "en hints: gives point order away"},
		{"What do you do about it?", "Is it shared state?", "the question itself says"},
		{"id: wait, ", "id: order, ", `id "order" must be`},
		{"point: order, question", "point: other, question", `point "other" must be`},
		{"an explicit wait", "a look", "sample: does not make point wait"},
		{"loop it, ", "", "point repeat: 3 says"},
		{"loop it", "the long loop", `has the stop word "the"`},
		{"loop it", "runs hundred", "finds the same as"},
		{"loop it", "decisions", `says "decisions" is an everyday word`},
		{"loop it", "at the decision", "is an everyday word"},
		{"loop it", "so many words in a row here", "one to four words"},
		{"- id: qa-flaky-test", "  - id", "qa.yaml: parse questions"},
	} {
		broken := strings.Replace(sound, test.old, test.replacement, 1)
		if broken == sound {
			t.Fatalf("%q is not in the question", test.old)
		}
		got := faults(bank.File{Name: "qa.yaml", Data: []byte(broken)})
		if !slices.ContainsFunc(got, func(f string) bool { return strings.Contains(f, test.want) }) {
			t.Errorf("%q for %q: %q, want %q", test.replacement, test.old, got, test.want)
		}
	}
}

// An everyday word makes a point where it is the speaker's, and where another
// word stands by it or is joined to it.
func TestEverydayWordsInPhrases(t *testing.T) {
	for _, say := range []string{"my decision", "on-call", "decision log", "rollback"} {
		text := strings.Replace(sound, "loop it", say, 1)
		if got := faults(bank.File{Name: "qa.yaml", Data: []byte(text)}); len(got) > 0 {
			t.Errorf("%q has faults: %q", say, got)
		}
	}
}

// What administrators send stands in no file, and names its domain itself.
func TestFaultsOfTextWithoutAFile(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"- {", "parse questions: "},
		{"- id: x", `x domain: "": name one`},
		{strings.Replace(sound, "domain: qa", "domain: Quality Assurance", 1), `qa-flaky-test domain: "Quality Assurance": name one`},
	} {
		var got []string
		for _, f := range bank.CheckText([]byte(test.text)) {
			got = append(got, f.String())
		}
		if !slices.ContainsFunc(got, func(f string) bool { return strings.HasPrefix(f, test.want) }) {
			t.Errorf("%q: %q, want %q", test.text, got, test.want)
		}
	}
	if got := bank.CheckText([]byte(sound)); len(got) > 0 {
		t.Errorf("faults of a sound question: %v", got)
	}
}

func TestRepeatedQuestions(t *testing.T) {
	again := strings.Replace(sound, "qa-flaky-test", "qa-unsteady-test", 1)
	again = strings.Replace(again, "once in ten runs", "twice in ten runs", 1)
	got := strings.Join(faults(bank.File{Name: "qa.yaml", Data: []byte(sound + again + sound)}), "\n")
	for _, want := range []string{
		"qa-unsteady-test en question: ", "% of the words are those of qa-flaky-test",
		"the sample of qa-unsteady-test makes 3", "id is also used in qa.yaml",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("faults lack %q:\n%s", want, got)
		}
	}
}

func TestMixOfDomain(t *testing.T) {
	var all strings.Builder
	for i := range 15 {
		all.WriteString(strings.Replace(sound, "qa-flaky-test", "qa-test-"+string(rune('a'+i)), 1))
	}
	// Anchors belong to one document; each question has its own text here.
	got := strings.Join(faults(bank.File{Name: "qa.yaml", Data: []byte(all.String())}), "\n")
	for _, want := range []string{"0% are junior", "100% are mid", "1 categories", `15 questions of "automation"`} {
		if !strings.Contains(got, want) {
			t.Errorf("faults lack %q", want)
		}
	}
}

func TestLoad(t *testing.T) {
	questions, err := bank.Load(fstest.MapFS{"qa.yaml": {Data: []byte(sound)}, "empty.yaml": {}, "notes.txt": {Data: []byte("?")}})
	if err != nil || len(questions) != 1 {
		t.Fatalf("%d questions, %v", len(questions), err)
	}
	q := questions[0]
	if text, lang := q.In("uz"); lang != "en" || text.Points[1].ID != "order" || q.Complete() {
		t.Errorf("in uz it is in %s with points %v", lang, text.Points)
	}
	if _, err := bank.Load(fstest.MapFS{"qa.yaml": {Data: []byte(sound + "  colour: red\n")}}); err == nil {
		t.Error("an unknown field is taken")
	}
	index := bank.NewIndex(questions)
	if found, ok := index.Question("qa-flaky-test"); !ok || found.Seconds != 120 || len(index.Questions()) != 1 {
		t.Error("the index does not find the question")
	}
	if _, ok := index.Question("qa-other"); ok {
		t.Error("the index finds a question that is not there")
	}
}

func TestMissing(t *testing.T) {
	rows := bank.Tally([]bank.Question{{Domain: "qa", Difficulty: bank.Junior}, {Domain: "qa", Difficulty: bank.Senior}})
	missing := strings.Join(bank.Missing(rows), "\n")
	if !strings.Contains(missing, "qa: 2 questions, 25 wanted") || !strings.Contains(missing, "2 questions in all, 300 wanted") {
		t.Errorf("missing is %q", missing)
	}
	if last := rows[len(rows)-1]; last.Junior != 1 || last.Senior != 1 || last.Categories != 1 {
		t.Errorf("the sum is %s", last)
	}
}
