package practice_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
	"github.com/interviewai-pro/interviewai/server/interview/practice"
)

// history is a question with the answers of the days from start on.
func history(id string, answers ...string) practice.History {
	h := practice.History{ID: practice.HistoryID("ann", id), UserID: "ann", QuestionID: id, Type: bank.Technical}
	for i, points := range answers {
		if points != "" {
			h.Record(fmt.Sprint("i", i), days(float64(i)), graded(points))
		}
	}
	return h
}

// list is a plan's items as id:points/overdue.
func list(p practice.Today) string {
	var out []string
	for _, i := range p.Items {
		points := ""
		for _, p := range i.Points {
			points += p.ID
		}
		out = append(out, fmt.Sprintf("%s:%s/%d", i.QuestionID, points, i.Overdue))
	}
	return strings.Join(out, " ")
}

func TestPlan(t *testing.T) {
	all := []practice.History{
		history("known", "AB"),
		history("missed", "aB"),
		history("twice", "abC", "abC"),
		history("kept", "a", "A"),
		history("fresh", "", "", "", "", "a"),
	}
	for at, want := range map[float64]string{
		0:   "",
		1:   "missed:a/0",
		2:   "missed:a/1 twice:ab/0",
		3.2: "missed:a/2 twice:ab/1",
		4:   "missed:a/3 twice:ab/2 kept:a/0",
		5:   "missed:a/4 twice:ab/3 kept:a/1 fresh:a/0",
	} {
		if got := list(practice.Plan(all, days(at), nil)); got != want {
			t.Errorf("day %v: %q instead of %q", at, got, want)
		}
	}
}

func TestPlanSaysWhy(t *testing.T) {
	h := history("q", "abcD", "abCD", "aBCD")
	item := practice.Plan([]practice.History{h}, days(9), nil).Items[0]
	want := []practice.Point{
		{ID: "a", Why: practice.MissedOften, Missed: 3, Due: days(3)},
		{ID: "c", Why: practice.Keep, Missed: 1, Made: 2, Due: days(5)},
		{ID: "b", Why: practice.Keep, Missed: 2, Made: 1, Due: days(5)},
	}
	byID := cmp.Transformer("byID", func(p []practice.Point) map[string]practice.Point {
		out := map[string]practice.Point{}
		for _, p := range p {
			out[p.ID] = p
		}
		return out
	})
	if diff := cmp.Diff(want, item.Points, byID); diff != "" {
		t.Error(diff)
	}
	if item.Overdue != 6 || item.Points[0].ID != "a" {
		t.Errorf("%+v", item)
	}
	if got := practice.Plan([]practice.History{history("q", "a")}, days(1), nil).Items[0].Points[0].Why; got != practice.Missed {
		t.Error(got)
	}
}

// TestPlanKnowsTheDay: what is due at 18:00 UTC is due on the day that the
// person has then, from its first minute on.
func TestPlanKnowsTheDay(t *testing.T) {
	all := []practice.History{history("q", "a")} // due on March 3 at 18:00 UTC
	berlin, tashkent := zone(t, "Europe/Berlin"), zone(t, "Asia/Tashkent")
	honolulu, auckland := zone(t, "Pacific/Honolulu"), zone(t, "Pacific/Auckland")
	for _, c := range []struct {
		now  time.Time
		zone *time.Location
		due  bool
	}{
		{time.Date(2026, 3, 3, 0, 1, 0, 0, berlin), berlin, true},
		{time.Date(2026, 3, 2, 23, 59, 0, 0, berlin), berlin, false},
		{time.Date(2026, 3, 3, 0, 1, 0, 0, tashkent), tashkent, true},
		{time.Date(2026, 3, 3, 23, 59, 0, 0, auckland), auckland, false},
		{time.Date(2026, 3, 4, 0, 1, 0, 0, auckland), auckland, true},
		{time.Date(2026, 3, 3, 0, 1, 0, 0, honolulu), honolulu, true},
	} {
		if got := len(practice.Plan(all, c.now, c.zone).Items) == 1; got != c.due {
			t.Errorf("%v: due %v", c.now, got)
		}
	}
}

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// TestPlanCountsAhead goes over a change to summer time, on March 29.
func TestPlanCountsAhead(t *testing.T) {
	berlin := zone(t, "Europe/Berlin")
	at := time.Date(2026, 3, 27, 23, 30, 0, 0, berlin)
	var all []practice.History
	for i, points := range []string{"ab", "aB", "A"} {
		h := practice.History{QuestionID: fmt.Sprint(i), ID: fmt.Sprint(i)}
		h.Record("i", at, graded(points))
		all = append(all, h)
	}
	kept := practice.History{QuestionID: "kept", ID: "kept"}
	kept.Record("i", at.AddDate(0, 0, -1), graded("a"))
	kept.Record("j", at, graded("A"))
	plan := practice.Plan(append(all, kept), at, berlin)
	var got []string
	for _, d := range plan.Days {
		got = append(got, fmt.Sprintf("%s %d/%d", d.Date[5:], d.Questions, d.Points))
	}
	// Three days of 24 hours from 23:30 are 00:30 of the fourth when an hour is lost.
	want := "03-28 2/3, 03-29 0/0, 03-30 0/0, 03-31 1/1, 04-01 0/0, 04-02 0/0, 04-03 0/0"
	if strings.Join(got, ", ") != want {
		t.Errorf("%v", got)
	}
	if !plan.Next.Equal(at.Add(24*time.Hour)) || len(plan.Items) != 0 {
		t.Errorf("next %v, today %s", plan.Next, list(plan))
	}
	if plan := practice.Plan(nil, at, berlin); len(plan.Days) != practice.Coming || !plan.Next.IsZero() {
		t.Errorf("%+v", plan)
	}
}

// TestPlanIsBounded also shows that the order of the histories is nothing to it.
func TestPlanIsBounded(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	var all []practice.History
	for i := range 60 {
		h := history(fmt.Sprintf("q%02d", i))
		for j, r := range some(rng, 4) {
			h.Record(fmt.Sprint(j), days(float64(j)*3+rng.Float64()), r)
		}
		all = append(all, h)
	}
	now := days(40)
	want := practice.Plan(all, now, nil)
	if len(want.Items) != practice.MaxItems || want.More < practice.MaxItems {
		t.Fatalf("%d items and %d more", len(want.Items), want.More)
	}
	for range 20 {
		rng.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		if diff := cmp.Diff(want, practice.Plan(all, now, nil)); diff != "" {
			t.Fatal(diff)
		}
	}
}

// TestWeakQuestionsAreAskedFirst drives the real bank: a missed point's question
// comes back after a day, and rests when the point was made.
func TestWeakQuestionsAreAskedFirst(t *testing.T) {
	questions, err := bank.All()
	if err != nil {
		t.Fatal(err)
	}
	q := questions[len(questions)/3]
	text, _ := q.In("en")
	h := practice.History{QuestionID: q.ID}
	answer := func(day float64, covered bool) {
		r := graded("")
		for _, p := range text.Points {
			r.Points = append(r.Points, gradePoint(p.ID, covered))
		}
		h.Record(fmt.Sprint(day), days(day), r)
	}
	first := func(day float64) string {
		all := []practice.History{h}
		picked, err := bank.NewIndex(questions).Select(bank.Wanted{
			Type: q.Type, Domain: q.Domain, Number: 1, Now: days(day), Asked: practice.Asked(all, days(day)), Weak: practice.Weak(all, days(day)),
		})
		if err != nil {
			t.Fatal(err)
		}
		return picked[0].Question.ID
	}
	answer(0, false)
	if got := first(0.1); got == q.ID {
		t.Error("asked again at once")
	}
	if got := first(1); got != q.ID {
		t.Errorf("%s instead of the weak one", got)
	}
	answer(1, true)
	if got := first(2.5); got == q.ID {
		t.Error("asked again before it is due")
	}
	if got := first(4); got != q.ID {
		t.Errorf("%s instead of the one that is due", got)
	}
}

func TestWeak(t *testing.T) {
	all := []practice.History{
		history("missed", "aB"), history("kept", "a", "A"), history("known", "A"), history("asked"),
	}
	for day, want := range map[float64]map[string][]string{
		0.1: {"missed": {"a"}},
		3.9: {"missed": {"a"}},
		4:   {"missed": {"a"}, "kept": {"a"}},
	} {
		if diff := cmp.Diff(want, practice.Weak(all, days(day))); diff != "" {
			t.Errorf("day %v: %s", day, diff)
		}
	}
	want := map[string]time.Time{"missed": days(0), "kept": days(1), "known": days(0)}
	if diff := cmp.Diff(want, practice.Asked(all, days(5))); diff != "" {
		t.Error(diff)
	}
}

// What was asked and never answered rests for a day, and is then what it was.
func TestAskedAndNotAnswered(t *testing.T) {
	never, before := history("never"), history("before", "aB")
	for _, h := range []*practice.History{&never, &before} {
		h.Ask("left alone", days(10))
	}
	all := []practice.History{never, before}
	for day, want := range map[float64]map[string]time.Time{
		10.9: {"never": days(10), "before": days(10)},
		11:   {"before": days(0)},
	} {
		if diff := cmp.Diff(want, practice.Asked(all, days(day))); diff != "" {
			t.Errorf("day %v: %s", day, diff)
		}
	}
}

func TestItemText(t *testing.T) {
	h := history("q", "abc", "abC")
	h.Record("last", days(3), graded("aBC"))
	items := practice.Plan([]practice.History{h, history("r", "a")}, days(10), nil).Items
	i := slices.IndexFunc(items, func(i practice.Item) bool { return i.QuestionID == "q" })
	if got, want := items[i].Text("en"), "Points left out more than once: 1. Points to check whether they stayed: 2. Days overdue: 6."; got != want {
		t.Errorf("%q instead of %q", got, want)
	}
	seen := map[string]bool{}
	for _, lang := range bank.Languages() {
		text := items[i].Text(lang)
		if strings.ContainsAny(text, "{}") || seen[text] {
			t.Errorf("%s: %s", lang, text)
		}
		seen[text] = true
	}
}
