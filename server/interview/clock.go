package interview

import "time"

const (
	// Idle is how long nothing may happen before the clock stops by itself: the
	// person has gone.
	Idle = 30 * time.Minute
	// ExpiresAfter is how long an interview waits for its owner.
	ExpiresAfter = 7 * 24 * time.Hour
)

// ExpiresAt is when it expires if nobody touches it.
func (v *Interview) ExpiresAt() time.Time { return v.Touched.Add(ExpiresAfter) }

// settle brings an interview up to a time: a clock that nobody has touched for
// long stops, and what nobody came back to expires. It tells whether anything
// changed.
func (v *Interview) settle(now time.Time) bool {
	changed := false
	if v.Status == Active && now.Sub(v.Touched) >= Idle {
		v.charge(v.Touched.Add(Idle))
		v.stop()
		v.Slept = true
		v.note(WasPaused, "", v.Touched.Add(Idle))
		changed = true
	}
	if v.Status == Paused && !now.Before(v.ExpiresAt()) {
		v.Status = Expired
		v.note(WasExpired, "", v.ExpiresAt())
		changed = true
	}
	return changed
}

// charge counts the time since the clock was last looked at towards the
// current question. When all have been dealt with, nothing is counted: the
// times of the questions are the whole.
func (v *Interview) charge(now time.Time) {
	if v.Running.IsZero() || !now.After(v.Running) {
		return
	}
	if v.Current < len(v.Questions) {
		d := now.Sub(v.Running)
		v.Elapsed += d
		v.Questions[v.Current].Spent += d
	}
	v.Running = now
}

// touch counts the time, and notes that its owner is there.
func (v *Interview) touch(now time.Time) {
	v.charge(now)
	v.Touched = now
}

// run lets the clock run.
func (v *Interview) run(now time.Time) {
	v.Status, v.Running, v.Slept = Active, now, false
}

// stop lets the clock stand still.
func (v *Interview) stop() { v.Status, v.Running = Paused, time.Time{} }

// back lets a clock that stopped by itself run on: the person is there again. A
// pause that somebody asked for stays one; then it returns false.
func (v *Interview) back(now time.Time) bool {
	if v.Status == Paused && v.Slept {
		v.run(now)
		v.note(WasResumed, "", now)
	}
	return v.Status == Active
}

// Spent is what the clock has counted up to a time, for a question or, with an
// index that is none, in all.
func (v *Interview) Spent(index int, now time.Time) time.Duration {
	copied := *v
	copied.Questions = append([]Question(nil), v.Questions...)
	copied.settle(now)
	if copied.Status == Active {
		copied.charge(now)
	}
	if index < 0 || index >= len(copied.Questions) {
		return copied.Elapsed
	}
	return copied.Questions[index].Spent
}

// OverTime is by how much a question and its follow-up questions have taken longer
// than an answer may, up to a time; 0 without an answer.
func (v *Interview) OverTime(index int, now time.Time) time.Duration {
	if v.TimeLimit == 0 || v.Questions[index].Answer == nil {
		return 0
	}
	return max(0, v.Spent(index, now)-v.TimeLimit)
}

// goOn makes the next question that waits for an answer the current one.
func (v *Interview) goOn() {
	for i := range v.Questions {
		// The one in hand first: its follow-up question.
		at := (v.Current + i) % len(v.Questions)
		if v.Questions[at].open() {
			v.Current = at
			return
		}
	}
	v.Current = len(v.Questions)
}

// note keeps a change. Typing at one question is one change, however long it
// takes.
func (v *Interview) note(kind Kind, question string, at time.Time) {
	v.Revision++
	change := Change{Revision: v.Revision, Kind: kind, At: at, Question: question}
	if n := len(v.Changes); kind == WasDrafted && n > 0 && v.Changes[n-1].Kind == kind && v.Changes[n-1].Question == question {
		v.Changes[n-1] = change
		return
	}
	v.Changes = append(v.Changes, change)
	if len(v.Changes) > maxChanges {
		v.Changes = v.Changes[len(v.Changes)-maxChanges:]
	}
}

// at is the index of a question or of the question of a follow-up question;
// false when there is none.
func (v *Interview) at(item string) (int, bool) {
	for i := range v.Questions {
		if v.Questions[i].ID == item {
			return i, true
		}
		for _, f := range v.Questions[i].FollowUps {
			if f.ID == item {
				return i, true
			}
		}
	}
	return 0, false
}
