package answer

import (
	"regexp"
	"strings"
	"unicode"
)

var (
	claimNumber = regexp.MustCompile(`\d+(?:[.,]\d+)*`)
	// claimName is one or more capitalised words after a word of place.
	claimName = regexp.MustCompile(`(?:^|[^\p{L}])(?i:at|for|with|joined|from|bei|chez|en|в|на)\s+((?:\p{Lu}[\p{L}\d&.'-]*)(?:\s+\p{Lu}[\p{L}\d&.'-]*)*)`)
)

// unsupported lists the numbers and workplaces that an answer claims although
// they stand in none of the texts it was made from. Numbers up to ten written
// as list marks, program text and gaps in square brackets claim nothing.
func unsupported(content string, r Request) []string {
	known := strings.ToLower(knownText(r))
	knownNumbers := map[string]bool{}
	for _, n := range claimNumber.FindAllString(known, -1) {
		knownNumbers[plainNumber(n)] = true
	}
	text := withoutCode(content)
	var out []string
	seen := map[string]bool{}
	add := func(s string) {
		if k := strings.ToLower(s); !seen[k] && len(out) < 10 {
			seen[k] = true
			out = append(out, s)
		}
	}
	if personal(r) {
		for _, loc := range claimNumber.FindAllStringIndex(text, -1) {
			n := text[loc[0]:loc[1]]
			if !knownNumbers[plainNumber(n)] && !partOfWord(text, loc) && !listNumber(text, loc) {
				add(n)
			}
		}
	}
	for _, m := range claimName.FindAllStringSubmatch(text, -1) {
		name := strings.TrimSuffix(strings.TrimRight(m[1], ".,'-"), " I")
		first, _, _ := strings.Cut(strings.ToLower(name), " ")
		if len([]rune(first)) > 1 && !strings.Contains(known, first) && !unremarkable[first] {
			add(name)
		}
	}
	return out
}

// personal says that numbers in the answer speak of the candidate: not in
// technical and case questions, where they belong to the subject.
func personal(r Request) bool { return r.Kind == "general" || r.Kind == "behavioral" }

func knownText(r Request) string {
	parts := append([]string{r.CV, r.JobDescription, r.Company, r.Role, r.CandidateName, r.ProfileNotes}, r.Questions...)
	for _, p := range r.History {
		parts = append(parts, p.Said)
		parts = append(parts, p.Questions...)
	}
	return strings.Join(parts, "\n")
}

func plainNumber(n string) string { return strings.NewReplacer(",", "", ".", "").Replace(n) }

// partOfWord keeps names such as "HTTP2", "p95" and "k8s" from being numbers.
func partOfWord(s string, loc []int) bool {
	before, after := []rune(s[max(0, loc[0]-4):loc[0]]), []rune(s[loc[1]:min(len(s), loc[1]+4)])
	letter := func(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Han, r) }
	return len(before) > 0 && letter(before[len(before)-1]) || len(after) > 0 && letter(after[0])
}

func listNumber(s string, loc []int) bool {
	line := s[strings.LastIndexByte(s[:loc[0]], '\n')+1 : loc[0]]
	rest := s[loc[1]:]
	return strings.TrimSpace(line) == "" && (strings.HasPrefix(rest, ".") || strings.HasPrefix(rest, ")"))
}

var gap = regexp.MustCompile(`\[[^\]\n]{0,80}\]`)

func withoutCode(s string) string { return gap.ReplaceAllString(fence.ReplaceAllString(s, " "), " ") }

// unremarkable are capitalised words that follow "at" or "for" and name no employer.
var unremarkable = map[string]bool{
	"i": true, "i'm": true, "i've": true, "english": true, "german": true, "monday": true, "january": true, "the": true,
	"kubernetes": true, "docker": true, "go": true, "sql": true, "python": true, "agile": true, "scrum": true,
}
