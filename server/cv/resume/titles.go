package resume

import (
	"fmt"
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv"
)

// titlesOf are the usual titles by language and kind; package structure knows
// each of them (TestTitlesAreRead).
var titlesOf = map[string]map[string]string{
	"en": named("Summary", "Work Experience", "Education", "Skills", "Languages", "Certifications", "Projects", "Additional Information"),
	"ru": named("О себе", "Опыт работы", "Образование", "Навыки", "Языки", "Сертификаты", "Проекты", "Дополнительная информация"),
	"uz": named("Oʻzim haqimda", "Ish tajribasi", "Taʼlim", "Koʻnikmalar", "Tillar", "Sertifikatlar", "Loyihalar", "Qoʻshimcha maʼlumot"),
	"es": named("Perfil profesional", "Experiencia profesional", "Educación", "Habilidades", "Idiomas", "Certificaciones", "Proyectos", "Información adicional"),
	"de": named("Kurzprofil", "Berufserfahrung", "Ausbildung", "Kenntnisse", "Sprachen", "Zertifikate", "Projekte", "Weitere Informationen"),
	"fr": named("Profil professionnel", "Expérience professionnelle", "Formation", "Compétences", "Langues", "Certifications", "Projets", "Informations complémentaires"),
	"pt": named("Resumo", "Experiência profissional", "Formação acadêmica", "Competências", "Idiomas", "Certificações", "Projetos", "Informações adicionais"),
	"tr": named("Özet", "İş deneyimi", "Eğitim", "Beceriler", "Diller", "Sertifikalar", "Projeler", "Ek bilgiler"),
}

// cyrillicUzbek is for the CVs in the older letters.
var cyrillicUzbek = named("Ўзим ҳақимда", "Иш тажрибаси", "Таълим", "Кўникмалар", "Тиллар", "Сертификатлар", "Лойиҳалар", "Қўшимча маълумот")

// presents are the words for a period that goes on.
var presents = map[string]string{
	"en": "present", "ru": "настоящее время", "uz": "hozirgacha", "es": "actualidad", "de": "heute", "fr": "aujourd’hui", "pt": "atual", "tr": "devam ediyor", "uz-Cyrl": "ҳозиргача",
}

func named(summary, experience, education, skills, languages, certifications, projects, other string) map[string]string {
	return map[string]string{
		cv.SectionSummary: summary, cv.SectionExperience: experience, cv.SectionEducation: education, cv.SectionSkills: skills,
		cv.SectionLanguages: languages, cv.SectionCertifications: certifications, cv.SectionProjects: projects, cv.SectionOther: other,
	}
}

// titles are those of a language; of English where it has none.
func titles(language string) map[string]string {
	if language == "uz-Cyrl" {
		return cyrillicUzbek
	}
	if found, ok := titlesOf[language]; ok {
		return found
	}
	return titlesOf["en"]
}

// String is the period as written, or made of its dates: "03/2021 – present".
func (p Period) String() string { return p.In("en") }

// In is String in a language.
func (p Period) In(language string) string {
	if p.Text != "" {
		return p.Text
	}
	start, end := written(p.Start), written(p.End)
	if p.Current {
		end = presents["en"]
		if word, ok := presents[language]; ok {
			end = word
		}
	}
	switch {
	case start == "":
		return end
	case end == "" || start == end:
		return start
	default:
		return start + " – " + end
	}
}

// When is a job's period in a language, with how long it was.
func (j Job) When(language string) string {
	when := j.Period.In(language)
	if j.Length == "" {
		return when
	}
	return strings.TrimSpace(when + " (" + j.Length + ")")
}

func written(d cv.Date) string {
	switch {
	case d.IsZero():
		return ""
	case d.Month == 0:
		return fmt.Sprintf("%04d", d.Year)
	default:
		return fmt.Sprintf("%02d/%04d", d.Month, d.Year)
	}
}
