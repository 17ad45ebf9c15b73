package judge

import (
	"strings"

	"github.com/interviewai-pro/interviewai/server/interview/grade"
)

// settled tells whether every point and every part has so many votes more for
// one opinion than for the other.
func settled(votes []grade.Result, lead int) bool {
	for i := range votes[0].Points {
		sum := 0
		for _, v := range votes {
			sum += vote(v.Points[i].Covered)
		}
		if max(sum, -sum) < lead {
			return false
		}
	}
	for i := range votes[0].Parts {
		sum := 0
		for _, v := range votes {
			sum += vote(v.Parts[i].Evidence != "")
		}
		if max(sum, -sum) < lead {
			return false
		}
	}
	return true
}

func vote(found bool) int {
	if found {
		return 1
	}
	return -1
}

// elected is what more than half of the samples found: of each point and each
// part the median of what they say. The median of their scores would be as
// often wrong as a whole answer is, and not only as often as one judgement is.
func elected(text string, votes []grade.Result) grade.Found {
	var out grade.Found
	for i, p := range votes[0].Points {
		var evidence [][]string
		for _, v := range votes {
			if v.Points[i].Covered {
				evidence = append(evidence, v.Points[i].Evidence)
			}
		}
		if 2*len(evidence) > len(votes) {
			out.Points = append(out.Points, grade.FoundPoint{ID: p.ID, Quotes: central(text, evidence)})
		}
	}
	for i, p := range votes[0].Parts {
		var evidence [][]string
		for _, v := range votes {
			if e := v.Parts[i].Evidence; e != "" {
				evidence = append(evidence, []string{e})
			}
		}
		if 2*len(evidence) > len(votes) {
			out.Parts = append(out.Parts, grade.FoundPart{Part: p.Part, Quote: central(text, evidence)[0]})
		}
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
