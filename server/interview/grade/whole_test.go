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

// TestOwnWords holds that a story that no phrase of the bank is in counts as a
// whole, that this is said, and that no point of it is made up.
func TestOwnWords(t *testing.T) {
	r := graded(t, "behavioral-first-weeks", "en", ownWords)
	if r.Unfit != "" || r.Level < 3 {
		t.Errorf("score %.1f, level %d, unfit %q", r.Score, r.Level, r.Unfit)
	}
	covered := 0
	for _, p := range r.Points {
		if p.Covered {
			covered++
		}
	}
	coverage := r.Dimensions[0]
	if covered > 0 || coverage.Points == 0 || !strings.Contains(coverage.Why, "counts as a whole") {
		t.Errorf("%d points covered, %+v", covered, coverage)
	}
}

// TestNoWhole holds that praise of oneself, habits, and answers to technical
// questions do not count as stories.
func TestNoWhole(t *testing.T) {
	for name, text := range map[string]string{
		"traits": `I am a quick learner and I always find my feet within two weeks. I usually read everything, I generally ask five
			questions a day, and one should never be shy. In the end you must be flexible, that is important to me, and it worked in three firms.`,
		"technical": question(t, "backend-slow-query").Texts["en"].Question + ` I looked at it. First I ran the plan of the query, it
			read 4 million rows of the table. I added an index on the two columns, I analyzed the table, and in the end the query took
			20 milliseconds and not 9 seconds. Then I watched the database for 3 days, and the locks went down by 40 percent.`,
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
