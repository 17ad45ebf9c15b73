package structure

import "slices"

// tells reports whether most entries have a piece that looks like a title, so
// that one that does not is rather a company; so it is where all entries are a
// name and a place.
func (s subject) tells(all []entry) bool {
	n, lone := 0, 0
	for _, e := range all {
		if slices.ContainsFunc(e.pieces, func(p piece) bool { return s.net(p) > 0 }) {
			n++
		}
		lone += flag(len(e.pieces) == 1 && e.place.l != nil)
	}
	return 2*n > len(all) || n == 0 && lone == len(all) && lone > 1
}

// towns gives entries without a place the town that stands where other entries
// of the CV have theirs: behind the company's comma.
func (s subject) towns(all []entry) {
	n := 0
	for _, e := range all {
		n += flag(e.place.l != nil)
	}
	if 2*n <= len(all) {
		return
	}
	for i := range all {
		e := &all[i]
		if e.place.l != nil {
			continue
		}
		for j, p := range e.pieces {
			parts := withLegal(pieces(p.l, p.start, p.end, true))
			if last := len(parts) - 1; last > 0 && smallPlace(parts[last]) && (s.net(p) <= 0 || last > 1 && !s.loose) {
				e.place = parts[last]
				e.pieces[j].end = parts[last-1].end
				break
			}
		}
	}
}

// townsBelow gives entries without a place the town that nobody listed, in the
// line below the dates, where others of the CV have theirs.
func (s subject) townsBelow(all []entry) {
	habit := slices.ContainsFunc(all, func(e entry) bool {
		return e.place.l != nil && e.place.l.order == e.anchor.order+1 && e.place.start == 0
	})
	for i := range all {
		e := &all[i]
		if !habit || e.place.l != nil || len(e.body) == 0 || len(e.pieces) < 2 {
			continue
		}
		w := e.body[0]
		if town := (piece{l: w.l, start: w.start, end: w.end}).trim(); w.l.order == e.anchor.order+1 && !w.l.Bullet && town.words() <= 2 && smallPlace(town) {
			e.place, e.body = town, e.body[1:]
		}
	}
}

// edges takes places off the ends of companies where most jobs of the CV have
// one there: they stood at the right edge of the page.
func (s subject) edges(all []entry) {
	n, placed := 0, 0
	at := make([][2]int, len(all))
	for i, e := range all {
		at[i][0] = -1
		if e.place.l != nil {
			placed += flag(e.place.apart())
			continue
		}
		for j, p := range e.pieces {
			if cut := placeEnd(p); cut > p.start && s.net(p) <= 0 {
				at[i] = [2]int{j, cut}
				n++
				break
			}
		}
	}
	if n == 0 || n+placed < 2 || 3*(n+placed) < 2*len(all) {
		return
	}
	for i := range all {
		if at[i][0] >= 0 {
			p := &all[i].pieces[at[i][0]]
			all[i].place = piece{l: p.l, start: at[i][1], end: p.end}.trim()
			p.end = at[i][1]
			*p = p.trim()
		}
	}
}

// order is whether titles stand before companies in most entries.
func (s subject) order(all []entry) bool {
	votes := 0
	for _, e := range all {
		if len(e.pieces) < 2 {
			continue
		}
		votes += max(-3, min(3, s.net(e.pieces[0])-s.net(e.pieces[1])))
	}
	return votes >= 0
}
