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

// Asked is when the person was last asked each question, as bank.Wanted has it.
func Asked(all []History) map[string]time.Time {
	out := make(map[string]time.Time, len(all))
	for i := range all {
		if h := &all[i]; h.LastAsked.After(out[h.QuestionID]) {
			out[h.QuestionID] = h.LastAsked
		}
	}
	return out
}
