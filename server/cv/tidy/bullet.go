package tidy

import (
	"strings"
	"unicode/utf8"
)

// bullets are the marks of list items, with those that Symbol and Wingdings have
// in the private area.
const bullets = "•◦▪▫‣●○■□◆◇◾◽⁃∙·►▶▸▹➢➤➔→⇒✓✔✗✦✧★☆❖⚫⚪⬤⦁⦿‧»›➣✱✲" +
	"\uf0b7\uf0a7\uf0a8\uf0d8\uf0fc\uf076\uf0a3\uf06e\uf06f\uf06c\uf071\uf02d\uf0b2\uf077"

// dashes begin a list item when a space follows.
const dashes = "-–—−*+"

// Bullet cuts the mark of a list item off a text, with the spaces around it. A
// lone "o" is one, as Word writes its second level, when more follows; digits
// are none: "1." belongs to the text.
func Bullet(s string) (rest string, is bool) {
	s = strings.TrimLeft(s, " ")
	r, size := utf8.DecodeRuneInString(s)
	after := s[size:]
	switch {
	case s == "":
		return s, false
	case strings.ContainsRune(bullets, r):
		return strings.TrimLeft(after, " "), true
	case after != "" && after[0] != ' ':
		return s, false
	case strings.ContainsRune(dashes, r):
		return strings.TrimLeft(after, " "), true
	case (r == 'o' || r == '§') && after != "":
		return strings.TrimLeft(after, " "), true
	default:
		return s, false
	}
}

// IsBullet reports whether a text is the mark of a list item and nothing else.
func IsBullet(s string) bool {
	s = strings.TrimSpace(s)
	if s == "o" || s == "§" {
		return true
	}
	rest, is := Bullet(s)
	return is && rest == ""
}

// Rule reports whether a text only draws a line, as "-----" does.
func Rule(s string) bool {
	n := 0
	for _, r := range s {
		if !strings.ContainsRune(" -–—_=*~#+.·•|─━═╌┄│┌┐└┘├┤┬┴┼", r) {
			return false
		}
		if r != ' ' {
			n++
		}
	}
	return n >= 3
}
