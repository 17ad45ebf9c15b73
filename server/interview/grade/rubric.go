package grade

import (
	"github.com/interviewai-pro/interviewai/server/interview/bank"
)

// The dimensions of an answer.
const (
	Coverage  = "coverage"
	Depth     = "depth"
	Structure = "structure"
	Relevance = "relevance"
)

// Levels is how many anchored levels a score and a dimension have.
const Levels = 5

// RubricType is the rubric of one type of question, to be shown to people.
type RubricType struct {
	// Type is bank.Technical, bank.Behavioral or bank.CaseStudy; Title names it.
	Type, Title string
	// Levels say what the levels of a whole answer mean.
	Levels []RubricLevel
	// Dimensions are what a score is the sum of, in order.
	Dimensions []RubricDimension
}

// RubricDimension is one side of an answer.
type RubricDimension struct {
	Name, Title string
	// Most is what it adds to the score at most.
	Most float64
	// Levels are five, the lowest first.
	Levels []RubricLevel
}

// RubricLevel is an anchored level: what an answer of it is like.
type RubricLevel struct {
	Level int
	// From and To are the points of that level, both counted, of ten or of the
	// dimension's most.
	From, To float64
	Text     string
}

func dimensions() []string { return []string{Coverage, Depth, Structure, Relevance} }

// weights are what the dimensions add to a score at most: ten together.
// Of a story it counts more how it is told: the same point is made in as many
// ways as there are lives.
func weights(kind string) map[string]float64 {
	if kind == bank.Behavioral {
		return map[string]float64{Coverage: 3, Depth: 3, Structure: 3, Relevance: 1}
	}
	return map[string]float64{Coverage: 5, Depth: 2, Structure: 2, Relevance: 1}
}

// Published is the rubric for every type of question in a language, in English
// for one that is not the product's.
func Published(lang string) []RubricType {
	var out []RubricType
	for _, kind := range []string{bank.Technical, bank.Behavioral, bank.CaseStudy} {
		t := RubricType{Type: kind, Title: tell(lang, kind), Levels: anchors(lang, "answer", MaxScore)}
		for _, name := range dimensions() {
			key := name
			if name == Structure && kind == bank.Behavioral {
				key = "star"
			}
			most := weights(kind)[name]
			t.Dimensions = append(t.Dimensions, RubricDimension{
				Name: name, Title: tell(lang, name), Most: most, Levels: anchors(lang, key, most),
			})
		}
		out = append(out, t)
	}
	return out
}

// anchors are the five levels of what has so many points at most, each a fifth
// of them.
func anchors(lang, key string, most float64) []RubricLevel {
	out := make([]RubricLevel, 0, Levels)
	for n := 1; n <= Levels; n++ {
		to := round(float64(n)*most/Levels) - 0.1
		if n == Levels {
			to = most
		}
		out = append(out, RubricLevel{
			Level: n, From: round(float64(n-1) * most / Levels), To: round(to), Text: tell(lang, key+"_"+string(rune('0'+n))),
		})
	}
	return out
}
