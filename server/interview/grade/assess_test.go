package grade_test

import (
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/interview/grade"
)

const planned = "First I read the execution plan, because otherwise I only guess. Then I would add a composite index for the filter."

// TestAssessBelievesQuotesOnly claims the same point with one quote each.
func TestAssessBelievesQuotesOnly(t *testing.T) {
	q := question(t, "backend-slow-query")
	for name, test := range map[string]struct {
		quote string
		want  string
	}{
		"exact":            {"I read the execution plan", "I read the execution plan"},
		"trimmed":          {"  “I read the execution plan” ", "I read the execution plan"},
		"whole sentence":   {"First I read the execution plan, because otherwise I only guess.", "First I read the execution plan, because otherwise I only guess."},
		"invented":         {"I ran explain analyze on the replica", ""},
		"another case":     {"first i read the execution plan", ""},
		"a word changed":   {"I read the query plan", ""},
		"a letter":         {"a", ""},
		"a word":           {"plan", ""},
		"only small words": {"Then I would", ""},
		"nothing":          {"", ""},
		"space":            {"   ", ""},
		"no text at all":   {"\xff\xfe", ""},
	} {
		f := grade.Found{Points: []grade.FoundPoint{{ID: "plan", Quotes: []string{test.quote}}, {ID: "unknown", Quotes: []string{"composite index"}}}}
		r := grade.Assess(grade.Answer{Question: q, Language: "en", Text: planned}, f)
		quoted(t, planned, r)
		got := strings.Join(r.Points[0].Evidence, "|")
		if got != test.want || r.Points[0].Covered != (test.want != "") {
			t.Errorf("%s: evidence %q, covered %v; want %q", name, got, r.Points[0].Covered, test.want)
		}
		if len(r.Points) != 5 {
			t.Errorf("%s: %d points", name, len(r.Points))
		}
	}
}

func TestAssessBoundsQuotes(t *testing.T) {
	q := question(t, "backend-slow-query")
	long := strings.Repeat("I read the execution plan with care and with my colleague. ", 30)
	r := grade.Assess(grade.Answer{Question: q, Language: "en", Text: planned + " " + long}, grade.Found{Points: []grade.FoundPoint{
		{ID: "plan", Quotes: []string{long, "read the execution plan", "read the execution plan", "I read the execution", "the execution plan with care", "with my colleague"}},
	}})
	if r.Unfit == "" {
		t.Errorf("thirty times the same sentence is an answer: %+v", r.Points[0])
	}
	text := planned + " My colleague Ann reads it again before lunch and signs the ticket."
	r = grade.Assess(grade.Answer{Question: q, Language: "en", Text: text}, grade.Found{Points: []grade.FoundPoint{{
		ID: "plan", Quotes: []string{"read the execution plan", "read the execution plan", "I read the execution", "because otherwise I only guess", "My colleague Ann reads it"},
	}}})
	if got := r.Points[0].Evidence; len(got) != 3 || got[0] == got[1] {
		t.Errorf("evidence is %q, want three different quotes", got)
	}
}

// TestAssessPartly counts a point that is touched on as half.
func TestAssessPartly(t *testing.T) {
	a := grade.Answer{Question: question(t, "backend-slow-query"), Language: "en", Text: planned}
	quote := []string{"I read the execution plan"}
	found := func(points ...grade.FoundPoint) grade.Result { return grade.Assess(a, grade.Found{Points: points}) }
	none, half := found(), found(grade.FoundPoint{ID: "plan", Quotes: quote, Partly: true})
	whole := found(grade.FoundPoint{ID: "plan", Quotes: quote, Partly: true}, grade.FoundPoint{ID: "plan", Quotes: quote})
	if none.Dimensions[0].Points != 0 || half.Dimensions[0].Points != 0.5 || whole.Dimensions[0].Points != 1 {
		t.Errorf("coverage is %v, %v, %v", none.Dimensions[0], half.Dimensions[0], whole.Dimensions[0])
	}
	if !half.Points[0].Partly || half.Points[0].Covered || whole.Points[0].Partly || len(half.Strengths) > 0 {
		t.Errorf("half %+v, whole %+v", half.Points[0], whole.Points[0])
	}
}

// TestAssessKnowsDenials: what the speaker says not to know proves nothing.
func TestAssessKnowsDenials(t *testing.T) {
	text := "I never used a composite index. I would read the execution plan and ask a colleague who knows databases better than me."
	r := grade.Assess(grade.Answer{Question: question(t, "backend-slow-query"), Language: "en", Text: text}, grade.Found{Points: []grade.FoundPoint{
		{ID: "index", Quotes: []string{"used a composite index"}}, {ID: "plan", Quotes: []string{"read the execution plan"}},
	}})
	if made := covered(r); made["index"] || !made["plan"] {
		t.Errorf("points made are %v", made)
	}
}

func TestAssessParts(t *testing.T) {
	text := "Last year my team owed a client a report. I underestimated it and told her the same day. In the end it came a week late."
	r := grade.Assess(grade.Answer{Question: question(t, "behavioral-missed-deadline"), Language: "en", Text: text}, grade.Found{Parts: []grade.FoundPart{
		{Part: grade.Outcome, Quote: "In the end it came a week late."},
		{Part: grade.Situation, Quote: "Two years ago"},
		{Part: grade.Situation, Quote: "Last year my team owed a client a report."},
		{Part: "plot", Quote: "told her the same day"},
	}})
	want := []grade.Part{
		{Part: grade.Situation, Evidence: "Last year my team owed a client a report."},
		{Part: grade.Task},
		{Part: grade.Action},
		{Part: grade.Outcome, Evidence: "In the end it came a week late."},
	}
	for i, p := range r.Parts {
		if p != want[i] {
			t.Errorf("part %+v, want %+v", p, want[i])
		}
	}
}

// TestDepthCountsWithPoints: depth and structure are worth what the points are
// that they stand with.
func TestDepthCountsWithPoints(t *testing.T) {
	a := grade.Answer{Question: question(t, "backend-slow-query"), Language: "en", Text: planned}
	quote := []string{"I read the execution plan"}
	few := grade.Assess(a, grade.Found{Points: []grade.FoundPoint{{ID: "plan", Quotes: quote}}})
	many := grade.Assess(a, grade.Found{Points: []grade.FoundPoint{
		{ID: "plan", Quotes: quote}, {ID: "index", Quotes: quote}, {ID: "changed", Quotes: quote},
	}})
	for i, name := range []string{grade.Coverage, grade.Depth, grade.Structure} {
		if f, m := few.Dimensions[i], many.Dimensions[i]; f.Name != name || f.Points >= m.Points {
			t.Errorf("%s: %v with one point, %v with three", name, f.Points, m.Points)
		}
	}
}
