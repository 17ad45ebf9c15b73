package judge

import (
	"strings"

	"github.com/interviewai-pro/interviewai/server/interview/grade"
)

// What a sample thinks of a point, or of a part: it has no part touched on.
const (
	open = iota
	touched
	made
)

func opinion(p grade.Point) int {
	switch {
	case p.Covered:
		return made
	case p.Partly:
		return touched
	}
	return open
}

func opinionOf(p grade.Part) int {
	if p.Evidence != "" {
		return made
	}
	return open
}

// opinions are what all samples think of each point and then of each part.
func opinions(votes []grade.Result) [][]int {
	var out [][]int
	for i := range votes[0].Points {
		var each []int
		for _, v := range votes {
			each = append(each, opinion(v.Points[i]))
		}
		out = append(out, each)
	}
	for i := range votes[0].Parts {
		var each []int
		for _, v := range votes {
			each = append(each, opinionOf(v.Parts[i]))
		}
		out = append(out, each)
	}
	return out
}

// atLeast counts the opinions that go so far.
func atLeast(opinions []int, bar int) int {
	n := 0
	for _, o := range opinions {
		if o >= bar {
			n++
		}
	}
	return n
}

// settled tells whether of every point and every part there are so many votes
// more on one side than on the other: of it being touched on, and of it being
// made.
func settled(votes []grade.Result, lead int) bool {
	for _, each := range opinions(votes) {
		for _, bar := range []int{touched, made} {
			so := atLeast(each, bar)
			if not := len(each) - so; max(so-not, not-so) < lead {
				return false
			}
		}
	}
	return true
}

// median is the opinion that more than half of the samples go as far as.
func median(opinions []int) int {
	for _, bar := range []int{made, touched} {
		if 2*atLeast(opinions, bar) > len(opinions) {
			return bar
		}
	}
	return open
}

// elected is what the samples found together: of each point and each part the
// median of what they say. The median of their scores would be as often wrong
// as a whole answer is, and not only as often as one judgement is.
func elected(text string, votes []grade.Result) grade.Found {
	var out grade.Found
	all := opinions(votes)
	for i, p := range votes[0].Points {
		verdict := median(all[i])
		if verdict == open {
			continue
		}
		var evidence [][]string
		for _, v := range votes {
			if opinion(v.Points[i]) >= verdict {
				evidence = append(evidence, v.Points[i].Evidence)
			}
		}
		out.Points = append(out.Points, grade.FoundPoint{ID: p.ID, Partly: verdict == touched, Quotes: central(text, evidence)})
	}
	for i, p := range votes[0].Parts {
		if median(all[len(votes[0].Points)+i]) == open {
			continue
		}
		var evidence [][]string
		for _, v := range votes {
			if e := v.Parts[i].Evidence; e != "" {
				evidence = append(evidence, []string{e})
			}
		}
		out.Parts = append(out.Parts, grade.FoundPart{Part: p.Part, Quote: central(text, evidence)[0]})
	}
	return out
}

// central are those quotes that have most in common with the others'; of
// several the first.
func central(text string, evidence [][]string) []string {
	places := make([][]bool, len(evidence))
	for i, quotes := range evidence {
		places[i] = make([]bool, len(text))
		for _, q := range quotes {
			if at := strings.Index(text, q); at >= 0 {
				for n := range len(q) {
					places[i][at+n] = true
				}
			}
		}
	}
	best, most := 0, -1.0
	for i := range places {
		sum := 0.0
		for k := range places {
			sum += alike(places[i], places[k])
		}
		if sum > most {
			best, most = i, sum
		}
	}
	return evidence[best]
}

// alike is the share of two lots of places that is in both.
func alike(a, b []bool) float64 {
	both, either := 0, 0
	for i := range a {
		if a[i] && b[i] {
			both++
		}
		if a[i] || b[i] {
			either++
		}
	}
	return float64(both) / float64(max(either, 1))
}
