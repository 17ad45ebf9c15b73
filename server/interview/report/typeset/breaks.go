package typeset

import "strings"

// Where a line may end, the better the higher.
const (
	never   = iota
	anyhow  // inside a word that is wider than a line
	inside  // at a sign inside of an address
	between // between words and between Chinese letters
)

// What no line begins with, and what none ends with (W3C, Requirements for Chinese
// Text Layout, 3.1.4), as far as Chinese and quotes go.
const (
	closing = "、。，．：；？！）」』】〕〉》”’…—％%)]},.;:!?»"
	opening = "（「『【〔〈《“‘([{«¥￥#№"
)

// breakable says how well a line ends behind a letter that another one follows.
func breakable(l, next letter) int {
	switch {
	case l.r == ' ':
		return between
	case strings.ContainsRune(opening, l.r) || strings.ContainsRune(closing, next.r):
		return anyhow
	case wide(l.r) || wide(next.r):
		return between
	case strings.ContainsRune("/-_.?&=@,;|–—", l.r):
		return inside
	default:
		return anyhow
	}
}

// fit is how many letters go into a line: at least one.
func fit(all []letter, room float64) int {
	var best [between + 1]int
	sum := 0.0
	for i, l := range all {
		if sum += l.width; sum > room+0.01 && l.r != ' ' {
			for grade := between; grade > never; grade-- {
				if best[grade] > 0 {
					return best[grade]
				}
			}
			return 1
		}
		if i+1 < len(all) {
			best[breakable(l, all[i+1])] = i + 1
		}
	}
	return len(all)
}

// trim takes spaces off a line's ends.
func trim(row []letter) []letter {
	for len(row) > 0 && row[0].r == ' ' {
		row = row[1:]
	}
	for len(row) > 0 && row[len(row)-1].r == ' ' {
		row = row[:len(row)-1]
	}
	return row
}
