package practice

import (
	"cmp"
	"slices"
	"time"
)

// MaxItems is how many questions a day's list has at most. The others come when
// these are done.
const MaxItems = 10

// Coming is how many days ahead a plan counts.
const Coming = 7

// Why says why a point is to be practised; clients have words for each.
type Why string

// The reasons.
const (
	// Missed: the last answer left the point out, for the first time.
	Missed Why = "missed"
	// MissedOften: the last answer left it out, and not for the first time.
	MissedOften Why = "missed_often"
	// Keep: it was missed once and made since; does it stay?
	Keep Why = "keep"
)

// Today is what a person is to practise today, and what comes.
type Today struct {
	// Items are the questions with points that are due, the most urgent first; at
	// most MaxItems.
	Items []Item
	// More are the due questions that the list has no room for.
	More int
	// Next is when the first point after today is due; zero if none is.
	Next time.Time
	// Days are the Coming days from tomorrow on.
	Days []Day
}

// Item is a question to be practised.
type Item struct {
	QuestionID, Domain, Category, Type string
	// Interview is the last one in which it was answered.
	Interview string
	// Points are those that are due, the longest first.
	Points []Point
	// Overdue is how many days ago the first of them was due; 0 is today.
	Overdue int
}

// Point is a point that is due.
type Point struct {
	ID  string
	Why Why
	// Missed and Made say how often the person's answers did.
	Missed, Made int
	Due          time.Time
}

// Day counts what will be due on a day.
type Day struct {
	// Date is the day where the person is, as 2006-01-02.
	Date              string
	Questions, Points int
}

// urgent is an item with what its place in the list hangs on.
type urgent struct {
	Item
	id string
	// late is the time since the last answer as a share of the wait: the larger,
	// the likelier the point is forgotten.
	late float64
}

// Plan lists what is due on the day that it is for the person, whose zone is
// loc (UTC if nil). The order of the histories does not matter.
func Plan(all []History, now time.Time, loc *time.Location) Today {
	if loc == nil {
		loc = time.UTC
	}
	today := number(now, loc)
	var due []urgent
	out := Today{Days: days(today)}
	for i := range all {
		h := &all[i]
		cards := byDue(h.Points)
		if u, ok := h.urgent(cards, now, loc); ok {
			due = append(due, u)
		}
		counted := -1
		for _, c := range cards {
			ahead := number(c.Due, loc) - today
			if ahead <= 0 {
				continue
			}
			if out.Next.IsZero() || c.Due.Before(out.Next) {
				out.Next = c.Due
			}
			if ahead > Coming {
				continue
			}
			out.Days[ahead-1].Points++
			if counted != ahead {
				out.Days[ahead-1].Questions++
				counted = ahead
			}
		}
	}
	slices.SortFunc(due, func(a, b urgent) int {
		return cmp.Or(cmp.Compare(b.late, a.late), len(b.Points)-len(a.Points), cmp.Compare(a.id, b.id))
	})
	out.More = max(0, len(due)-MaxItems)
	for _, u := range due[:len(due)-out.More] {
		out.Items = append(out.Items, u.Item)
	}
	return out
}

// urgent is the history as an item, with those of its cards that are due by the
// end of the person's day.
func (h *History) urgent(cards []Card, now time.Time, loc *time.Location) (urgent, bool) {
	u := urgent{id: h.ID, Item: Item{QuestionID: h.QuestionID, Domain: h.Domain, Category: h.Category, Type: h.Type}}
	if n := len(h.Scores); n > 0 {
		u.Interview = h.Scores[n-1].Interview
	}
	today := number(now, loc)
	for _, c := range cards {
		on := number(c.Due, loc)
		if on > today {
			continue
		}
		u.Points = append(u.Points, Point{ID: c.ID, Why: c.why(), Missed: c.Misses, Made: c.Covers, Due: c.Due})
		u.Overdue = max(u.Overdue, today-on)
		u.late = max(u.late, float64(now.Sub(c.Last))/float64(c.wait()))
	}
	return u, len(u.Points) > 0
}

func (c Card) why() Why {
	switch {
	case !c.Missed:
		return Keep
	case c.Misses > 1:
		return MissedOften
	}
	return Missed
}

// byDue are the points that have a time, by it.
func byDue(cards []Card) []Card {
	var out []Card
	for _, c := range cards {
		if !c.Due.IsZero() {
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b Card) int { return a.Due.Compare(b.Due) })
	return out
}

// number counts the days to a time's date in a zone, so that dates can be
// subtracted across changes to summer time.
func number(at time.Time, loc *time.Location) int {
	y, m, d := at.In(loc).Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / int64(day/time.Second))
}

func days(today int) []Day {
	out := make([]Day, Coming)
	for i := range out {
		out[i].Date = time.Unix(0, 0).UTC().AddDate(0, 0, today+1+i).Format(time.DateOnly)
	}
	return out
}
