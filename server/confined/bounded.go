package confined

import "bytes"

// bounded keeps the beginning of what is written to it. With drop the rest is
// swallowed: a broken file can make a complaint for each of its objects.
// Without, the write fails, which ends the child.
type bounded struct {
	b    bytes.Buffer
	room int
	drop bool
	full bool
}

func (w *bounded) Write(p []byte) (int, error) {
	keep := min(len(p), w.room-w.b.Len())
	w.b.Write(p[:keep])
	if keep == len(p) {
		return len(p), nil
	}
	w.full = true
	if w.drop {
		return len(p), nil
	}
	return keep, ErrOutput
}
