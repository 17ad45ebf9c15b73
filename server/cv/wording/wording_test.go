package wording

import (
	"strings"
	"testing"
)

func TestHits(t *testing.T) {
	type test struct {
		lang string
		find func(*Words, string) []Hit
		text string
		// want is the pieces found, with bars between.
		want string
	}
	openings, fillers := (*Words).Openings, (*Words).Fillers
	cliches, persons := (*Words).Cliches, (*Words).FirstPerson
	for _, c := range []test{
		{"en", openings, "Worked on the billing system", "Worked on"},
		{"en", openings, "Developed what others worked on", ""},
		{"en", openings, "Helped the team ship", "Helped"},
		{"en", fillers, "Used various tools, etc. in order to ship", "various|etc|in order to"},
		{"en", cliches, "Hard-working team player with a proven track record", "Hard-working|team player|proven track record"},
		{"en", persons, "I wrote my first app as a Level I engineer", "I wrote|my"},
		{"en", persons, "Phase I trials, I/O tuning", ""},
		{"ru", openings, "Участвовал в разработке", "Участвовал в"},
		{"ru", cliches, "Коммуникабельная, стрессоустойчивая", "Коммуникабельная|стрессоустойчивая"},
		{"ru", persons, "В моей команде было 5 человек", "моей"},
		{"ru", fillers, "Работа с различными базами и т.д.", "различными|и т.д"},
		{"es", openings, "Participé en el proyecto", "Participé en"},
		{"es", cliches, "Persona proactiva y orientada a resultados", "Persona proactiva|orientada a resultados"},
		{"pt", openings, "Participei do projeto", "Participei do"},
		{"pt", cliches, "Profissional proativo, com foco em resultados", "proativo|foco em resultados"},
		{"fr", openings, "Participation à la refonte", "Participation à"},
		{"fr", cliches, "Doté d’un esprit d’équipe", "esprit d’équipe"},
		{"fr", cliches, "Esprit d’équipe", "Esprit d’équipe"},
		{"de", openings, "Mitarbeit an der App", "Mitarbeit an"},
		{"de", cliches, "Teamfähig und belastbar", "Teamfähig|belastbar"},
		{"de", persons, "In meiner Rolle habe ich Kunden betreut", "meiner|ich"},
		{"tr", openings, "Projelerde görev aldım", "görev aldım"},
		{"tr", openings, "Projelerde görev aldım ve ekibi yönettim", ""},
		{"tr", cliches, "Takım çalışmasına yatkın, sonuç odaklı", "Takım çalışmasına yatkın|sonuç odaklı"},
		{"uz", openings, "Loyihada ishtirok etdim", "ishtirok etdim"},
		{"uz", cliches, "Mas’uliyatli va kirishimli", "Mas’uliyatli|kirishimli"},
		{"uz", persons, "Бу менинг лойиҳам", "менинг"},
		{"xx", openings, "Responsible for managing", ""},
	} {
		var got []string
		for _, hit := range c.find(For(c.lang), c.text) {
			got = append(got, c.text[hit.Start:hit.End])
			if hit.Hint == "" || hit.Kind == "" {
				t.Errorf("%s: %q: hit without kind or hint: %+v", c.lang, c.text, hit)
			}
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("%s: %q: found %q, want %q", c.lang, c.text, strings.Join(got, "|"), c.want)
		}
	}
}

func TestStartsStrong(t *testing.T) {
	for _, c := range []struct {
		lang, text string
		want       bool
		form       string
	}{
		{"en", "Reduced costs by 20%", true, "past"},
		{"en", "Successfully reduced costs", true, "past"},
		{"en", "Manage 5 people", true, "present"},
		{"en", "Managing 5 people", true, "ing"},
		{"en", "Responsible for costs", false, ""},
		{"en", "Helped reduce costs", false, ""},
		{"ru", "Разработала сервис", true, "past"},
		{"ru", "Разработка сервиса", true, "noun"},
		{"ru", "Отвечал за сервис", false, ""},
		{"es", "Lideré 3 equipos", true, "past"},
		{"es", "Responsable de ventas", false, ""},
		{"pt", "Desenvolvi APIs", true, "past"},
		{"pt", "Gerenciou a equipe", true, "past3"},
		{"fr", "Développement d'une API", true, "noun"},
		{"fr", "Conçu une API", true, "past"},
		{"de", "Entwicklung einer API", true, "noun"},
		{"de", "Kosten um 20 % gesenkt", true, "past"},
		{"de", "Verantwortlich für Kosten", false, ""},
		{"tr", "3 uygulama geliştirdim.", true, "past"},
		{"tr", "Ekibin yönetimi", true, "noun"},
		{"tr", "Projelerde görev aldım", false, "past"},
		{"uz", "3 ta xizmat yaratdim", true, "past"},
		{"uz", "Mobil ilovalarni ishlab chiqish", true, "noun"},
		{"uz", "Хизмат яратдим", true, "past"},
		{"uz", "Muhitni avtomatlashtirdim: ikki kun oʻrniga 5 daqiqa", true, "past"},
		{"en", "Precepted eleven graduates", true, "past"},
		{"en", "Embedded systems for cars", false, ""},
		{"pt", "Comissionei 3 painéis", true, "past"},
		{"de", "Begleitung von 3 Prüfungen", true, "noun"},
		{"ru", "Компания выросла вдвое", false, ""},
		{"xx", "Reduced costs", false, ""},
		{"en", "", false, ""},
	} {
		w := For(c.lang)
		if got := w.StartsStrong(c.text); got != c.want {
			t.Errorf("%s: %q strong: %v", c.lang, c.text, got)
		}
		if got := w.Form(c.text); got != c.form {
			t.Errorf("%s: %q is %q, want %q", c.lang, c.text, got, c.form)
		}
	}
}

func TestEnoughStrongWords(t *testing.T) {
	for _, lang := range Languages() {
		least := 60
		if lang == "en" || lang == "ru" {
			least = 120
		}
		if n := len(For(lang).Strong(past)) + len(For(lang).Strong("noun")); n < least {
			t.Errorf("%s has %d strong words, want %d", lang, n, least)
		}
	}
}

func TestLongTextsAreBounded(t *testing.T) {
	text := strings.Repeat("very various ", 1_000_000)
	if hits := For("en").Fillers(text); len(hits) != maxHits {
		t.Errorf("%d hits", len(hits))
	}
}

func BenchmarkRewrite(b *testing.B) {
	w := For("en")
	for b.Loop() {
		w.Rewrite("Responsible for managing the budget of 3 regions and developing reports in order to cut costs, successfully")
	}
}
