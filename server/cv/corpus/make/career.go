package main

import (
	"slices"

	"github.com/interviewai-pro/interviewai/server/cv/corpus"
)

// months counts from the year 0, so that dates can be added to.
func months(d corpus.Date) int { return d.Year*12 + d.Month - 1 }

func month(n int) corpus.Date { return corpus.Date{Year: n / 12, Month: n%12 + 1} }

// career is the positions, newest first: promotions within a company, gaps, and
// now and then two jobs at once.
func (p *person) career(own, titled *profession, positions int) {
	random := p.random
	titles := titled.lists["titles"]
	companies := own.lists["companies"]
	if companies == nil {
		companies = p.lex.list("companies")
	}
	order := random.Perm(len(companies))
	cities := p.lex.list("cities")
	end := months(now)
	current := random.IntN(4) > 0
	if !current {
		end -= 2 + random.IntN(5)
	}
	company, city := -1, ""
	sentences := p.sentences(own)
	for i := range positions {
		title := titles[max(0, len(titles)-1-i*len(titles)/max(positions, len(titles)-1))]
		promoted := i > 0 && title != p.truth.Experience[i-1].Title && random.IntN(3) == 0
		if !promoted {
			company++
			city = pick(random, cities)
		}
		start := end - (8 + random.IntN(38))
		role := corpus.Role{
			Title:       title,
			Company:     companies[order[company%len(order)]],
			Location:    city,
			Start:       month(start),
			Description: p.fill(own.lists["desc"][0]),
		}
		if i == 0 && current {
			role.Current = true
		} else {
			role.End = month(end)
		}
		role.Achievements = sentences(2 + random.IntN(4))
		p.truth.Experience = append(p.truth.Experience, role)
		switch end = start - random.IntN(3); {
		case i == 0 && random.IntN(5) == 0:
			end = start + 5 // an overlap
			company++
		case random.IntN(6) == 0:
			end -= 4 + random.IntN(10)
		}
	}
}

// sentences deals achievements: none twice in a position, nor in all until every
// one was dealt.
func (p *person) sentences(own *profession) func(n int) []string {
	pool := append(append([]string(nil), own.achievements...), p.lex.common...)
	var order []int
	return func(n int) []string {
		var dealt []int
		for len(dealt) < min(n, len(pool)) {
			if len(order) == 0 {
				order = p.random.Perm(len(pool))
			}
			if !slices.Contains(dealt, order[0]) {
				dealt = append(dealt, order[0])
			}
			order = order[1:]
		}
		var out []string
		for _, i := range dealt {
			out = append(out, p.fill(pool[i]))
		}
		return out
	}
}

func (p *person) schools(own *profession) {
	random := p.random
	schools := p.lex.list("schools")
	degrees := own.lists["degree"]
	oldest := p.truth.Experience[len(p.truth.Experience)-1].Start.Year
	n := 1 + random.IntN(min(2, len(degrees)))
	order := random.Perm(len(schools))
	for i := range n {
		end := oldest + random.IntN(2) - 5*i
		school := corpus.School{
			Degree:      degrees[len(degrees)-1-i],
			Institution: schools[order[i]],
			Start:       corpus.Date{Year: end - 3 - random.IntN(2), Month: 9},
			End:         corpus.Date{Year: end, Month: 6},
		}
		if p.profession == "student" && i == 0 {
			school.Start.Year, school.End, school.Current = 2023, corpus.Date{}, true
		}
		if p.lex.code == "en" && random.IntN(3) == 0 {
			school.GPA = pick(random, []string{"3.8/4.0", "3.6/4.0", "3.9/4.0"})
		}
		p.truth.Education = append(p.truth.Education, school)
	}
}
