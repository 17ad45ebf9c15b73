package grade_test

import (
	"strings"
	"testing"
)

// ownWords tells of first weeks in a bakery: no word of it is among those that the
// question's points are searched by.
const ownWords = `When I began at the bakery I knew flour and nothing else. The first four nights I stood next to old Pavel and
carried his trays. I wrote each trick of his on the back of a bag, forty of them by Sunday. In week two I took over the rye, 60 loaves,
and I burned the first dozen. Today three of the shops order that rye, and Pavel went on holiday for the first time in six years.`

// TestOwnWords holds that a story in words of its own counts as a whole once it
// touches on one of the points, that this is said, and that no point of it is made
// up; and that it is weak before, since nothing shows that it answers the question.
func TestOwnWords(t *testing.T) {
	untouched := graded(t, "behavioral-first-weeks", "en", ownWords)
	if untouched.Unfit != "" || untouched.Level > 2 || untouched.Dimensions[0].Points != 0 {
		t.Errorf("score %.1f, level %d, unfit %q, %+v", untouched.Score, untouched.Level, untouched.Unfit, untouched.Dimensions[0])
	}
	r := graded(t, "behavioral-first-weeks", "en", ownWords+" Each night I kept notes.")
	if r.Unfit != "" || r.Level != 3 || r.Score <= untouched.Score {
		t.Errorf("score %.1f, level %d, unfit %q", r.Score, r.Level, r.Unfit)
	}
	covered := 0
	for _, p := range r.Points {
		if p.Covered {
			covered++
		}
	}
	coverage := r.Dimensions[0]
	if covered > 1 || coverage.Points == 0 || !strings.Contains(coverage.Why, "counts as a whole") {
		t.Errorf("%d points covered, %+v", covered, coverage)
	}
}

// TestNoWhole holds that praise of oneself, habits, and answers to technical
// questions do not count as stories.
func TestNoWhole(t *testing.T) {
	for name, text := range map[string]string{
		"habits": `In my first weeks I always learned the 40 names of the floor. I usually asked five people a day, and I had to be ready in
			two weeks, one should never be shy. I generally wrote 20 pages, that is important to me. I would read 3 books. In the end it
			always worked, in three firms, today and 10 years ago.`,
		"technical": `In my last job I had to make a query fast. I looked at the execution plan, and the planner did a sequential scan over
			4 million rows. I added a composite index on two columns, I ran analyze so that its statistics were fresh, and I watched the
			locks for 3 days. In the end the query took 20 milliseconds and not 9 seconds.`,
	} {
		if r := graded(t, "behavioral-first-weeks", "en", text); r.Level > 2 {
			t.Errorf("%s: score %.1f, level %d, %+v", name, r.Score, r.Level, r.Dimensions)
		}
	}
}

// TestWhatOneWouldDo holds that a question for what one would do is not measured
// by the parts of a story, and one for a story is.
func TestWhatOneWouldDo(t *testing.T) {
	const plan = `First I would find out what is left and why, without blame. Then I cut the scope to what the launch needs. I bring two
		options with their consequences to the stakeholders the same day, because marketing has booked its ads. In the end we choose.`
	if r := graded(t, "product-slipping-project", "en", plan); r.Parts != nil || r.Level < 3 {
		t.Errorf("score %.1f, parts %+v", r.Score, r.Parts)
	}
	if r := graded(t, "behavioral-first-weeks", "en", ownWords); len(r.Parts) != 4 {
		t.Errorf("a story has parts %+v", r.Parts)
	}
}
