package practice

import (
	"slices"
	"time"
)

const day = 24 * time.Hour

// waits are how long a point rests after it was missed, and after each answer
// that made it. They widen by more than two each time, as the intervals of
// SM-2 do; a point that was made after the last wait is learned.
var waits = [...]time.Duration{1 * day, 3 * day, 7 * day, 16 * day}

// Card is a point of a question, as a person knows it.
type Card struct {
	// ID is the point's id.
	ID string `bson:"id"`
	// Due is when to practise it; zero for a point that was never missed, or that
	// is learned.
	Due time.Time `bson:"due,omitempty"`
	// Step counts the waits that are over since the last miss, 0 to 4.
	Step int `bson:"step"`
	// Missed tells whether the last answer left it out.
	Missed bool `bson:"missed"`
	// Misses and Covers count answers.
	Misses int `bson:"misses"`
	Covers int `bson:"covers"`
	// Last is when the question was last answered.
	Last time.Time `bson:"last"`
}

// after gives the points after an answer: the missed ones first. A point that
// the question no longer has is dropped; a result without points changes none.
func after(cards []Card, s Score) []Card {
	if len(s.Missed)+len(s.Covered) == 0 {
		return cards
	}
	var out []Card
	for _, id := range s.Missed {
		out = append(out, card(cards, id).miss(s.At))
	}
	for _, id := range s.Covered {
		out = append(out, card(cards, id).cover(s.At))
	}
	return out
}

func card(cards []Card, id string) Card {
	if i := slices.IndexFunc(cards, func(c Card) bool { return c.ID == id }); i >= 0 {
		return cards[i]
	}
	return Card{ID: id}
}

func (c Card) miss(at time.Time) Card {
	c.Step, c.Missed = 0, true
	c.Misses++
	c.Last, c.Due = at, at.Add(waits[0])
	return c
}

func (c Card) cover(at time.Time) Card {
	since := at.Sub(c.Last)
	c.Missed = false
	c.Covers++
	c.Last = at
	switch {
	case c.Due.IsZero():
		return c
	case since < waits[c.Step]/2:
		// Said again while still fresh: that it stays is not shown yet, so the wait
		// begins anew.
	default:
		c.Step++
	}
	if c.Step == len(waits) {
		c.Due = time.Time{}
		return c
	}
	c.Due = at.Add(waits[c.Step])
	return c
}

// wait is how long the point was to rest.
func (c Card) wait() time.Duration { return waits[min(c.Step, len(waits)-1)] }
