package progress

// skill sums answers up, which are by time.
func skill(answers []answer) Skill {
	values := scores(answers)
	low, high := Interval(values)
	s := Skill{
		Answers: len(values), Mean: rounded(mean(values)), Low: rounded(low), High: rounded(high), Verdict: TooEarly,
	}
	if len(answers) > 0 {
		s.Last = answers[len(answers)-1].At
	}
	if len(values) < MinAnswers {
		return s
	}
	s.Earlier, s.Later = halves(values)
	switch {
	case s.Later.Low > s.Earlier.High:
		s.Verdict = Improving
	case s.Later.High < s.Earlier.Low:
		s.Verdict = Declining
	case s.Low >= good:
		s.Verdict = Strong
	case s.High < acceptable:
		s.Verdict = Weak
	default:
		s.Verdict = Steady
	}
	return s
}

// halves are the two halves with 90 % intervals. Both are drawn with the spread
// of the two together: with two or three answers a half's own says nothing, and
// how much answers vary does not change from one half to the other.
func halves(values []float64) (earlier, later Half) {
	at := len(values) / 2
	free := len(values) - 2
	spread := deviation(squares(values[:at])+squares(values[at:]), free)
	return half(values[:at], spread, free), half(values[at:], spread, free)
}

func half(values []float64, spread float64, free int) Half {
	m := mean(values)
	low, high := around(m, margin(spread, len(values), free))
	return Half{Answers: len(values), Mean: rounded(m), Low: rounded(low), High: rounded(high)}
}
