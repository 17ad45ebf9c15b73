package labelled_test

import (
	"math"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/interview/grade/labelled"
)

// reviews are the 160 films that Siskel (label) and Ebert (grade) reviewed
// (Agresti and Winner, "Evaluating agreement and disagreement among movie
// reviewers", Chance 10, 1997), with con, mixed and pro for levels 1 to 3:
//
//	        con mixed pro  total
//	con      24     8  13     45
//	mixed     8    13  11     32
//	pro      10     9  64     83
//	total    42    30  88    160
//
// Disagreement seen:     one apart 8+11+8+9 = 36, two apart 13+10 = 23.
// Disagreement expected: one apart (45·30+32·42+32·88+83·30)/160 = 8000/160 = 50,
// two apart (45·88+83·42)/160 = 7446/160 = 46.5375.
//
// Linear:    1 - (36 + 2·23)/(50 + 2·46.5375) = 1 - 82/143.075  = 0.4269 (as published).
// Quadratic: 1 - (36 + 4·23)/(50 + 4·46.5375) = 1 - 128/236.15 = 0.4580.
func reviews() []labelled.Pair {
	table := [3][3]int{{24, 8, 13}, {8, 13, 11}, {10, 9, 64}}
	var out []labelled.Pair
	for i, row := range table {
		for j, count := range row {
			for range count {
				out = append(out, labelled.Pair{Label: i + 1, Grade: j + 1})
			}
		}
	}
	return out
}

func TestKappa(t *testing.T) {
	full := []labelled.Pair{{1, 1}, {3, 3}, {5, 5}, {3, 3}}
	reversed := []labelled.Pair{{1, 5}, {5, 1}}
	one := []labelled.Pair{{3, 3}, {3, 3}}
	constant := []labelled.Pair{{1, 3}, {3, 3}, {5, 3}}
	for _, c := range []struct {
		name              string
		pairs             []labelled.Pair
		quadratic, linear float64
	}{
		{"film reviews", reviews(), 0.4580, 0.4269},
		{"full agreement", full, 1, 1},
		{"the reverse", reversed, -1, -1},
		{"the same grade for all", constant, 0, 0},
		{"one level only", one, 0, 0},
		{"none", nil, 0, 0},
	} {
		if got := labelled.Kappa(c.pairs); math.Abs(got-c.quadratic) > 0.00005 {
			t.Errorf("%s: quadratic kappa %.4f, want %.4f", c.name, got, c.quadratic)
		}
		if got := labelled.Linear(c.pairs); math.Abs(got-c.linear) > 0.00005 {
			t.Errorf("%s: linear kappa %.4f, want %.4f", c.name, got, c.linear)
		}
	}
}

func TestAgree(t *testing.T) {
	got := labelled.Agree([]labelled.Pair{{1, 1}, {2, 3}, {5, 3}, {4, 3}}).String()
	// Levels apart 0, 1, 2, 1; above 0, 1, -2, -1. Each label meets the grades 1
	// and three times 3 by chance. Quadratic: seen 0+1+4+1 = 6, expected, times four,
	// (0+3·4) + (1+3·1) + (16+3·4) + (9+3·1) = 56: 1 - 4·6/56 = 0.571.
	// Linear: seen 4, expected (0+3·2) + (1+3·1) + (4+3·2) + (3+3·1) = 26:
	// 1 - 4·4/26 = 0.385.
	want := "4 answers, kappa 0.571 (linear 0.385), error 1.00 levels (bias -0.50), exact 25%, within one 75%"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := labelled.Agree(nil); got != (labelled.Agreement{}) {
		t.Errorf("of nothing: %s", got)
	}
}

func TestConfusion(t *testing.T) {
	got := labelled.Tabulate(reviews()).String()
	want := strings.Join([]string{
		`label\grade    1    2    3    4    5  total`,
		`          1   24    8   13    0    0     45`,
		`          2    8   13   11    0    0     32`,
		`          3   10    9   64    0    0     83`,
		`          4    0    0    0    0    0      0`,
		`          5    0    0    0    0    0      0`,
		``,
	}, "\n")
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
