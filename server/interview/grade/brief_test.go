package grade_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
	"github.com/interviewai-pro/interviewai/server/interview/grade"
)

// exam is a question as exams ask it: what is to be said is a sentence.
func exam(lang, question, sample string, points ...bank.Point) *bank.Question {
	for i := range points {
		points[i].ID = string(rune('a' + i))
	}
	return &bank.Question{ID: "exam", Type: bank.Technical, Domain: "backend", Texts: map[string]bank.Text{
		lang: {Question: question, Points: points, Sample: sample},
	}}
}

var (
	balancer = exam("en", "What is the job of a load balancer?",
		"It spreads requests over several servers and takes broken servers out of rotation.",
		bank.Point{Point: "Spreads requests over several servers"}, bank.Point{Point: "Takes broken servers out of rotation"})
	verbs = exam("en", "Which two operations does a mailbox offer?", "deposit and withdraw",
		bank.Point{Point: "deposit"}, bank.Point{Point: "withdraw"})
	reason = exam("en", "Why does a bloom filter never miss a stored key?",
		"Every bit of a stored key stays set, so the lookup finds all of them.", bank.Point{Point: "Every bit of a stored key stays set"})
	nightly = exam("en", "How often does the backup of the mailbox run?", "It runs each night.", bank.Point{Point: "each night"})
	phases  = exam("en", "What does the review of a book influence?",
		"The review influences both the drafting, which comes second in our process, and the polishing, which comes in the fifth week.",
		bank.Point{Point: "drafting"}, bank.Point{Point: "polishing"})
	queue = exam("zh", "消息队列有什么作用？", "消息队列让服务解耦，并且平滑流量高峰。",
		bank.Point{Point: "让服务解耦"}, bank.Point{Point: "平滑流量高峰"})
)

func level(t *testing.T, q *bank.Question, lang, text string) grade.Result {
	t.Helper()
	r, err := rules.Grade(t.Context(), grade.Answer{Question: q, Language: lang, Text: text})
	if err != nil {
		t.Fatal(err)
	}
	quoted(t, text, r)
	return r
}

// TestShortAnswersToShortQuestions holds that an answer is whole where it says
// what a short sample says, however short and plain it is, and is none where it
// does not.
func TestShortAnswersToShortQuestions(t *testing.T) {
	for _, c := range []struct {
		q           *bank.Question
		lang, text  string
		least, most int
	}{
		{balancer, "en", balancer.Texts["en"].Sample, 5, 5},
		{balancer, "en", "It distributes the requests among several servers, and broken ones are taken out of the rotation.", 4, 5},
		{balancer, "en", "It spreads the requests over servers.", 2, 3},
		{balancer, "en", "It is the job of a load balancer.", 1, 1},
		{balancer, "en", "My sister plays the violin every evening.", 1, 1},
		{balancer, "en", "fine", 1, 1},
		{verbs, "en", "deposit and withdraw", 5, 5},
		{verbs, "en", "deposit, withdraw", 4, 5},
		{verbs, "en", "deposit", 2, 3},
		{verbs, "en", "open and close", 1, 1},
		{reason, "en", reason.Texts["en"].Sample, 5, 5},
		{reason, "en", "Every bit of the key stays set.", 4, 5},
		{reason, "en", "I don't know why every bit of a stored key stays set.", 1, 1},
		{nightly, "en", "The backup of the mailbox runs at night.", 4, 5},
		{nightly, "en", "The backup of the mailbox runs often.", 1, 1},
		{phases, "en", "Drafting and polishing.", 4, 5},
		{phases, "en", "Printing and binding.", 1, 1},
		{phases, "en", "polishing", 1, 1},
		{queue, "zh", "让服务解耦，平滑流量高峰。", 5, 5},
		{queue, "zh", "它可以平滑流量的高峰。", 2, 3},
		{queue, "zh", "今天天气很好，我们去公园。", 1, 1},
	} {
		r := level(t, c.q, c.lang, c.text)
		if r.Level < c.least || r.Level > c.most {
			t.Errorf("%q has level %d (%.1f, unfit %q), wants %d to %d: %+v", c.text, r.Level, r.Score, r.Unfit, c.least, c.most, r.Dimensions)
		}
	}
}

// TestSampleSaysWhatIsEnough holds that depth and structure ask for no more than a
// short sample has, and for as much.
func TestSampleSaysWhatIsEnough(t *testing.T) {
	figures := exam("en", "How is the ring of the store sized?", "The ring has 256 slots because rehashing costs 40 milliseconds. Then it doubles.",
		bank.Point{Point: "The ring has a fixed count of slots"}, bank.Point{Point: "It doubles then"})
	plain := "The ring has a fixed count of slots, and it doubles then."
	full := "The ring has 256 slots because rehashing costs 40 milliseconds. Then it doubles."
	dimension := func(text, name string) float64 {
		for _, d := range level(t, figures, "en", text).Dimensions {
			if d.Name == name {
				return d.Points
			}
		}
		t.Fatalf("no dimension %s", name)
		return 0
	}
	if got := dimension(full, grade.Depth); got != 2 {
		t.Errorf("the sample itself has %.1f for depth", got)
	}
	if got := dimension(full, grade.Structure); got != 2 {
		t.Errorf("the sample itself has %.1f for structure", got)
	}
	if p, f := dimension(plain, grade.Depth), dimension(full, grade.Depth); p >= f-0.5 {
		t.Errorf("without figures and reasons depth is %.1f, with them %.1f", p, f)
	}
	if p, f := dimension(plain, grade.Structure), dimension(full, grade.Structure); p >= f {
		t.Errorf("in one sentence structure is %.1f, in two %.1f", p, f)
	}
}

// lengthy is a question with a sample as long as the bank's, and phrases for its
// two points.
func lengthy(says ...string) *bank.Question {
	short := balancer.Texts["en"]
	points := slices.Clone(short.Points)
	for i := range points {
		if i < len(says) {
			points[i].Says = says[i : i+1]
		}
	}
	return exam("en", short.Question, short.Sample+strings.Repeat(" We had such a thing in front of the shop for years, and I tell of it.", 8), points...)
}

// TestLongSamplesAskForMore holds that a question whose sample is as long as the
// bank's is graded as those are: a sentence is not enough, and a word of a point
// that is rare makes it.
func TestLongSamplesAskForMore(t *testing.T) {
	long := lengthy("distributes traffic", "health checks fail")
	if r := level(t, long, "en", balancer.Texts["en"].Sample); r.Level > 4 {
		t.Errorf("one sentence has level %d, %.1f", r.Level, r.Score)
	}
	if r := level(t, long, "en", "deposit"); r.Unfit != grade.TooShort {
		t.Errorf("one word is %q", r.Unfit)
	}
}

// TestPointsWithoutPhrases holds that a question with no other ways to make its
// points than their own words is held against those, however long its sample is:
// one rare word is no point.
func TestPointsWithoutPhrases(t *testing.T) {
	text := "The rotation of the tyres was done in the garage, and the load was balanced well after that, I think."
	for _, says := range [][]string{nil, {"spreads requests", "broken servers"}} {
		if r := level(t, lengthy(says...), "en", text); r.Points[1].Covered {
			t.Errorf("with phrases %v: %+v", says, r.Points)
		}
		if r := level(t, lengthy(says...), "en", balancer.Texts["en"].Sample); !r.Points[1].Covered {
			t.Errorf("with phrases %v the sample makes no point: %+v", says, r.Points)
		}
	}
}

// TestOneWordProvesNothingMore holds that a model proves a point by one word only
// where that is the whole of a short question's answer.
func TestOneWordProvesNothingMore(t *testing.T) {
	found := grade.Found{Points: []grade.FoundPoint{{ID: "a", Quotes: []string{"deposit"}}}}
	if r := grade.Assess(grade.Answer{Question: verbs, Language: "en", Text: "deposit"}, found); !r.Points[0].Covered {
		t.Errorf("all that was said proves nothing: %+v", r.Points)
	}
	text := "You may deposit, and withdraw what you have deposited."
	if r := grade.Assess(grade.Answer{Question: verbs, Language: "en", Text: text}, found); r.Points[0].Covered {
		t.Errorf("one word of many proves a point: %+v", r.Points)
	}
}

// TestRareWordsAreNoPoint holds that a technical point of many words is touched on
// by two of them, however rare they are, and made by most.
func TestRareWordsAreNoPoint(t *testing.T) {
	q := lengthy("distributes traffic", "health checks fail")
	text := q.Texts["en"]
	text.Points[0].Point = "Drains the connections, deregisters the node from the catalogue, waits for the handshake, restarts the daemon"
	for answer, made := range map[string]bool{
		"Somebody deregisters it from that catalogue then, I suppose, and that is what the balancer does.":       false,
		"It drains the connections, deregisters the node from its catalogue, waits for a handshake and goes on.": true,
	} {
		p := level(t, q, "en", answer).Points[0]
		if p.Covered != made || p.Partly == made {
			t.Errorf("%q: %+v", answer, p)
		}
	}
}
