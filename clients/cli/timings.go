package main

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
)

// timings gathers what the table at the end of a play shows.
type timings struct {
	rows      []timingRow
	questions map[string]string
	ignored   int
}

type timingRow struct {
	question string
	t        *v1.SuggestionTimings
}

func newTimings() *timings { return &timings{questions: map[string]string{}} }

func (x *timings) see(e *v1.LiveEvent) {
	switch {
	case e.GetQuestionDetected() != nil:
		if q := e.GetQuestionDetected(); len(q.GetQuestions()) > 0 {
			x.questions[q.GetTurnId()] = q.GetQuestions()[0]
		}
	case e.GetTurnIgnored() != nil:
		x.ignored++
	case e.GetSuggestionCompleted().GetTimings().GetEndOfSpeech() != nil:
		c := e.GetSuggestionCompleted()
		x.rows = append(x.rows, timingRow{question: x.questions[c.GetTurnId()], t: c.GetTimings()})
	}
}

// answered counts the question turns that got a whole suggestion.
func (x *timings) answered() int { return len(x.rows) }

// print writes the table, and how to get real answers where there were none.
func (x *timings) print(out io.Writer, s *v1.LiveSession) {
	if len(x.rows) > 0 {
		fmt.Fprintln(out, "\nSeconds after the end of the question, by the session's clock:")
		w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(w, "question\ttranscript\tturn over\tfirst words\tlast words\t")
		var first []time.Duration
		for _, r := range x.rows {
			end := r.t.GetEndOfSpeech().AsDuration()
			first = append(first, r.t.GetFirstToken().AsDuration()-end)
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t\n", short(r.question), after(end, r.t.GetTranscriptReady().AsDuration()),
				after(end, r.t.GetTurnCommitted().AsDuration()), after(end, r.t.GetFirstToken().AsDuration()), after(end, r.t.GetLastToken().AsDuration()))
		}
		_ = w.Flush()
		slices.Sort(first)
		fmt.Fprintf(out, "%d question turn(s) answered, %d turn(s) with nothing to answer; first words after %.2f s (median), %.2f s (slowest).\n",
			len(first), x.ignored, median(first).Seconds(), first[len(first)-1].Seconds())
	}
	if s.GetDegradedRecognition() || s.GetOutlinesOnly() {
		fmt.Fprintln(out, "\nThis ran offline. For real transcripts and answers set OPENAI_API_KEY (or OPENAI_BASE_URL of a local server) and run the same command.")
	}
}

// median of values in ascending order, at least one.
func median(sorted []time.Duration) time.Duration {
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}

func after(from, to time.Duration) string {
	if to == 0 {
		return "-"
	}
	return fmt.Sprintf("%.2f", (to - from).Seconds())
}

func short(text string) string {
	const most = 30 // so that the table fits into 80 columns
	if r := []rune(text); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return text
}
