package question_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/interviewai-pro/interviewai/server/coach/question"
)

var earlier = question.Context{
	CandidateName: "Maria Gomez",
	Turns: []question.Turn{
		{ID: "t1", Questions: []string{"Tell me about the payment gateway you built."}, Kind: question.General},
		{ID: "t2", Questions: []string{"What is the difference between Kafka and RabbitMQ?"}, Kind: question.Technical},
	},
}

func TestFollowUps(t *testing.T) {
	for _, c := range []struct {
		lang, text, of string
		kind           question.Kind
	}{
		{"en", "And why?", "t2", question.Technical},
		{"en", "and why", "t2", question.Technical},
		{"en", "what about the second one", "t2", question.Technical},
		{"en", "why did you choose it", "t2", question.Technical},
		{"en", "can you elaborate", "t2", question.Technical},
		{"en", "What was the result?", "t2", question.Technical},
		{"en", "going back to the payment gateway what would you do differently", "t1", question.General},
		{"en", "You mentioned a gateway earlier. What was your role?", "t1", question.General},
		{"en", "What is your biggest weakness?", "", question.General},
		{"en", "tell me about yourself", "", question.General},
		{"en", "why do you want to work for our company", "", question.General},
		{"en", "what was the most difficult problem that you had to solve and how did you solve it", "", question.Behavioral},
		{"ru", "А почему?", "t2", question.Technical},
		{"uz", "Nega?", "t2", question.Technical},
		{"es", "¿Y por qué?", "t2", question.Technical},
		{"de", "Und warum?", "t2", question.Technical},
		{"fr", "Et pourquoi ?", "t2", question.Technical},
		{"pt", "E por quê?", "t2", question.Technical},
		{"tr", "Peki neden?", "t2", question.Technical},
		{"zh", "为什么呢？", "t2", question.Technical},
		{"ar", "ولماذا؟", "t2", question.Technical},
	} {
		v := question.Judge(c.text, c.lang, earlier)
		if !v.ToAnswer || v.FollowUpOf != c.of || v.Kind != c.kind {
			t.Errorf("%s %q: %+v, want follow-up of %q, %s", c.lang, c.text, v, c.of, c.kind)
		}
		if alone := question.Judge(c.text, c.lang, question.Context{}); alone.FollowUpOf != "" {
			t.Errorf("%s %q follows %q without any earlier turn", c.lang, c.text, alone.FollowUpOf)
		}
	}
}

func TestWhoIsSpokenTo(t *testing.T) {
	known := question.Context{CandidateName: "Maria Gomez", Colleagues: []string{"Priya"}}
	for _, c := range []struct {
		text     string
		ctx      question.Context
		toAnswer bool
		unsure   bool
	}{
		{"John, can you share the agenda?", known, false, false},
		{"john can you share the agenda", known, false, false},
		{"Priya, what do you think about the budget?", known, false, false},
		{"Maria, what is your biggest strength?", known, true, false},
		{"marya what is your biggest strength", known, true, false},
		{"So, Maria, can you tell me about yourself?", known, true, false},
		{"John, can you describe your last project?", question.Context{}, true, true},
		{"Finally, what are your plans?", known, true, false},
		{"Great, what is a mutex?", known, true, false},
	} {
		v := question.Judge(c.text, "en", c.ctx)
		if v.ToAnswer != c.toAnswer || v.Unsure != c.unsure {
			t.Errorf("%q: to answer %v, unsure %v (rule %s)", c.text, v.ToAnswer, v.Unsure, v.Rule)
		}
	}
}

func TestSeveralQuestionsAreAllKept(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{
			"Great, thanks. What is a mutex? And when would you use a channel? Let me know if you need paper.",
			[]string{"What is a mutex?", "when would you use a channel?"},
		},
		{
			"okay what is your biggest strength and what is your biggest weakness",
			[]string{"what is your biggest strength", "what is your biggest weakness"},
		},
		{
			"can you tell me what you did at your last company",
			[]string{"can you tell me what you did at your last company"},
		},
		{
			"Imagine the database is down. How would you find out why?",
			[]string{"Imagine the database is down. How would you find out why?"},
		},
	} {
		v := question.Judge(c.text, "en", question.Context{})
		if d := cmp.Diff(c.want, v.Questions); d != "" {
			t.Errorf("%q (-want +got):\n%s", c.text, d)
		}
	}
}

func TestCompleteness(t *testing.T) {
	for _, c := range []struct {
		lang, text string
		complete   bool
	}{
		{"en", "tell me about yourself", true},
		{"en", "tell me about", false},
		{"en", "what did you do when", false},
		{"en", "so tell me about a time when you", true},
		{"en", "we have a service and", false},
		{"en", "What do you, um,", false},
		{"en", "Well...", false},
		{"en", "What is it for?", true},
		{"ru", "Расскажите о проекте и", false},
		{"de", "Erzählen Sie von der", false},
		{"zh", "我想问一下关于", false},
		{"ar", "حدثني عن", false},
		{"es", "¿Qué hizo?", true},
	} {
		if v := question.Judge(c.text, c.lang, question.Context{}); v.Complete != c.complete {
			t.Errorf("%s %q: complete %v", c.lang, c.text, v.Complete)
		}
	}
}

func TestLanguageIsGuessedWhenNotGiven(t *testing.T) {
	n, right := 0, 0
	for _, l := range labels(t) {
		n++
		if question.Judge(l.text, "", question.Context{}).Language == l.lang {
			right++
		} else {
			t.Logf("%s not recognised: %q", l.lang, l.text)
		}
	}
	if share := pct(right, n); share < 90 {
		t.Errorf("%.1f %% of the labelled turns' languages were recognised, want 90", share)
	}
}

func FuzzJudge(f *testing.F) {
	for _, l := range labels(f) {
		f.Add(l.text, l.lang)
	}
	f.Add("why", "")
	f.Add("?!...", "xx")
	f.Fuzz(func(t *testing.T, text, lang string) {
		v := question.Judge(text, lang, earlier)
		if v.ToAnswer != (len(v.Questions) > 0) || v.ToAnswer != (v.Kind != "") || v.Rule == "" {
			t.Fatalf("%q: inconsistent verdict %+v", text, v)
		}
		for _, q := range v.Questions {
			if strings.TrimSpace(q) == "" || utf8.ValidString(text) && !utf8.ValidString(q) {
				t.Fatalf("%q: question %q", text, q)
			}
		}
	})
}
