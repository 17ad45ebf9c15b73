package jsonresume

import (
	"slices"
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/resume"
)

// lists are the schema's that a CV has as sections of its own.
const (
	volunteering = iota
	awards
	publications
	interests
	references
	// keywords is no list but a label.
	keywords
)

// titles of those by language.
var titles = map[string][6]string{
	"en":      {"Volunteering", "Awards", "Publications", "Interests", "References", "Keywords"},
	"ru":      {"Волонтерство", "Награды", "Публикации", "Интересы", "Рекомендации", "Ключевые слова"},
	"uz":      {"Volontyorlik", "Mukofotlar", "Nashrlar", "Qiziqishlar", "Tavsiyalar", "Kalit soʻzlar"},
	"uz-Cyrl": {"Волонтёрлик", "Мукофотлар", "Нашрлар", "Қизиқишлар", "Тавсиялар", "Калит сўзлар"},
	"es":      {"Voluntariado", "Premios", "Publicaciones", "Intereses", "Referencias", "Palabras clave"},
	"de":      {"Ehrenamt", "Auszeichnungen", "Publikationen", "Interessen", "Referenzen", "Stichwörter"},
	"fr":      {"Bénévolat", "Distinctions", "Publications", "Centres d'intérêt", "Références", "Mots-clés"},
	"pt":      {"Voluntariado", "Prêmios", "Publicações", "Interesses", "Referências", "Palavras-chave"},
	"tr":      {"Gönüllülük", "Ödüller", "Yayınlar", "İlgi alanları", "Referanslar", "Anahtar kelimeler"},
}

func titlesOf(code string) [6]string {
	if found, ok := titles[code]; ok {
		return found
	}
	return titles["en"]
}

// section puts one where the schema has a list for it, else beside.
func (d *document) section(s resume.Section, code string) {
	named := titlesOf(code)
	switch {
	case s.Kind == cv.SectionProjects:
		if all, ok := entriesOf(s.Lines, code); ok && len(d.Projects) == 0 {
			for _, e := range all {
				d.Projects = append(d.Projects, e.project(code))
			}
			return
		}
	case s.Kind != cv.SectionOther:
	case strings.EqualFold(named[volunteering], s.Title):
		if all, ok := entriesOf(s.Lines, code); ok && len(d.Volunteer) == 0 {
			for _, e := range all {
				d.Volunteer = append(d.Volunteer, e.volunteer())
			}
			return
		}
	case !simple(s.Lines):
	case strings.EqualFold(named[awards], s.Title):
		for _, l := range s.Lines {
			p := pieces(l.Text)
			d.Awards = append(d.Awards, award{Title: p.name, Awarder: p.by, Date: p.date, Summary: p.summary})
		}
		return
	case strings.EqualFold(named[publications], s.Title):
		for _, l := range s.Lines {
			p := pieces(l.Text)
			d.Publications = append(d.Publications, publication{Name: p.name, Publisher: p.by, ReleaseDate: p.date, URL: p.url, Summary: p.summary})
		}
		return
	case strings.EqualFold(named[interests], s.Title):
		for _, l := range s.Lines {
			d.Interests = append(d.Interests, interestOf(l.Text))
		}
		return
	case strings.EqualFold(named[references], s.Title):
		for _, l := range s.Lines {
			words, who, _ := strings.Cut(l.Text, dash)
			d.References = append(d.References, reference{Reference: words, Name: who})
		}
		return
	}
	out := section{Kind: s.Kind, Title: s.Title}
	for _, l := range s.Lines {
		one := sectionLine{Text: l.Text, Strong: l.Strong, Bullet: l.Bullet, Level: l.Level}
		for _, k := range l.Links {
			one.Links = append(one.Links, link(k))
		}
		out.Lines = append(out.Lines, one)
	}
	d.Meta.Sections = append(d.Meta.Sections, out)
}

// simple reports whether each line is an item and nothing else; an address that
// is written out is no more than its text.
func simple(all []resume.Line) bool {
	for _, l := range all {
		hidden := slices.ContainsFunc(l.Links, func(k resume.Link) bool { return l.Text[k.Start:k.End] != k.URL })
		if l.Strong || l.Level > 0 || hidden {
			return false
		}
	}
	return true
}
