package taxonomy

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"github.com/interviewai-pro/interviewai/server/cv/fold"
)

//go:embed roles.tsv
var roleData string

// Implied are the wider skills that a skill, by its usual name, takes: SAP for
// "SAP MM", Spring and Java for "Spring Boot". The nearest come first.
func Implied(canonical string) []string {
	wider := known().wider
	out := slices.Clone(wider[canonical])
	for i := 0; i < len(out); i++ {
		for _, name := range wider[out[i]] {
			if name != canonical && !slices.Contains(out, name) {
				out = append(out, name)
			}
		}
	}
	return out
}

// role is a title and the skills that it stands for.
type role struct {
	title  string
	skills []string
}

var roles = sync.OnceValue(func() []role {
	var out []role
	for line := range strings.Lines(roleData) {
		skills, titles, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok || strings.HasPrefix(line, "# ") {
			continue
		}
		for title := range strings.SplitSeq(titles, ",") {
			out = append(out, role{" " + words(title), strings.Split(skills, ",")})
		}
	}
	return out
})

// words are a text's words with a space before each, and one at the end, made
// alike.
func words(text string) string {
	var out strings.Builder
	for _, p := range pieces(text) {
		out.WriteString(fold.Text(p.text(text)) + " ")
	}
	return out.String()
}

// OfRole are the skills that a position's title stands for, by their usual names:
// Product Management for "Senior Product Manager". A title's words may have
// endings of their language.
func OfRole(title string) []string {
	text := " " + words(title)
	var out []string
	for _, r := range roles() {
		if !strings.Contains(text, strings.TrimSuffix(r.title, " ")) {
			continue
		}
		for _, name := range r.skills {
			if !slices.Contains(out, name) {
				out = append(out, name)
			}
		}
	}
	return out
}
