package main

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv/corpus"
)

// now is the month in which all CVs were written.
var now = corpus.Date{Year: 2026, Month: 6}

// group is skills under a common name; the name may be empty.
type group struct {
	Name  string
	Items []string
}

// person is somebody invented: the truth before a layout leaves things out.
type person struct {
	lex        *lexicon
	random     *rand.Rand
	profession string
	truth      corpus.Truth
	groups     []group
}

func pick[T any](random *rand.Rand, list []T) T { return list[random.IntN(len(list))] }

// some returns n different entries, in the list's order.
func some(random *rand.Rand, list []string, n int) []string {
	n = min(n, len(list))
	chosen := map[int]bool{}
	for _, i := range random.Perm(len(list))[:n] {
		chosen[i] = true
	}
	var out []string
	for i, entry := range list {
		if chosen[i] {
			out = append(out, entry)
		}
	}
	return out
}

// invent makes up somebody with so many positions. titles, when not nil, is the
// lexicon that titles and skill names are taken from (mixed CVs).
func invent(lex, titles *lexicon, profession string, positions int, random *rand.Rand) *person {
	p := &person{lex: lex, random: random, profession: profession}
	p.truth.Language = lex.code
	if titles == nil {
		titles = lex
	} else {
		p.truth.Mixed = true
	}
	own, theirs := lex.professions[profession], titles.professions[profession]
	p.skills(theirs)
	p.career(own, theirs, positions)
	p.identity()
	p.schools(own)
	p.spoken()
	p.truth.Summary = p.fill(pick(random, own.lists["summary"]))
	certs := theirs.lists["certs"]
	p.truth.Certifications = some(random, certs, 1+random.IntN(len(certs)))
	return p
}

func (p *person) identity() {
	lex, random := p.lex, p.random
	female := random.IntN(2)
	firsts := lex.list("first")
	first := firsts[random.IntN(len(firsts)/2)*2+female] // women and men take turns
	last := gendered(pick(random, lex.list("last")), female)
	name := first + " " + last
	if patronymics := lex.list("patronymic"); patronymics != nil && random.IntN(2) == 0 {
		name = last + " " + first + " " + gendered(pick(random, patronymics), female)
	}
	slug := latin(first) + "." + latin(strings.Fields(last)[0])
	p.truth.Personal = corpus.Personal{
		Name:     name,
		Title:    p.truth.Experience[0].Title,
		Email:    slug + "@" + pick(random, []string{"example.com", "example.org", "mail.example.net", "post.example.com"}),
		Phone:    digits(random, pick(random, lex.list("phones"))),
		Location: pick(random, lex.list("cities")),
		LinkedIn: "linkedin.com/in/" + strings.ReplaceAll(slug, ".", "-") + digits(random, "-##"),
	}
	if technical[p.profession] != nil {
		p.truth.Personal.GitHub = "github.com/" + strings.ReplaceAll(slug, ".", "")
	}
}

// gendered takes the woman's (0) or man's (1) form of "Лебедева/Лебедев".
func gendered(name string, form int) string {
	forms := strings.Split(name, "/")
	return forms[form%len(forms)]
}

func digits(random *rand.Rand, pattern string) string {
	var out strings.Builder
	for _, r := range pattern {
		if r == '#' {
			r = rune('0' + random.IntN(10))
		}
		out.WriteRune(r)
	}
	return out.String()
}

func (p *person) skills(from *profession) {
	if listed := from.lists["skills"]; listed != nil {
		p.truth.Skills = some(p.random, listed, 5+p.random.IntN(3))
		p.groups = []group{{Items: p.truth.Skills}}
		return
	}
	for _, named := range technical[p.profession] {
		items := some(p.random, strings.Split(named[1], "|"), 3+p.random.IntN(3))
		p.groups = append(p.groups, group{Name: named[0], Items: items})
		p.truth.Skills = append(p.truth.Skills, items...)
	}
}

func (p *person) spoken() {
	list := p.lex.list("languages")
	levels := []string{"A2", "B1", "B2", "C1", "C2"}
	for i, entry := range append(list[:1:1], some(p.random, list[1:], 1+p.random.IntN(3))...) {
		name, code, _ := strings.Cut(entry, "=")
		level := pick(p.random, levels)
		if i == 0 {
			level = "native"
		}
		p.truth.Languages = append(p.truth.Languages, corpus.Language{Name: name, Code: code, Levels: []string{level}})
	}
}

// fill puts numbers and technologies into a sentence.
func (p *person) fill(sentence string) string {
	for strings.Contains(sentence, "{n}") {
		sentence = strings.Replace(sentence, "{n}", fmt.Sprint(3+p.random.IntN(9)), 1)
	}
	for strings.Contains(sentence, "{p}") {
		sentence = strings.Replace(sentence, "{p}", fmt.Sprint(11+p.random.IntN(60)), 1)
	}
	for strings.Contains(sentence, "{k}") {
		sentence = strings.Replace(sentence, "{k}", fmt.Sprint(100*(2+p.random.IntN(80))), 1)
	}
	for strings.Contains(sentence, "{t}") {
		sentence = strings.Replace(sentence, "{t}", pick(p.random, p.truth.Skills), 1)
	}
	return sentence
}
