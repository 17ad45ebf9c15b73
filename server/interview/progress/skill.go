package progress

import "slices"

// newest are the last answers to each question, by time: the same question
// answered again and again shows one thing about somebody, and not many.
func newest(answers []*answer) []*answer {
	seen := map[string]bool{}
	var out []*answer
	for _, a := range slices.Backward(answers) {
		if !seen[a.question] {
			seen[a.question] = true
			out = append(out, a)
		}
	}
	slices.Reverse(out)
	return out
}

// skill sums answers up, which are by time.
func skill(answers []*answer) Skill {
	answers = newest(answers)
	values := scores(answers)
	low, high := interval(answers)
	s := Skill{
		Answers: len(values), Mean: rounded(mean(values)), Low: rounded(low), High: rounded(high), Verdict: TooEarly,
	}
	if len(answers) > 0 {
		s.Last = answers[len(answers)-1].At
	}
	if len(values) < MinAnswers {
		return s
	}
	s.Earlier, s.Later = halves(answers)
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
func halves(answers []*answer) (earlier, later Half) {
	first, second := answers[:len(answers)/2], answers[len(answers)/2:]
	free := len(answers) - 2
	spread := deviation(squares(scores(first))+squares(scores(second)), free)
	return half(first, spread, free), half(second, spread, free)
}

func half(answers []*answer, spread float64, free int) Half {
	m := mean(scores(answers))
	low, high := around(m, margin(spread, worth(answers), free))
	return Half{Answers: len(answers), Mean: rounded(m), Low: rounded(low), High: rounded(high)}
}
