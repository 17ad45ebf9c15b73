package coach_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/coach"
	"github.com/interviewai-pro/interviewai/server/coach/question"
	"github.com/interviewai-pro/interviewai/server/llm/llmtest"
)

func TestSpokenQuestionIsAnsweredWordByWord(t *testing.T) {
	r := newRig(t)
	c, _, m := r.converse("e1")
	turn(c, m, 1, coach.Interviewer, "Tell me about a difficult project?")
	seen := r.events(0, untilLast(isCompleted))
	want := `state:waiting interviewer:"Tell me about a difficult project?" question opened completed`
	if got := outline(seen); got != want {
		t.Errorf("events\n got %s\nwant %s", got, want)
	}
	text, last := "", int64(0)
	for _, e := range seen {
		if e.Sequence <= last {
			t.Errorf("number %d came after %d", e.Sequence, last)
		}
		last = e.Sequence
		if e.Delta != nil {
			text += e.Delta.Text
		}
	}
	done := seen[len(seen)-1].Completed
	if text != done.Answer.Content || !strings.Contains(text, "Kafka") {
		t.Errorf("the pieces make %q, the whole is %q", text, done.Answer.Content)
	}
	if done.Timings.EndOfSpeech != 11*time.Second || done.Timings.FirstToken == 0 || done.Timings.LastToken < done.Timings.FirstToken {
		t.Errorf("timings %+v", done.Timings)
	}
	if q := r.model.Requests()[0]; !strings.Contains(q.User+q.System, "Kafka") {
		t.Error("the model was not told the CV")
	}
}

func TestRemarkIsNotAnswered(t *testing.T) {
	r := newRig(t)
	c, _, m := r.converse("e1")
	turn(c, m, 1, coach.Interviewer, "That sounds very good, thank you.")
	seen := r.events(0, untilLast(func(e coach.Event) bool { return e.Ignored != nil }))
	if n := len(r.model.Requests()); n != 0 {
		t.Errorf("the model was asked %d times after %s", n, outline(seen))
	}
}

func TestCandidateIsNeverAnswered(t *testing.T) {
	r := newRig(t)
	c, _, m := r.converse("e1")
	turn(c, m, 1, coach.Candidate, "What do you think about a question like this?")
	turn(c, m, 2, coach.Interviewer, "Thank you.")
	seen := r.events(0, untilLast(func(e coach.Event) bool { return e.Ignored != nil }))
	if strings.Contains(outline(seen), " opened") || len(r.model.Requests()) != 0 {
		t.Errorf("the candidate was answered: %s", outline(seen))
	}
}

func TestDraftIsShownOnlyWhenCommitted(t *testing.T) {
	r := newRig(t)
	c, _, m := r.converse("e1")
	text := "Why do you want to work here?"
	speak(c, m, "i1", coach.Interviewer, 0, text)
	c.Draft("t1", "d1", text)
	r.awaitModel(c, m)
	c.Commit(coach.Commit{TurnID: "t1", DraftID: "d1", SegmentIDs: []string{"i1"}, Text: text, Speaker: coach.Interviewer})
	seen := r.events(0, untilLast(isCompleted))
	if n := len(r.model.Requests()); n != 1 {
		t.Errorf("the model was asked %d times, want the draft's once", n)
	}
	if done := seen[len(seen)-1].Completed; !done.Timings.Speculated {
		t.Error("the suggestion is not marked as begun early")
	}
	for i, e := range seen {
		if e.Delta != nil {
			if !strings.Contains(outline(seen[:i]), "question opened") {
				t.Error("words of the draft were shown before the turn was over")
			}
			break
		}
	}
}

func TestCancelledDraftLeavesNothing(t *testing.T) {
	r := newRig(t)
	r.model.Script(llmtest.Reply{Text: "first try", StallAfter: 1}, llmtest.Reply{Text: "the second answer"})
	c, _, m := r.converse("e1")
	c.Draft("t1", "d1", "Why do you want to work?")
	c.Draft("t1", "d1", "Why do you want to work?") // a repeated message
	r.awaitModel(c, m)
	c.CancelDraft("d1")
	await(m, func(d draftCancelled) bool { return d == "d1" })
	c.Draft("t1", "d2", "Why do you want to work in Berlin?")
	turnText := "Why do you want to work in Berlin?"
	c.Commit(coach.Commit{TurnID: "t1", DraftID: "d2", Text: turnText, Speaker: coach.Interviewer})
	seen := r.events(0, untilLast(isCompleted))
	if got := outline(seen); got != "state:waiting question opened completed" {
		t.Errorf("events %s", got)
	}
	c.CancelDraft("unknown")
	await(m, func(d draftCancelled) bool { return d == "unknown" })
}

func TestTurnIsAnsweredOnceHoweverOftenItIsCommitted(t *testing.T) {
	r := newRig(t)
	c, _, m := r.converse("e1")
	for range 3 {
		c.Commit(coach.Commit{TurnID: "t1", Text: "Why do you want to work here?", Speaker: coach.Interviewer})
		await(m, accepted("t1"))
	}
	r.events(0, untilLast(isCompleted))
	turn(c, m, 2, coach.Interviewer, "Thank you.")
	seen := r.events(0, untilLast(func(e coach.Event) bool { return e.Ignored != nil }))
	if n := strings.Count(outline(seen), "completed"); n != 1 {
		t.Errorf("answered %d times: %s", n, outline(seen))
	}
}

func TestInterimWordsGrowBeforeTheFinal(t *testing.T) {
	r := newRig(t)
	c, _, m := r.converse("e1")
	c.Audio("i1", coach.Interviewer, 0, 0, sound("Tell me", true))
	await(m, func(s coach.SegmentText) bool { return s.Interim && s.Text == "Tell me" })
	c.Audio("i1", coach.Interviewer, 0, 4, sound(" me about you", true)) // overlaps what is there
	await(m, func(s coach.SegmentText) bool { return s.Interim && s.Text == "Tell me about you" })
	c.Transcribe("i1", 1, time.Second)
	await(m, func(s coach.SegmentText) bool { return s.Revision == 1 && !s.Final && s.Text == "Tell me about you" })
	c.EndSegment("i1", 1, time.Second)
	if s := await(m, final("i1")); s.Text != "Tell me about you" || s.Revision != 1 {
		t.Errorf("final %+v", s)
	}
}

func TestRecogniserDownInventsNothingAndSaysSo(t *testing.T) {
	r := newRig(t)
	c, _, m := r.converse("e1")
	r.words.breakDown(fmt.Errorf("provider: %w", coach.ErrUnavailable))
	if s := speak(c, m, "i1", coach.Interviewer, 0, "Why?"); !s.Failed || s.Text != "" {
		t.Errorf("final %+v, want failed without text", s)
	}
	r.words.breakDown(nil)
	turn(c, m, 2, coach.Interviewer, "Why do you want to work here?")
	seen := r.events(0, untilLast(isCompleted))
	if got := outline(seen); got != `state:waiting failure:transcription_unavailable interviewer:"Why do you want to work here?" question opened completed` {
		t.Errorf("events %s", got)
	}
}

func TestModelDownGivesALabelledOutline(t *testing.T) {
	r := newRig(t)
	r.model.Script(llmtest.Reply{Status: 400})
	c, _, m := r.converse("e1")
	turn(c, m, 1, coach.Interviewer, "Tell me about a time you solved a hard problem?")
	seen := r.events(0, untilLast(isCompleted))
	done := seen[len(seen)-1].Completed
	if !done.Answer.Outline || done.Model != "" {
		t.Errorf("completed without a model: %+v", done)
	}
	if got := outline(seen); !strings.HasSuffix(got, "question opened cancelled:provider_failed failure:answer_unavailable opened completed") {
		t.Errorf("events %s", got)
	}
}

func TestModelBreakingOffIsSaid(t *testing.T) {
	r := newRig(t)
	r.model.Script(llmtest.Reply{Text: strings.Repeat("many words follow here ", 30), BreakAfter: 40})
	c, _, m := r.converse("e1")
	turn(c, m, 1, coach.Interviewer, "Tell me about a time you solved a hard problem?")
	seen := r.events(0, untilLast(isCompleted))
	if done := seen[len(seen)-1].Completed; !done.Interrupted || done.Answer.Content == "" {
		t.Errorf("completed %+v, want what came, marked as broken off", done)
	}
	if got := outline(seen); !strings.Contains(got, "failure:answer_interrupted") {
		t.Errorf("events %s", got)
	}
}

func TestEchoBelongsToTheLouder(t *testing.T) {
	words := "Why do you want to work here?"
	for _, first := range []coach.Speaker{coach.Interviewer, coach.Candidate} {
		t.Run(string(first)+" first", func(t *testing.T) {
			r := newRig(t)
			c, _, m := r.converse("e1")
			second := coach.Candidate
			if first == coach.Candidate {
				second = coach.Interviewer
			}
			a := speak(c, m, "a1", first, time.Second, words)
			b := speak(c, m, "b1", second, 1500*time.Millisecond, words)
			turn(c, m, 9, coach.Interviewer, "Thank you.")
			seen := r.events(0, untilLast(func(e coach.Event) bool { return e.Ignored != nil }))
			left := map[coach.Speaker]string{}
			for _, e := range seen {
				if e.Said != nil && e.Said.Final && e.Said.Start < 5*time.Second {
					left[e.Said.Speaker] = e.Said.Text
				}
			}
			if left[coach.Interviewer] != words || left[coach.Candidate] != "" {
				t.Errorf("left are %v; finals were %q and %q", left, a.Text, b.Text)
			}
			if !strings.Contains(outline(seen), "notice:echo_removed") {
				t.Error("nobody was told")
			}
		})
	}
}

func TestContradictionIsPointedOut(t *testing.T) {
	r := newRig(t)
	c, _, m := r.converse("e1")
	turn(c, m, 1, coach.Candidate, "I have twelve years of experience with Go.")
	seen := r.events(0, untilLast(func(e coach.Event) bool { return e.Notice != nil }))
	if n := seen[len(seen)-1].Notice; n.Kind != "contradiction" || !strings.Contains(n.Message, "5") {
		t.Errorf("notice %+v", n)
	}
}

func TestWordsAreFinalBeforeTheQuestionTheyMade(t *testing.T) {
	r := newRig(t)
	c, _, m := r.converse("e1")
	text := "Why do you want to work here?"
	c.Audio("i1", coach.Interviewer, 0, 0, sound(text, true))
	c.Transcribe("i1", 1, time.Second)
	await(m, func(s coach.SegmentText) bool { return s.Revision == 1 })
	c.Commit(coach.Commit{TurnID: "t1", SegmentIDs: []string{"i1"}, Text: text, Speaker: coach.Interviewer})
	c.EndSegment("i1", 1, time.Second) // the media role closes it a little later
	if s := await(m, func(s coach.SegmentText) bool { return s.Final }); s.Failed || s.Text != text {
		t.Errorf("final %+v", s)
	}
	seen := r.events(0, untilLast(isCompleted))
	if got := outline(seen); got != `state:waiting interviewer:"Why do you want to work here?" question opened completed` {
		t.Errorf("events %s", got)
	}
}

func TestModelDecidesWhereRulesAreUnsureAndItCostsNoWaiting(t *testing.T) {
	// A bare case without a question: the rules answer it, but are unsure.
	text := unsureText(t)
	for _, tc := range []struct {
		reply string
		want  string
	}{
		{"yes", "question opened completed"},
		{"no", "ignored"},
		{"perhaps", "question opened completed"}, // no verdict: the rules'
	} {
		t.Run(tc.reply, func(t *testing.T) {
			r := newRig(t)
			asked := make(chan struct{}, 10)
			r.model.Handle(func(q llmtest.Request) llmtest.Reply {
				if strings.Contains(q.System, "one word: yes or no") {
					asked <- struct{}{}
					return llmtest.Reply{Text: tc.reply}
				}
				return llmtest.Reply{Text: "I would begin with the users."}
			})
			c, _, m := r.converse("e1")
			c.Draft("t1", "d1", text)
			<-asked
			coach.AwaitOpinion(c, "d1", tc.reply != "perhaps")
			c.Commit(coach.Commit{TurnID: "t1", DraftID: "d1", Text: text, Speaker: coach.Interviewer})
			await(m, accepted("t1"))
			seen := r.events(0, untilLast(func(e coach.Event) bool { return e.Completed != nil || e.Ignored != nil }))
			if got := outline(seen); got != "state:waiting "+tc.want {
				t.Errorf("events %s, want %s", got, tc.want)
			}
		})
	}
}

// unsureText finds words that the rules want answered but are unsure about.
func unsureText(t *testing.T) string {
	t.Helper()
	for _, text := range []string{
		"Imagine our checkout is slow on every Monday morning.", "Suppose a service is down and nobody knows why.",
		"Let's say you have two days to ship a feature.",
	} {
		if v := question.Judge(text, "en", question.Context{}); v.Unsure && v.ToAnswer {
			return text
		}
	}
	t.Fatal("the rules are sure about everything")
	return ""
}

func TestFallbackRecogniserIsAnnouncedOnceAndSoIsItsEnd(t *testing.T) {
	r := newRig(t)
	c, _, m := r.converse("e1")
	for i, worse := range []bool{false, true, true, false, false} {
		r.words.mu.Lock()
		r.words.worse = worse
		r.words.mu.Unlock()
		turn(c, m, i, coach.Interviewer, "Thank you.")
	}
	seen := r.events(0, func(seen []coach.Event) bool { return strings.Count(outline(seen), "ignored") == 5 })
	got := outline(seen)
	if strings.Count(got, "notice:recognition_degraded") != 1 || strings.Count(got, "notice:recognition_restored") != 1 ||
		strings.Index(got, "degraded") > strings.Index(got, "restored") {
		t.Errorf("events %s", got)
	}
}
