package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv/corpus"
)

// exported are LinkedIn's five levels with what they may stand for.
var exported = []struct {
	words  string
	levels []string
}{
	{"Elementary", []string{"A1", "A2"}},
	{"Limited Working", []string{"A2", "B1", "B2"}},
	{"Professional Working", []string{"B2", "C1"}},
	{"Full Professional", []string{"C1", "C2"}},
	{"Native or Bilingual", []string{"native", "C2"}},
}

func (v *view) writeLevels(p *person, want wishes) {
	form := pick(p.random, []string{"%s – %s", "%s (%s)", "%s: %s", "%s - %s", "%s, %s"})
	native := pick(p.random, p.lex.list("native"))
	wordy := p.random.IntN(3) == 0 && !want.cefrOnly
	v.Truth.Languages = slices.Clone(v.Truth.Languages)
	for i := range v.Truth.Languages {
		language := &v.Truth.Languages[i]
		sv := spokenView{Name: language.Name, Level: language.Levels[0], Native: language.Levels[0] == "native"}
		switch {
		case want.exportLevels:
			level := exported[map[string]int{"A2": 0, "B1": 1, "B2": 2, "C1": 3, "C2": 3, "native": 4}[sv.Level]]
			sv.Level, language.Levels = level.words, level.levels
		case sv.Native:
			sv.Level = native
		case wordy && sv.Level[0] == 'C':
			sv.Level, language.Levels = p.lex.list("fluent")[0], []string{"C1", "C2"}
		}
		sv.Full = fmt.Sprintf(form, sv.Name, sv.Level)
		v.Spoken = append(v.Spoken, sv)
	}
}

// duration is "3 years 2 months" as LinkedIn writes it, both months counted.
func duration(lex *lexicon, role corpus.Role) string {
	end := role.End
	if role.Current {
		end = now
	}
	return lasting(lex, months(end)-months(role.Start)+1)
}

// total is how long the roles at the first one's company lasted; empty for one.
func total(lex *lexicon, roles []corpus.Role) string {
	n := 0
	for n < len(roles) && roles[n].Company == roles[0].Company {
		n++
	}
	if n == 1 {
		return ""
	}
	end := roles[0].End
	if roles[0].Current {
		end = now
	}
	return lasting(lex, months(end)-months(roles[n-1].Start)+1)
}

func lasting(lex *lexicon, n int) string {
	words := lex.list("duration")
	var parts []string
	if n >= 12 {
		parts = append(parts, plural(n/12, words[:3]))
	}
	if n%12 > 0 {
		parts = append(parts, plural(n%12, words[3:]))
	}
	return strings.ReplaceAll(strings.Join(parts, " "), " ", "\u00a0")
}

// plural picks of one, few (2–4, as Russian has it) and many.
func plural(n int, words []string) string {
	switch {
	case n%10 == 1 && n != 11:
		return fmt.Sprint(n, " ", words[0])
	case n%10 >= 2 && n%10 <= 4 && (n < 10 || n > 20):
		return fmt.Sprint(n, " ", words[1])
	default:
		return fmt.Sprint(n, " ", words[2])
	}
}
