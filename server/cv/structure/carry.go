package structure

// lastPiece is the last of the pieces that a head has so far.
func lastPiece(before, now []piece) *piece {
	if n := len(now); n > 0 {
		return &now[n-1]
	}
	if n := len(before); n > 0 {
		return &before[n-1]
	}
	return nil
}

// carryOn gives the beginning of a row to the piece that the line above it broke
// off in: behind a small word ("Universidad de" over "Sevilla, 2014"), or before
// one that begins small. It returns where the rest of the row begins.
func (s subject) carryOn(p *piece, w row, start int) int {
	l := w.l
	if p.tail != nil || p.l.order+1 != l.order || p.l.Region != l.Region || l.Bullet || len(l.tokens) == 0 || p.end < len(p.l.text) || l.tokens[0].start < start {
		return start
	}
	all := p.within()
	if len(all) == 0 {
		return start
	}
	first, last := l.tokens[0], all[len(all)-1]
	if last.kind != word || first.kind != word {
		return start
	}
	open := !last.capital && last.spaced && len([]rune(last.fold)) <= 3 && len(all) > 1
	small := s.loose && !first.capital && l.Block == p.l.Block && l.Width > 0 && !l.anyHit(s.first...)
	// "Beck Germany" over "GmbH, Essen"; forms that stand before a name end none.
	form, legal := l.hit(kindLegal, 0)
	legal = legal && l.tokens[0].start == w.start && (form.last == len(l.tokens) || l.tokens[form.last].in(",|"))
	if !open && !small && !legal {
		return start
	}
	end := w.end
	for _, cut := range l.cuts() {
		end = min(end, cut[0])
	}
	if parts := pieces(l, start, end, true); len(parts) > 0 {
		p.tail = &parts[0]
		return parts[0].end
	}
	return start
}
