package practice_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"go.mongodb.org/mongo-driver/v2/bson"

	"github.com/interviewai-pro/interviewai/server/interview/grade"
	"github.com/interviewai-pro/interviewai/server/interview/practice"
)

var start = time.Date(2026, 3, 2, 18, 0, 0, 0, time.UTC)

func days(n float64) time.Time { return start.Add(time.Duration(n * 24 * float64(time.Hour))) }

// graded is a result that makes the points written in capitals.
func graded(points string) grade.Result {
	r := grade.Result{Rubric: grade.Rubric}
	for _, p := range points {
		id := string(p)
		made := p >= 'A' && p <= 'Z'
		if made {
			id = string(p - 'A' + 'a')
			r.Score += 2
		}
		r.Points = append(r.Points, grade.Point{ID: id, Covered: made})
	}
	return r
}

// gradePoint is one point of a result.
func gradePoint(id string, covered bool) grade.Point { return grade.Point{ID: id, Covered: covered} }

// dues are the days from start on which points are due; "-" is never.
func dues(h practice.History) map[string]string {
	out := map[string]string{}
	for _, c := range h.Points {
		out[c.ID] = "-"
		if !c.Due.IsZero() {
			out[c.ID] = fmt.Sprint(c.Due.Sub(start).Hours() / 24)
		}
	}
	return out
}

func TestPointsComeBack(t *testing.T) {
	type answer struct {
		day    float64
		points string
	}
	for name, c := range map[string]struct {
		answers []answer
		want    map[string]string
	}{
		"made at once":             {[]answer{{0, "A"}}, map[string]string{"a": "-"}},
		"missed":                   {[]answer{{0, "aB"}}, map[string]string{"a": "1", "b": "-"}},
		"made the next day":        {[]answer{{0, "a"}, {1, "A"}}, map[string]string{"a": "4"}},
		"made late":                {[]answer{{0, "a"}, {5, "A"}}, map[string]string{"a": "8"}},
		"made again after three":   {[]answer{{0, "a"}, {1, "A"}, {4, "A"}}, map[string]string{"a": "11"}},
		"made while fresh":         {[]answer{{0, "a"}, {0.25, "A"}}, map[string]string{"a": "1.25"}},
		"kept, but too soon":       {[]answer{{0, "a"}, {1, "A"}, {2, "A"}}, map[string]string{"a": "5"}},
		"forgotten":                {[]answer{{0, "a"}, {1, "A"}, {4, "A"}, {11, "a"}}, map[string]string{"a": "12"}},
		"from the beginning again": {[]answer{{0, "a"}, {1, "A"}, {4, "A"}, {11, "a"}, {12, "A"}}, map[string]string{"a": "15"}},
		"learned":                  {[]answer{{0, "a"}, {1, "A"}, {4, "A"}, {11, "A"}, {27, "A"}}, map[string]string{"a": "-"}},
		"almost learned":           {[]answer{{0, "a"}, {1, "A"}, {4, "A"}, {11, "A"}}, map[string]string{"a": "27"}},
		"learned, then forgotten":  {[]answer{{0, "a"}, {1, "A"}, {4, "A"}, {11, "A"}, {27, "A"}, {90, "a"}}, map[string]string{"a": "91"}},
		"point that is gone":       {[]answer{{0, "ab"}, {1, "a"}}, map[string]string{"a": "2"}},
		"nothing judged":           {[]answer{{0, "aB"}, {1, ""}}, map[string]string{"a": "1", "b": "-"}},
	} {
		var h practice.History
		for i, a := range c.answers {
			h.Record(fmt.Sprint("i", i), days(a.day), graded(a.points))
		}
		if diff := cmp.Diff(c.want, dues(h)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestUnfitAnswerMissesAll(t *testing.T) {
	var h practice.History
	r := graded("AB")
	r.Unfit = grade.Keywords
	h.Record("i", start, r)
	if want := map[string]string{"a": "1", "b": "1"}; !cmp.Equal(want, dues(h)) {
		t.Errorf("due %v", dues(h))
	}
	if !h.Due.Equal(days(1)) {
		t.Errorf("the history is due %v", h.Due)
	}
}

// TestFollowUp: a result of the same interview takes the place of the former,
// with all that followed from it.
func TestFollowUp(t *testing.T) {
	var h practice.History
	h.Record("i", days(0), graded("aB"))
	h.Record("i", days(0.01), graded("AB"))
	if diff := cmp.Diff(map[string]string{"a": "-", "b": "-"}, dues(h)); diff != "" {
		t.Error(diff)
	}
	if h.Asked != 1 || len(h.Scores) != 1 || h.Scores[0].Score != 4 || h.Points[0].Misses != 0 || !h.Due.IsZero() {
		t.Errorf("counted twice: %+v", h)
	}
}

// TestGradedAgain: the days go on from when the answer was given.
func TestGradedAgain(t *testing.T) {
	var h practice.History
	h.Record("i", days(0), graded("A"))
	h.Record("i", days(2), graded("a"))
	if diff := cmp.Diff(map[string]string{"a": "1"}, dues(h)); diff != "" {
		t.Error(diff)
	}
}

// TestLateGrade: an answer that waited for its grader counts on its own day.
func TestLateGrade(t *testing.T) {
	var late, once practice.History
	for i, points := range []string{"a", "A", "A"} {
		once.Record(fmt.Sprint("i", i), days(float64(i)*3), graded(points))
	}
	for _, i := range []int{1, 2, 0} {
		late.Record(fmt.Sprint("i", i), days(float64(i)*3), graded([]string{"a", "A", "A"}[i]))
	}
	if diff := cmp.Diff(once, late, cmpopts.IgnoreFields(once, "AskedIn")); diff != "" {
		t.Error(diff)
	}
}

func TestAsk(t *testing.T) {
	var h practice.History
	h.Ask("i1", days(0))
	h.Ask("i2", days(2))
	h.Ask("i2", days(2))
	h.Ask("i1", days(1))
	if h.Asked != 2 || !h.LastAsked.Equal(days(2)) || len(h.Scores) != 0 {
		t.Errorf("%+v", h)
	}
}

// some are the results of a person's interviews with one question.
func some(rng *rand.Rand, n int) []grade.Result {
	out := make([]grade.Result, n)
	for i := range out {
		points := []rune("abcd")
		for j := range points {
			if rng.IntN(2) == 0 {
				points[j] += 'A' - 'a'
			}
		}
		out[i] = graded(string(points))
		out[i].Score = float64(rng.IntN(101)) / 10
		if rng.IntN(6) == 0 {
			out[i].Unfit = grade.Echo
		}
	}
	return out
}

// TestRecordTwice: recorded once, or first wrongly, or again, or in any order,
// the history is the same; and it stays small.
func TestRecordTwice(t *testing.T) {
	for seed := range uint64(300) {
		rng := rand.New(rand.NewPCG(seed, 1))
		results := some(rng, rng.IntN(3*practice.Kept))
		wrong := some(rng, len(results))
		at := func(i int) time.Time { return start.Add(time.Duration(i) * 19 * time.Hour) }
		var plain, again practice.History
		for i, r := range results {
			plain.Record(fmt.Sprint(i), at(i), r)
			if rng.IntN(2) == 0 {
				again.Record(fmt.Sprint(i), at(i), wrong[i])
			}
			again.Record(fmt.Sprint(i), at(i), r)
			if before := rng.IntN(i + 1); rng.IntN(2) == 0 && i-before < practice.Kept {
				again.Record(fmt.Sprint(before), at(before), results[before])
			}
		}
		for _, i := range rng.Perm(len(results)) {
			if len(results)-i <= practice.Kept || i%7 == 0 {
				again.Record(fmt.Sprint(i), at(i), results[i])
			}
		}
		if diff := cmp.Diff(plain, again, cmpopts.IgnoreFields(plain, "AskedIn", "Asked")); diff != "" {
			t.Fatalf("seed %d: %s", seed, diff)
		}
		if len(plain.Scores) > practice.Kept || len(plain.AskedIn) > practice.Kept || plain.Asked != len(results) {
			t.Fatalf("seed %d: %d scores, %d interviews, asked %d times", seed, len(plain.Scores), len(plain.AskedIn), plain.Asked)
		}
		for _, c := range plain.Points {
			if c.Misses+c.Covers != len(results) || c.Due.IsZero() != (c.Misses == 0 || c.Step == 4) {
				t.Fatalf("seed %d: %+v after %d answers", seed, c, len(results))
			}
		}
	}
}

// TestStored: what a store gives back is the same, and goes on the same.
func TestStored(t *testing.T) {
	h := practice.History{ID: practice.HistoryID("ann", "q"), UserID: "ann", QuestionID: "q"}
	here := time.FixedZone("here", 5*3600)
	for i, r := range some(rand.New(rand.NewPCG(7, 7)), practice.Kept+5) {
		h.Record(fmt.Sprint(i), start.In(here).Add(time.Duration(i)*27*time.Hour+123*time.Microsecond), r)
	}
	document, err := bson.Marshal(h)
	if err != nil {
		t.Fatal(err)
	}
	var back practice.History
	if err := bson.Unmarshal(document, &back); err != nil {
		t.Fatal(err)
	}
	for _, one := range []*practice.History{&h, &back} {
		one.Record("more", start.In(here).Add(1000*time.Hour), graded("aBcD"))
		one.Record("24", start.Add(24*27*time.Hour), graded("abcd"))
	}
	if diff := cmp.Diff(h, back, cmp.Comparer(time.Time.Equal)); diff != "" {
		t.Error(diff)
	}
	if h.ID != "ann/q" || len(document) > 8<<10 {
		t.Errorf("%s has %d bytes", h.ID, len(document))
	}
}
