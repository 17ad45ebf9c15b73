package practice

import "time"

// Weak are the points by which questions are picked first, as bank.Wanted has
// them: those that the last answer left out, and those that are due.
func Weak(all []History, now time.Time) map[string][]string {
	out := map[string][]string{}
	for i := range all {
		h := &all[i]
		for _, c := range h.Points {
			if c.Missed || !c.Due.IsZero() && !c.Due.After(now) {
				out[h.QuestionID] = append(out[h.QuestionID], c.ID)
			}
		}
	}
	return out
}

// Unanswered is how long a question rests that was asked and not answered: only
// so long that another start at once asks something else.
const Unanswered = day

// Asked is when the person was last asked each question, as bank.Wanted has it.
// One that was asked after its last answer, and not answered, counts for a day;
// then it is as fresh as before.
func Asked(all []History, now time.Time) map[string]time.Time {
	out := make(map[string]time.Time, len(all))
	for i := range all {
		h := &all[i]
		at := h.LastAsked
		if answered := h.answered(); at.After(answered) && now.Sub(at) >= Unanswered {
			at = answered
		}
		if at.After(out[h.QuestionID]) {
			out[h.QuestionID] = at
		}
	}
	return out
}

// answered is when the question was last answered; zero for never.
func (h *History) answered() time.Time {
	if n := len(h.Scores); n > 0 {
		return h.Scores[n-1].At
	}
	return h.BaseAt
}
