package memory

import (
	"fmt"
	"strings"
)

// Contradiction names two statements that cannot both be true.
type Contradiction struct {
	// Text is a short sentence naming both sides.
	Text string
	// Clarify is what the candidate could say to put it right.
	Clarify string
	// Rule names the rule that found it, in snake case.
	Rule string
	// Said and Against are the two statements' own words.
	Said, Against string
	// Origin says where Against was learned.
	Origin Origin
}

// Sentence is what the candidate is told: both sides, and how to put it right.
func (c Contradiction) Sentence() string { return c.Text + " " + c.Clarify }

// Sentences are the texts of contradictions.
func Sentences(cs []Contradiction) []string {
	var s []string
	for _, c := range cs {
		s = append(s, c.Text)
	}
	return s
}

// Contradictions compares an answer's words with a CV and with what the
// candidate said after earlier questions.
func Contradictions(text, cv string, history []Pair) []Contradiction {
	facts := Facts(text, FromCandidate)
	var said []Fact
	for _, p := range history {
		said = append(said, Facts(p.Said, FromCandidate)...)
	}
	found := contradictions(facts, Facts(cv, FromCV), Skills(cv))
	return append(found, contradictions(facts, said, nil)...)
}

// contradictions compares new facts with known ones; skills are those that the
// CV names, when known are the CV's facts.
func contradictions(fresh, known []Fact, skills []string) []Contradiction {
	var found []Contradiction
	seen := map[string]bool{}
	for _, f := range fresh {
		c, ok := againstSkills(f, skills)
		if !ok {
			c, ok = againstFacts(f, known)
		}
		if ok && !seen[c.Text] {
			seen[c.Text] = true
			found = append(found, c)
		}
	}
	return found
}

func againstSkills(f Fact, skills []string) (Contradiction, bool) {
	if f.Kind != Never {
		return Contradiction{}, false
	}
	for _, s := range skills {
		if s == f.Subject {
			return Contradiction{
				Text:    fmt.Sprintf("You said you never used %s; your CV names %s.", f.Subject, s),
				Clarify: fmt.Sprintf("Say how much you worked with %s and where.", f.Subject),
				Rule:    "never_used_but_in_cv", Said: f.Text, Against: s, Origin: FromCV,
			}, true
		}
	}
	return Contradiction{}, false
}

func againstFacts(f Fact, known []Fact) (Contradiction, bool) {
	rule := rules[f.Kind]
	if rule == nil {
		return Contradiction{}, false
	}
	var first *Fact
	var name, clarify string
	for i := len(known) - 1; i >= 0; i-- { // the latest statement counts
		k := known[i]
		verdict, n, c := rule(f, k, known)
		switch verdict {
		case agrees:
			return Contradiction{}, false
		case contradicts:
			if first == nil {
				first, name, clarify = &known[i], n, c
			}
		case unrelated:
		}
	}
	if first == nil {
		return Contradiction{}, false
	}
	return Contradiction{
		Text: fmt.Sprintf("You said “%s”; %s “%s”.", short(f.Text), saidBy(*first), short(first.Text)),
		Rule: name, Clarify: clarify, Said: f.Text, Against: first.Text, Origin: first.Origin,
	}, true
}

type relation int

const (
	unrelated relation = iota
	agrees
	contradicts
)

// rules say how a new fact relates to a known one. One agreement among the
// known facts outweighs any number of differences: a CV may list several teams.
var rules = map[FactKind]func(f, k Fact, known []Fact) (relation, string, string){
	YearsTotal: func(f, k Fact, _ []Fact) (relation, string, string) {
		if k.Kind != YearsTotal {
			return unrelated, "", ""
		}
		return compare(f.Number, k.Number), "years_of_experience", "Say from when to when you count your years of experience."
	},
	YearsWith: func(f, k Fact, _ []Fact) (relation, string, string) {
		if k.Kind == Never && k.Subject == f.Subject {
			return contradicts, "used_but_denied", "Say how much you really worked with " + f.Subject + "."
		}
		if k.Kind != YearsWith || k.Subject != f.Subject {
			return unrelated, "", ""
		}
		return compare(f.Number, k.Number), "years_with_technology", "Say from when to when you used " + f.Subject + "."
	},
	Tenure: func(f, k Fact, _ []Fact) (relation, string, string) {
		if !sameName(f.Subject, k.Subject) {
			return unrelated, "", ""
		}
		clarify := "Name the years in which you worked at " + k.Subject + "."
		switch {
		case k.Kind == Tenure:
			return compare(f.Number, k.Number), "years_at_employer", clarify
		case k.Kind == Period && k.To > 0:
			return compare(f.Number, k.To-k.From), "years_at_employer", clarify
		}
		return unrelated, "", ""
	},
	TeamSize: func(f, k Fact, known []Fact) (relation, string, string) {
		if k.Kind != TeamSize {
			return unrelated, "", ""
		}
		const clarify = "Say which team you mean and how large it was."
		if f.Number == k.Number {
			return agrees, "", ""
		}
		if f.Subject != "" && sameName(f.Subject, k.Subject) {
			return contradicts, "team_size", clarify
		}
		// Without an employer named, only a CV with a single team can be meant.
		if k.Origin == FromCV && f.Subject == "" && count(known, TeamSize) == 1 {
			return contradicts, "team_size", clarify
		}
		return unrelated, "", ""
	},
	Never: func(f, k Fact, _ []Fact) (relation, string, string) {
		if (k.Kind == Used || k.Kind == YearsWith) && k.Subject == f.Subject {
			return contradicts, "denied_but_used", "Say how much you really worked with " + f.Subject + "."
		}
		return unrelated, "", ""
	},
	Used: func(f, k Fact, _ []Fact) (relation, string, string) {
		if k.Kind == Never && k.Subject == f.Subject {
			return contradicts, "used_but_denied", "Say how much you really worked with " + f.Subject + "."
		}
		return unrelated, "", ""
	},
	Share: func(f, k Fact, _ []Fact) (relation, string, string) {
		if k.Kind != Share || sharedWords(f.Text, k.Text) < 2 {
			return unrelated, "", ""
		}
		if f.Number == k.Number {
			return agrees, "", ""
		}
		return contradicts, "different_number", "Give the number you can prove."
	},
}

// compare allows a year of rounding, and a fifth of long times.
func compare(a, b int) relation {
	if d := max(a, b) - min(a, b); d <= 1 || d*5 <= max(a, b) {
		return agrees
	}
	return contradicts
}

func count(facts []Fact, kind FactKind) int {
	n := 0
	for _, f := range facts {
		if f.Kind == kind {
			n++
		}
	}
	return n
}

// sameName compares employers by their first word, since people say "Acme"
// for "Acme Systems GmbH".
func sameName(a, b string) bool {
	fa, fb := strings.Fields(strings.ToLower(a)), strings.Fields(strings.ToLower(b))
	return len(fa) > 0 && len(fb) > 0 && fa[0] == fb[0]
}

// sharedWords counts the words of five letters and more in both texts.
func sharedWords(a, b string) int {
	have := map[string]bool{}
	for _, w := range words(a) {
		if len([]rune(w)) >= 5 && numberWords[w] == "" && w != "percent" {
			have[w] = true
		}
	}
	n := 0
	for _, w := range words(b) {
		if have[w] {
			n++
			delete(have, w)
		}
	}
	return n
}

func saidBy(k Fact) string {
	if k.Origin == FromCV {
		return fmt.Sprintf("your CV (line %d) says", k.Line)
	}
	return "earlier you said"
}

func short(s string) string {
	const limit = 90
	r := []rune(s)
	if len(r) <= limit {
		return s
	}
	return string(r[:limit]) + "…"
}
