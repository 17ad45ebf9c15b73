package grade

import (
	"cmp"
	"math"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
)

// MaxScore is the highest score.
const MaxScore = 10.0

// Assess checks what a grader claims to have found against the answer and
// computes the score by the rubric. A point or a part without a quote that
// stands in the answer does not count; an answer that is none (Unfit) has the
// lowest score whatever is claimed. Question must not be nil.
func Assess(a Answer, f Found) Result {
	ref := newReference(a.Question, a.Language)
	return ref.assess(a, ref.read(a), f)
}

// Assess is the function of that name with the question kept ready: a model is asked
// several times about one answer.
func (g *Rules) Assess(a Answer, f Found) Result {
	ref := g.reference(a)
	return ref.assess(a, ref.read(a), f)
}

// assessed is what is known of an answer when its score is computed.
type assessed struct {
	ref    *reference
	r      *reading
	result *Result
	// texts is the language of what is said about it.
	texts string
	// covered are points made, credit counts those touched on as half.
	covered int
	credit  float64
	deep    depth
	order   reasoning
	topical float64
	// byWhole: coverage is that of the answer as a whole, and not of its points.
	byWhole bool
}

func (ref *reference) assess(answer Answer, r *reading, f Found) Result {
	result := Result{
		Rubric: Rubric, Example: ref.text.Sample,
		Strengths: []Remark{}, Improvements: []Improvement{}, Suggestions: []string{},
	}
	a := &assessed{ref: ref, r: r, result: &result, texts: cmp.Or(answer.Texts, ref.lang)}
	a.check(f)
	result.Unfit = ref.unfit(r, a.credit)
	if result.Unfit != "" {
		a.void()
	} else {
		a.deep, a.order = ref.deepness(r), r.reasoning()
		a.topical = ref.relevance(r)
	}
	a.score()
	a.remark()
	return result
}

// check keeps what is proved of the claims.
func (a *assessed) check(f Found) {
	for _, p := range a.ref.text.Points {
		point := Point{ID: p.ID, Point: p.Point}
		for _, claimed := range f.Points {
			if claimed.ID != p.ID {
				continue
			}
			quotes := a.ref.evidence(a.r, claimed.Quotes)
			switch {
			case len(quotes) == 0:
			case !claimed.Partly && !point.Covered:
				point.Covered, point.Partly, point.Evidence = true, false, quotes
			case len(point.Evidence) == 0:
				point.Partly, point.Evidence = true, quotes
			}
		}
		switch {
		case point.Covered:
			a.covered++
			a.credit++
		case point.Partly:
			a.credit += partlyCredit
		}
		a.result.Points = append(a.result.Points, point)
	}
	if a.ref.kind != bank.Behavioral {
		return
	}
	used := map[string]bool{} // a sentence serves one part
	for _, name := range parts() {
		part := Part{Part: name}
		for _, claimed := range f.Parts {
			if claimed.Part != name || part.Evidence != "" {
				continue
			}
			if q, ok := a.ref.proves(a.r, claimed.Quote); ok && !used[q] {
				part.Evidence, used[q] = q, true
			}
		}
		a.result.Parts = append(a.result.Parts, part)
	}
	if !a.ref.recalls && a.story() <= a.r.reasoning().share() {
		// What one would do has no situation and no result.
		a.result.Parts = nil
	}
}

// void takes back what an unfit answer was given.
func (a *assessed) void() {
	a.covered, a.credit = 0, 0
	for i := range a.result.Points {
		p := &a.result.Points[i]
		p.Covered, p.Partly, p.Evidence = false, false, nil
	}
	for i := range a.result.Parts {
		a.result.Parts[i].Evidence = ""
	}
}

// partlyCredit is what a point counts that is touched on.
const partlyCredit = 0.5

// storyGate is how much of a story's depth and structure counts before any
// point is recognised: what somebody lived through has its own words.
const storyGate = 0.5

// score adds up the dimensions. Depth and structure count as far as points are
// covered: a deep answer to something else is worth nothing.
func (a *assessed) score() {
	most := weights(a.ref.kind)
	share := 0.0
	if n := len(a.result.Points); n > 0 {
		share = a.credit / float64(n)
	}
	touched := a.touched()
	if whole := wholeShare * a.whole(); whole > share && touched > 0 {
		share, a.byWhole = whole, true
	}
	gate := min(1, 2*share)
	if a.ref.kind == bank.Behavioral {
		gate = min(1, storyGate+2*share)
		if a.ref.recalls {
			gate *= a.r.happened()
		}
	}
	shares := map[string]float64{
		Coverage: share, Depth: a.depth() * gate, Structure: a.structure() * gate, Relevance: a.topical,
	}
	if a.result.Unfit != "" {
		shares = map[string]float64{}
	}
	bound(shares, most, touched, len(a.result.Points))
	total := 0.0
	for _, name := range dimensions() {
		points := round(shares[name] * most[name])
		total += points
		a.result.Dimensions = append(a.result.Dimensions, Dimension{
			Name: name, Level: level(MaxScore * points / most[name]), Points: points, Most: most[name], Why: a.why(name),
		})
	}
	a.result.Score = round(total)
	a.result.Level = level(a.result.Score)
	a.result.LevelText = a.meaning()
}

// structure is how well the answer is built, 0 to 1: of a story, which parts it
// has, and whether the speaker does something in it.
func (a *assessed) structure() float64 {
	switch {
	case a.ref.brief != nil:
		return a.ref.brief.structure(a.order)
	case a.result.Parts == nil:
		return a.order.share()
	}
	return a.story()
}

// depth is how deep the answer is, 0 to 1.
func (a *assessed) depth() float64 {
	if a.ref.brief != nil {
		return a.ref.brief.depth(a.deep)
	}
	return a.deep.share(a.ref.recalls)
}

// round rounds to one decimal.
func round(x float64) float64 { return math.Round(x*10) / 10 }

// level is the anchored level of a score of ten.
func level(score float64) int {
	return max(1, min(5, 1+int(math.Floor((score+1e-9)/2))))
}
