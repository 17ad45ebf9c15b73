package structure

// mostForm is how many lines of a CV are looked at for a form about the person.
const mostForm = 30

// forms recognises rows of a form, in which labels stand in one column and
// values in the next with no sign between them: three or more labels of several
// kinds that begin lines.
func (r *reader) forms() {
	var rows []*line
	kinds := map[string]bool{}
	for _, l := range r.lines[:min(len(r.lines), mostForm)] {
		h, ok := l.hit(kindLabel, 0)
		if !ok || h.last >= len(l.tokens) || l.tokens[h.last].in(":：") {
			continue
		}
		switch h.value {
		case "name", "birth", "phone", "email", "address", "position":
			rows = append(rows, l)
			kinds[h.value] = true
		}
	}
	for _, l := range rows {
		l.form = len(rows) >= 3 && len(kinds) >= 3
	}
}
