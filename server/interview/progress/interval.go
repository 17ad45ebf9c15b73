package progress

import "math"

// highest is the highest score; the lowest is 0.
const highest = 10

// least is the smallest standard deviation that answers are taken to have. Four
// equal scores do not show that the fifth will be equal.
const least = 0.5

// form is the share of the variance that answers of one interview have in
// common: people have good and bad days. If answers were taken to be independent,
// one in seven people with such days (a quarter of the variance) would be told
// to have changed.
const form = 0.2

// interval is where the mean of a person's answers to all such questions lies
// with 90 % certainty, by Student's t, within 0 to 10. Fewer than two answers
// leave all of it possible.
func interval(answers []*answer) (low, high float64) {
	if len(answers) < 2 {
		return 0, highest
	}
	values, free := scores(answers), len(answers)-1
	return around(mean(values), margin(deviation(squares(values), free), worth(answers), free))
}

// worth is how many independent answers tell as much as these: L. Kish's design
// effect for clusters, which are interviews here.
func worth(answers []*answer) float64 {
	together := map[string]int{}
	pairs := 0
	for _, a := range answers {
		// The squares of the interviews' numbers of answers, one answer after the other.
		pairs += 2*together[a.Interview] + 1
		together[a.Interview]++
	}
	n := float64(len(answers))
	return n / (1 + (float64(pairs)/n-1)*form)
}

// Usual is where a further score lies with 90 % certainty, if nothing changed:
// the prediction interval, within 0 to most. It needs two values.
func Usual(values []float64, most float64) (low, high float64) {
	n := len(values)
	if n < 2 {
		return 0, most
	}
	spread := max(math.Sqrt(squares(values)/float64(n-1)), least*most/highest)
	by := quantile(n-1) * spread * math.Sqrt(1+1/float64(n))
	m := mean(values)
	return max(0, m-by), min(most, m+by)
}

func mean(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum / float64(len(values))
}

// squares sums the squared distances from the mean.
func squares(values []float64) float64 {
	m, sum := mean(values), 0.0
	for _, v := range values {
		sum += (v - m) * (v - m)
	}
	return sum
}

func deviation(sum float64, free int) float64 {
	return max(math.Sqrt(sum/float64(free)), least)
}

func margin(spread, worth float64, free int) float64 {
	return quantile(free) * spread / math.Sqrt(worth)
}

func around(m, by float64) (low, high float64) {
	return max(0, m-by), min(highest, m+by)
}

// student has the 95 % quantiles of Student's t for 1 to 10 degrees of freedom.
var student = [...]float64{6.314, 2.920, 2.353, 2.132, 2.015, 1.943, 1.895, 1.860, 1.833, 1.812}

// quantile is the 95 % quantile of Student's t: from the table, and beyond it by
// the first terms of Fisher and Cornish's expansion, which are right to three
// decimals there.
func quantile(free int) float64 {
	if free <= len(student) {
		return student[free-1]
	}
	const z = 1.644854
	n := float64(free)
	return z + (z*z*z+z)/(4*n) + (5*z*z*z*z*z+16*z*z*z+3*z)/(96*n*n)
}
