package labelled

import (
	"fmt"
	"strings"
)

// Pair is one answer's level as it is labelled and as a grader gave it.
type Pair struct{ Label, Grade int }

// Kappa is Cohen's weighted kappa (Cohen 1968) with quadratic weights: 1 for
// full agreement, 0 for what chance gives, less for worse than that. Where chance
// cannot disagree, because there is but one level, it is 0. Levels off the scale
// panic.
func Kappa(pairs []Pair) float64 {
	return Tabulate(pairs).kappa(func(d int) int { return d * d })
}

// Linear is Kappa with linear weights: being off by two levels is twice, and not
// four times, as bad as being off by one.
func Linear(pairs []Pair) float64 {
	return Tabulate(pairs).kappa(func(d int) int { return max(d, -d) })
}

// Confusion counts answers by label (row) and grade (column), each level less one.
type Confusion [Levels][Levels]int

// Tabulate counts pairs. Levels off the scale panic.
func Tabulate(pairs []Pair) Confusion {
	var c Confusion
	for _, p := range pairs {
		c[p.Label-1][p.Grade-1]++
	}
	return c
}

// kappa is one less the weighted disagreement seen, of that expected by chance.
func (c Confusion) kappa(weight func(apart int) int) float64 {
	var rows, columns [Levels]int
	n := 0
	for i, row := range c {
		for j, count := range row {
			rows[i] += count
			columns[j] += count
			n += count
		}
	}
	seen, expected := 0, 0
	for i, row := range c {
		for j, count := range row {
			seen += weight(i-j) * count
			expected += weight(i-j) * rows[i] * columns[j]
		}
	}
	if expected == 0 {
		return 0
	}
	return 1 - float64(seen)*float64(n)/float64(expected)
}

// String is the table with labels as rows, and grades as columns.
func (c Confusion) String() string {
	var b strings.Builder
	b.WriteString("label\\grade")
	for i := range c {
		fmt.Fprintf(&b, "%5d", i+1)
	}
	b.WriteString("  total\n")
	for i, row := range c {
		fmt.Fprintf(&b, "%11d", i+1)
		total := 0
		for _, count := range row {
			fmt.Fprintf(&b, "%5d", count)
			total += count
		}
		fmt.Fprintf(&b, "%7d\n", total)
	}
	return b.String()
}

// Agreement is how far a grader agrees with the labels.
type Agreement struct {
	// Answers is how many were graded.
	Answers int
	// Quadratic and Linear are the weighted kappas.
	Quadratic, Linear float64
	// Error is the mean of how far the grade is from the label, in levels, and Bias
	// the mean of grade less label.
	Error, Bias float64
	// Exact and Within are the shares of grades that are the label, and that are one
	// level from it at most.
	Exact, Within float64
}

// Agree measures pairs. Levels off the scale panic.
func Agree(pairs []Pair) Agreement {
	a := Agreement{Answers: len(pairs), Quadratic: Kappa(pairs), Linear: Linear(pairs)}
	if len(pairs) == 0 {
		return a
	}
	var apart, above, exact, within int
	for _, p := range pairs {
		d := p.Grade - p.Label
		above += d
		apart += max(d, -d)
		if d == 0 {
			exact++
		}
		if -1 <= d && d <= 1 {
			within++
		}
	}
	n := float64(len(pairs))
	a.Error, a.Bias = float64(apart)/n, float64(above)/n
	a.Exact, a.Within = float64(exact)/n, float64(within)/n
	return a
}

// String is the figures on one line.
func (a Agreement) String() string {
	return fmt.Sprintf("%d answers, kappa %.3f (linear %.3f), error %.2f levels (bias %+.2f), exact %.0f%%, within one %.0f%%",
		a.Answers, a.Quadratic, a.Linear, a.Error, a.Bias, 100*a.Exact, 100*a.Within)
}
