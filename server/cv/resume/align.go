package resume

import (
	"slices"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/document"
)

// align puts the positions and skills that the rules read in the order in which
// they are shown, so that an index means the same entry in both: a tailored
// version may have sorted them. It reports whether skills were sorted.
func align(read, shown *cv.Parsed) (moved bool) {
	read.Experience, _ = inOrder(read.Experience, shown.Experience, func(a, b cv.Experience) bool {
		return slices.ContainsFunc(headOf(a), func(s document.Span) bool { return slices.Contains(headOf(b), s) })
	})
	read.Skills, moved = inOrder(read.Skills, shown.Skills, func(a, b cv.Skill) bool {
		return len(a.Spans) > 0 && slices.Equal(a.Spans, b.Spans)
	})
	return moved
}

// headOf are the places of what names a position.
func headOf(e cv.Experience) []document.Span {
	return slices.Concat(e.Title.Spans, e.Period.Spans)
}

// inOrder are a list's entries where those of another stand that are the same;
// what a correction replaced keeps its order among the places left. Moved tells
// that two changed places.
func inOrder[T any](read, shown []T, same func(a, b T) bool) (out []T, moved bool) {
	at := make([]int, len(shown)) // the index in read, -1 for none
	taken := make([]bool, len(read))
	last := -1
	for i, s := range shown {
		at[i] = -1
		for j, r := range read {
			if !taken[j] && same(r, s) {
				at[i], taken[j] = j, true
				moved = moved || j < last
				last = j
				break
			}
		}
	}
	if !moved {
		return read, false
	}
	next := 0
	left := func() int {
		for next < len(read) && taken[next] {
			next++
		}
		if next == len(read) {
			return -1
		}
		taken[next] = true
		return next
	}
	for i := range shown {
		if at[i] < 0 {
			at[i] = left()
		}
		var entry T
		if at[i] >= 0 {
			entry = read[at[i]]
		}
		out = append(out, entry)
	}
	for j := left(); j >= 0; j = left() {
		out = append(out, read[j])
	}
	return out, true
}
