package corpus

// Counts are how the values of a kind came out: Right ones, Wrong ones that are
// not in the truth, Missed ones that are.
type Counts struct{ Right, Wrong, Missed int }

// Precision is the share of what was read that is right; 1 when nothing was.
func (c Counts) Precision() float64 { return share(c.Right, c.Right+c.Wrong) }

// Recall is the share of the truth that was read; 1 when there is none.
func (c Counts) Recall() float64 { return share(c.Right, c.Right+c.Missed) }

// F1 is the harmonic mean of both.
func (c Counts) F1() float64 { return share(2*c.Right, 2*c.Right+c.Wrong+c.Missed) }

func share(part, whole int) float64 {
	if whole == 0 {
		return 1
	}
	return float64(part) / float64(whole)
}
