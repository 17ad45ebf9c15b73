package grade_test

import (
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/interview/grade"
)

// partsOf are the parts that an answer was found to have.
func partsOf(r grade.Result) map[string]string {
	out := map[string]string{}
	for _, p := range r.Parts {
		out[p.Part] = p.Evidence
	}
	return out
}

// TestAPartKeepsItsPlace: no part pushes the situation behind what was done.
func TestAPartKeepsItsPlace(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ lang, text, situation string }{
		{"zh", "去年我们公司要求我负责交付一份报告。提前三周看到风险时，我马上告诉了经理和客户。原因是我低估了工作量。最后我们晚了一周交付。", "去年"},
		{"uz", "O'tgan yili kompaniyada mijoz hisobotni bir haftada so'radi. Men ochiq yo'q dedim, chunki jamoada uch kishi edi. Buning o'rniga bir martalik jadval yubordim. Natijada mijoz rozi bo'ldi.", "O'tgan yili"},
		{"tr", "Geçen yıl şirkette bir raporu teslim etmem gerekiyordu. Riski üç hafta önce görünce yöneticime hemen söyledim. Kapsamı daralttım ve müşteriye yazdım. Sonunda bir hafta geç teslim ettik.", "Geçen yıl"},
		{"en", "Last year I had to deliver a report at my previous company. When I saw the risk I told my manager. I cut the scope in half. In the end we shipped a week late.", "Last year"},
	} {
		parts := partsOf(graded(t, "behavioral-missed-deadline", c.lang, c.text))
		if !strings.HasPrefix(parts[grade.Situation], c.situation) {
			t.Errorf("%s: the situation is %q", c.lang, parts[grade.Situation])
		}
		at := func(part string) int { return strings.Index(c.text, parts[part]) }
		for _, later := range []string{grade.Task, grade.Action, grade.Outcome} {
			if parts[later] != "" && at(later) < at(grade.Situation) {
				t.Errorf("%s: %s is %q, before %q", c.lang, later, parts[later], parts[grade.Situation])
			}
		}
	}
}

// TestTheEndIsTheAnswers: how it ended is quoted from the answer, rather than from
// what was said to a follow-up question, and rather with a figure.
func TestTheEndIsTheAnswers(t *testing.T) {
	t.Parallel()
	q := question(t, "behavioral-missed-deadline")
	const answer = "Last year at my company I had to deliver a report. I told the customer at once. I cut the scope. " +
		"Late reports went from eight a month to one. I learned to ask the customer first."
	r := resultOf(t, grade.Answer{
		Question: q, Language: "en", First: len(answer),
		Text: answer + "\n\nIn the end nobody looked at both windows, and that was the reason of it all.",
	})
	if end := partsOf(r)[grade.Outcome]; end != "Late reports went from eight a month to one." {
		t.Errorf("it ended with %q", end)
	}
	const open = "Last year at my company I had to deliver a report. I told the customer at once. I cut the scope to one page."
	r = resultOf(t, grade.Answer{Question: q, Language: "en", First: len(open), Text: open + "\n\nIn the end the customer got it a week late."})
	if end := partsOf(r)[grade.Outcome]; !strings.HasPrefix(end, "In the end") {
		t.Errorf("without an end in the answer it ended with %q", end)
	}
}

// TestToldInFourSteps: who tells a story with three parts is not told to tell it in
// four steps, and who leaves out how it ended is.
func TestToldInFourSteps(t *testing.T) {
	t.Parallel()
	const begun = "Last year at my company a report was due in week nine. I told the customer at once and cut the scope. "
	for text, want := range map[string]bool{
		begun + "In the end the reports were one week late and not four.":                                                            false,
		"I told the customer at once about the deadline, because I saw it coming. I cut the scope of it. I wrote to all the others.": true,
	} {
		r := graded(t, "behavioral-missed-deadline", "en", text)
		got := strings.Contains(strings.Join(r.Suggestions, " "), "four steps")
		if got != want {
			t.Errorf("%q: %v, parts %+v", text, r.Suggestions, r.Parts)
		}
	}
}
