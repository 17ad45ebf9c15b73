package structure

// grade finds a grade such as "GPA 3.8/4.0": all of it, and the figure alone.
func grade(l *line) (start, end, from, to int, ok bool) {
	for _, h := range l.hits {
		if h.kind != kindGrade {
			continue
		}
		i := h.last
		for i < len(l.tokens) && l.tokens[i].in(":-–—.(") {
			i++
		}
		// "Greyfinch Media 05/2019" has a date, though "media" is Spanish for a grade.
		if _, _, dated := (grammar{l: l}).numbers(i); dated {
			continue
		}
		if last, found := figure(l, i); found {
			end := l.tokens[last-1].end
			return l.tokens[h.first].start, end, l.tokens[i].start, end, true
		}
		if first, found := figureBefore(l, h.first); found {
			return l.tokens[first].start, l.tokens[h.last-1].end, l.tokens[first].start, l.tokens[h.first-1].end, true
		}
	}
	for i, t := range l.tokens {
		if first, last, found := scored(l, i); found && t.kind == number {
			start, end := l.tokens[first].start, l.tokens[last-1].end
			return start, end, start, end, true
		}
	}
	return 0, 0, 0, 0, false
}

// scored reads a figure with decimals of a scale's most, as grades are written
// without a label: "3,10 / 4,00".
func scored(l *line, i int) (first, last int, ok bool) {
	if i+4 >= len(l.tokens) || i > 0 && !l.tokens[i].spaced && l.tokens[i-1].kind != mark || len(l.tokens[i].fold) > 2 || !l.tokens[i+1].in(".,") || l.tokens[i+2].kind != number || l.tokens[i+2].spaced || l.tokens[i+3].fold != "/" {
		return 0, 0, false
	}
	switch l.tokens[i+4].fold {
	case "4", "5", "10", "20", "100":
		last, ok = figure(l, i)
		return i, last, ok && last > i+4
	}
	return 0, 0, false
}

// figure reads "3.8/4.0", "1,3", "4,8 из 5", "85%".
func figure(l *line, i int) (int, bool) {
	decimal := func(i int) (int, bool) {
		if i >= len(l.tokens) || l.tokens[i].kind != number || len(l.tokens[i].fold) > 3 {
			return i, false
		}
		i++
		if i+1 < len(l.tokens) && l.tokens[i].in(".,") && l.tokens[i+1].kind == number && !l.tokens[i+1].spaced {
			i += 2
		}
		return i, true
	}
	i, ok := decimal(i)
	if !ok {
		return i, false
	}
	if i+1 < len(l.tokens) {
		switch l.tokens[i].fold {
		case "/", "из", "of", "out", "sur", "de", "von":
			if last, more := decimal(i + 1); more {
				return last, true
			}
		case "%":
			return i + 1, true
		}
	} else if i < len(l.tokens) && l.tokens[i].fold == "%" {
		return i + 1, true
	}
	return i, true
}

// figureBefore reads the figure of "3.8 GPA".
func figureBefore(l *line, i int) (int, bool) {
	first := i
	for first > 0 && i-first < 7 {
		t := l.tokens[first-1]
		if t.kind == number && len(t.fold) <= 3 || t.in("./,") && t.kind == mark && first < i {
			first--
			continue
		}
		break
	}
	for first < i && l.tokens[first].kind == mark {
		first++
	}
	last, ok := figure(l, first)
	return first, ok && last == i && i > first+1
}

// ungraded reports whether a piece says that there is no grade ("GPA: N/A"), or of
// what the grade beside it is ("Major" before "GPA: 3.9").
func ungraded(p piece) bool {
	for _, h := range p.l.hits {
		if h.kind != kindGrade {
			continue
		}
		colon := h.last < len(p.l.tokens) && p.l.tokens[h.last].fold == ":"
		inside := p.l.tokens[h.first].start >= p.start && p.l.tokens[h.last-1].end <= p.end
		if colon && (inside && p.words() <= 4 || p.words() == 1 && h.first > 0 && p.l.tokens[h.first-1].end >= p.end && p.l.tokens[h.first-1].start <= p.end+1 && p.l.tokens[h.first].start > p.end) {
			return true
		}
	}
	return false
}
