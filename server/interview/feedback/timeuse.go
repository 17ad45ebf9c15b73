package feedback

import "time"

// mostRemarks is how many there are about time.
const mostRemarks = 5

// hasty is the share of the time below which a weak answer was too short: there
// was room for the points that it lacks.
const hasty = 0.25

// TimeUse is what became of the time.
type TimeUse struct {
	Questions []QuestionTime `bson:"questions"`
	// Spent and Limit are sums, in nanoseconds as all durations. Questions without
	// a limit are in Spent only.
	Spent time.Duration `bson:"spent"`
	Limit time.Duration `bson:"limit"`
	// Remarks say what was remarkable, if anything.
	Remarks []string `bson:"remarks,omitempty"`
}

// QuestionTime is the time of one question.
type QuestionTime struct {
	QuestionID string        `bson:"questionId"`
	Spent      time.Duration `bson:"spent"`
	// Limit is zero for none.
	Limit time.Duration `bson:"limit"`
	// Over is what Spent is above Limit.
	Over time.Duration `bson:"over"`
}

// over is how much longer than allowed it took.
func (a *Answered) over() time.Duration {
	if a.Limit <= 0 {
		return 0
	}
	return max(0, a.Spent-a.Limit)
}

func (i *Interview) timeUse() TimeUse {
	var t TimeUse
	for n := range i.Questions {
		a := &i.Questions[n]
		t.Questions = append(t.Questions, QuestionTime{QuestionID: a.QuestionID, Spent: a.Spent, Limit: a.Limit, Over: a.over()})
		t.Spent += a.Spent
		t.Limit += a.Limit
		if remark := i.remark(a); remark != "" && len(t.Remarks) < mostRemarks {
			t.Remarks = append(t.Remarks, remark)
		}
	}
	return t
}

// remark is what there is to say about a question's time, mostly nothing.
func (i *Interview) remark(a *Answered) string {
	switch {
	case a.over() > 0:
		return i.say("over", "question", short(a.Question), "spent", clock(a.Spent), "limit", clock(a.Limit))
	case i.state(a) == scored && a.Limit > 0 && a.Result.Level <= acceptable && float64(a.Spent) < hasty*float64(a.Limit):
		return i.say("hasty", "question", short(a.Question), "spent", clock(a.Spent), "limit", clock(a.Limit))
	}
	return ""
}
