package e2e

import (
	"strings"
	"testing"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
)

const (
	interviewer = v1.Speaker_SPEAKER_INTERVIEWER
	candidate   = v1.Speaker_SPEAKER_CANDIDATE
)

// The recorded interview goes in as sound; its questions come out answered, its
// remarks ignored, its speakers apart.
func TestRecordedInterview(t *testing.T) {
	t.Parallel()
	s := startService(t, t.TempDir(), nil)
	events := s.play(t, "--fast", "--context", demo+"context.json", "--candidate", demo+"candidate.opus", demo+"interviewer.opus")

	if first := events[0].GetStateChanged(); first.GetState() != v1.LiveState_LIVE_STATE_WAITING {
		t.Errorf("the first event is %v", events[0])
	}
	if notices := pick(events, (*v1.LiveEvent).GetNotice); len(notices) != 2 {
		t.Errorf("notices %v, want that there is neither recogniser nor model", notices)
	}
	turns := pick(events, (*v1.LiveEvent).GetQuestionDetected)
	wanted := []string{
		"can you tell me about yourself",
		"what was the most difficult problem that you had to solve how did you solve it", // with a pause in mid-sentence
		"how do you test your code what do you do when a test fails",
		"why do you want to work for our company",
	}
	if len(turns) != len(wanted) {
		t.Fatalf("%d turns with questions, want %d: %v", len(turns), len(wanted), turns)
	}
	for i, want := range wanted {
		like(t, strings.Join(turns[i].GetQuestions(), " "), want)
	}
	if n := len(turns[2].GetQuestions()); n != 2 {
		t.Errorf("the double question came as %d", n)
	}
	if ignored := pick(events, (*v1.LiveEvent).GetTurnIgnored); len(ignored) != 2 {
		t.Errorf("%d remarks ignored, want the greeting and the praise: %v", len(ignored), ignored)
	}

	completed := pick(events, (*v1.LiveEvent).GetSuggestionCompleted)
	if len(completed) != len(turns) {
		t.Fatalf("%d suggestions for %d turns", len(completed), len(turns))
	}
	for i, c := range completed {
		if c.GetTurnId() != turns[i].GetTurnId() {
			t.Errorf("suggestion %d is not for turn %d", i, i)
		}
		if a := c.GetAnswer(); !a.GetOutline() || c.GetModel() != "" || a.GetContent() == "" || len(a.GetSources()) == 0 {
			t.Errorf("suggestion %d is not an outline from the CV: %v", i, a)
		}
	}
	apart(t, events)
}

// apart holds the speakers to their own words: questions are made of the
// interviewer's utterances only.
func apart(t *testing.T, events []*v1.LiveEvent) {
	t.Helper()
	speakers := map[string]v1.Speaker{}
	for _, x := range pick(events, (*v1.LiveEvent).GetTranscript) {
		if before, known := speakers[x.GetUtteranceId()]; known && before != x.GetSpeaker() {
			t.Errorf("utterance %s changed its speaker", x.GetUtteranceId())
		}
		speakers[x.GetUtteranceId()] = x.GetSpeaker()
	}
	for _, q := range pick(events, (*v1.LiveEvent).GetQuestionDetected) {
		for _, u := range q.GetUtteranceIds() {
			if speakers[u] != interviewer {
				t.Errorf("question %v is made of %v's words", q.GetQuestions(), speakers[u])
			}
		}
	}
	like(t, said(events, interviewer), "good morning and thank you for coming in today can you tell me about yourself "+
		"what was the most difficult problem that you had to solve and how did you solve it that sounds very good "+
		"how do you test your code and what do you do when a test fails why do you want to work for our company")
	like(t, said(events, candidate), "good morning thank you for having me i am a software engineer i work with databases and large systems "+
		"our payment service was too slow so we moved the data to a new system i write the test first and then i write the code")
}

// The same question on the candidate's track, alone and over the interviewer.
func TestCandidateNeverTriggersASuggestion(t *testing.T) {
	t.Parallel()
	s := startService(t, t.TempDir(), nil)
	question := clip(t, demo+"interviewer.opus", "question.wav", firstQuestionFrom, firstQuestionTo)
	t.Run("alone", func(t *testing.T) {
		t.Parallel()
		events := s.play(t, "--speaker", "candidate", question)
		like(t, said(events, candidate), firstQuestion)
		if words := said(events, interviewer); words != "" {
			t.Errorf("the interviewer is said to have said %q", words)
		}
		for _, e := range events {
			if e.GetQuestionDetected() != nil || e.GetTurnIgnored() != nil || e.GetSuggestionStarted() != nil {
				t.Errorf("the candidate triggered %v", e)
			}
		}
	})
	t.Run("both at once", func(t *testing.T) {
		t.Parallel()
		other := clip(t, demo+"interviewer.opus", "other.wav", lastQuestionFrom, lastQuestionTo)
		events := s.play(t, "--candidate", question, other)
		like(t, said(events, candidate), firstQuestion)
		like(t, said(events, interviewer), lastQuestion)
		turns := pick(events, (*v1.LiveEvent).GetQuestionDetected)
		if len(turns) != 1 {
			t.Fatalf("questions %v, want the interviewer's alone", turns)
		}
		like(t, strings.Join(turns[0].GetQuestions(), " "), lastQuestion)
	})
}
