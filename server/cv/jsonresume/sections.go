package jsonresume

import (
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
)

// titles of those by language.
var titles = map[string][5]string{
	"en":      {"Volunteering", "Awards", "Publications", "Interests", "References"},
	"ru":      {"Волонтерство", "Награды", "Публикации", "Интересы", "Рекомендации"},
	"uz":      {"Volontyorlik", "Mukofotlar", "Nashrlar", "Qiziqishlar", "Tavsiyalar"},
	"uz-Cyrl": {"Волонтёрлик", "Мукофотлар", "Нашрлар", "Қизиқишлар", "Тавсиялар"},
	"es":      {"Voluntariado", "Premios", "Publicaciones", "Intereses", "Referencias"},
	"de":      {"Ehrenamt", "Auszeichnungen", "Publikationen", "Interessen", "Referenzen"},
	"fr":      {"Bénévolat", "Distinctions", "Publications", "Centres d'intérêt", "Références"},
	"pt":      {"Voluntariado", "Prêmios", "Publicações", "Interesses", "Referências"},
	"tr":      {"Gönüllülük", "Ödüller", "Yayınlar", "İlgi alanları", "Referanslar"},
}

func titlesOf(code string) [5]string {
	if found, ok := titles[code]; ok {
		return found
	}
	return titles["en"]
}

// section puts one where the schema has a list for it, else beside.
func (d *document) section(s resume.Section, code string) {
	if s.Kind == cv.SectionProjects {
		if all, ok := projectsOf(s.Lines); ok && len(d.Projects) == 0 {
			d.Projects = all
			return
		}
	}
	list := -1
	if s.Kind == cv.SectionOther && simple(s.Lines) {
		for i, title := range titlesOf(code) {
			if strings.EqualFold(title, s.Title) && i != volunteering {
				list = i
				break
			}
		}
	}
	for _, l := range s.Lines {
		switch list {
		case awards:
			d.Awards = append(d.Awards, award{Title: l.Text})
		case publications:
			d.Publications = append(d.Publications, publication{Name: l.Text})
		case interests:
			d.Interests = append(d.Interests, interest{Name: l.Text})
		case references:
			d.References = append(d.References, reference{Reference: l.Text})
		}
	}
	if list >= 0 {
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
	d.Sections = append(d.Sections, out)
}

// simple reports whether each line is an item and nothing else.
func simple(all []resume.Line) bool {
	for _, l := range all {
		if l.Strong || l.Level > 0 || len(l.Links) > 0 {
			return false
		}
	}
	return true
}

// projectsOf cuts lines at those that name a project: the first, strong ones and
// those behind a list. Not ok where the schema would lose something.
func projectsOf(all []resume.Line) ([]project, bool) {
	var out []project
	item := false
	for _, l := range all {
		n := len(out)
		switch {
		case l.Level > 0 || len(l.Links) > 1 || len(l.Links) == 1 && (l.Bullet || n > 0 && out[n-1].URL != ""):
			return nil, false
		case n == 0 && l.Bullet:
			return nil, false
		case l.Bullet:
			out[n-1].Highlights = append(out[n-1].Highlights, l.Text)
		case n == 0 || l.Strong || item:
			out = append(out, project{Name: l.Text})
		default:
			out[n-1].Description = strings.TrimPrefix(out[n-1].Description+"\n"+l.Text, "\n")
		}
		if len(l.Links) == 1 {
			out[len(out)-1].URL = l.Links[0].URL
		}
		item = l.Bullet
	}
	return out, len(out) > 0
}
