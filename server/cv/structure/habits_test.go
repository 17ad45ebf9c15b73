package structure_test

import (
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/structure"
)

// said is what was read, a line a value, for looking whether something is in it.
func said(p cv.Parsed) string {
	var out strings.Builder
	add := func(kind string, values ...cv.Value) {
		out.WriteString(kind)
		for _, v := range values {
			out.WriteString(" | " + v.Text)
		}
		out.WriteByte('\n')
	}
	add("person", p.Personal.Name, p.Personal.Title, p.Personal.Location, p.Personal.Phone)
	for _, e := range p.Experience {
		add("job", e.Title, e.Company, e.Location, e.Period.Value)
		add("items", e.Achievements...)
	}
	for _, e := range p.Education {
		add("school", e.Degree, e.Institution, e.Location, e.Period.Value, e.GPA)
	}
	for _, s := range p.Skills {
		add("skill", s.Value)
	}
	for _, s := range p.Languages {
		add("speaks "+s.CEFR, s.Value)
	}
	add("certified", p.Certifications...)
	return out.String()
}

// story is a short CV, what is read in it, and what is not.
type story struct {
	text string
	want []string
	not  string
}

// tell reads each story.
func tell(t *testing.T, stories map[string]story) {
	t.Helper()
	for name, test := range stories {
		t.Run(name, func(t *testing.T) {
			got := said(structure.Parse(fromText(test.text)))
			hears(t, got, test.want)
			if test.not != "" && strings.Contains(got, test.not) {
				t.Errorf("%q in\n%s", test.not, got)
			}
		})
	}
}

// hears holds what was read to all that is wanted of it.
func hears(t *testing.T, got string, want []string) {
	t.Helper()
	for _, one := range want {
		if !strings.Contains(got, one) {
			t.Errorf("no %q in\n%s", one, got)
		}
	}
}

// TestHabits reads what people write in ways of their own, a story each.
func TestHabits(t *testing.T) {
	tell(t, map[string]story{
		"a form without colons": {
			"Name Sabine Hartung\n\nAnschrift Lindenstr. 14, 34117 Kassel\n\nTelefon 0561 / 55 01 77\n\nE-Mail s@example.de\n\n## Berufserfahrung\n\n04/2019 – heute Einkäuferin, Wehner GmbH",
			[]string{"person | Sabine Hartung |  | Kassel | 0561 / 55 01 77", "job | Einkäuferin | Wehner GmbH"},
			"",
		},
		"a table with its first row": {
			"Anna Yılmaz\n\n## İş Deneyimi\n\n**Firma Pozisyon Tarih**\n\nMarmara Döküm A.Ş. Üretim Müdürü Mayıs 2019 - Halen",
			[]string{"job | Üretim Müdürü | Marmara Döküm A.Ş. |  | Mayıs 2019 - Halen"},
			"Pozisyon",
		},
		"groups of skills in cells": {
			"Anna Weber\n\n## Skills\n\nProgramming Java, Kotlin\n\nCloud AWS, Terraform\n\nDatabases PostgreSQL, Oracle",
			[]string{"skill | Java\n", "skill | AWS\n", "skill | PostgreSQL\n"},
			"Cloud",
		},
		"skills side by side": {
			"Anna Weber\n\n## Skills\n\nSwift Kotlin SwiftUI Firebase GraphQL",
			[]string{"skill | SwiftUI\n", "skill | Firebase\n"},
			"Kotlin SwiftUI",
		},
		"no titles at all": {
			"Bastien Rouvière\n06 55 50 18 27\n\nServeur, Hôtel des Platanes, Albi, de juin 2020 à mars 2023\n\nBTS Hôtellerie, Lycée de Toulouse, 2018\n\nAnglais courant, espagnol (A2)\n\nExcel, Word, Photoshop",
			[]string{"job | Serveur | Hôtel des Platanes | Albi", "school | BTS Hôtellerie | Lycée de Toulouse |  | 2018", "speaks A2 | espagnol", "skill | Photoshop"},
			"",
		},
		"praise beside a degree": {
			"Anna Weber\n\n## Education\n\nB.A., History, summa cum laude, Oberlin College, 2008. GPA: 3.92",
			[]string{"school | B.A., History | Oberlin College |  | 2008 | 3.92"},
			"laude",
		},
		"a grade without its label": {
			"Anna Weber\n\n## Education\n\n2008 – 2013 Ege Üniversitesi, Makine Mühendisliği (Lisans), 2,98/4,00",
			[]string{"| 2,98/4,00"},
			"",
		},
		"a break of a career": {
			"Anna Weber\n\n## Berufserfahrung\n\n2018 – 2020 Einkäuferin, Wehner GmbH\n\n2017 – 2018 Elternzeit\n\n2015 – 2017 Sekretärin, Adler AG",
			[]string{"job | Elternzeit |  | "},
			"Elternzeit | Adler",
		},
		"a period broken between month and year": {
			"Anna Weber\n\n## Education\n\n**MSc Physics**\nUniversity of Leeds, September\n2013 – June 2017",
			[]string{"school | MSc Physics | University of Leeds |  | September 2013 – June 2017"},
			"",
		},
		"a native level for all behind it": {
			"Ana Gil\n\n## Idiomas\n\nLengua materna: Español | Euskera\n\nInglés B1",
			[]string{"speaks native | Español", "speaks native | Euskera", "speaks B1 | Inglés"},
			"",
		},
		"a school of which nobody knows the title": {
			"# Anna Weber\n\n## Experience\n\nEngineer, Acme Ltd 2019 – 2020\n\n## Skills\n\nGo, Java\n\n## Words of mine\n\nEnglish (C1), German (B2)",
			[]string{"speaks C1 | English", "speaks B2 | German"},
			"",
		},
		"an employee behind the company": {
			"Qodirova Nargiza\n\n## Mehnat faoliyati\n\n2020 y. – h.v. – “Navbahor Tekstil” MChJ bosh buxgalteri",
			[]string{"job | bosh buxgalteri | “Navbahor Tekstil” MChJ"},
			"",
		},
		"each certificate with its year": {
			"Anna Weber\n\n## Certifications\n\nCKA (2022), RHCE (2018)",
			[]string{"certified | CKA | RHCE"},
			"",
		},
		"a place that ends with a month's name": {
			"Anna Weber\n\n## Experience\n\n**Analyst**\nAcme Ltd\nRio de Janeiro 09/2015 – 10/2017",
			[]string{"job | Analyst | Acme Ltd | Rio de Janeiro | 09/2015 – 10/2017"},
			"",
		},
		"a company that ends with a word for grades": {
			"Anna Weber\n\n## Experience\n\n**Editor**\nGreyfinch Media 05/2019 – 06/2021",
			[]string{"job | Editor | Greyfinch Media |  | 05/2019 – 06/2021"},
			"",
		},
		"a level of languages in the title": {
			"Qodirova Nargiza\n\nTil bilish darajasi\n\nO'zbek tili: ona tili\n\nIngliz tili: B2",
			[]string{"speaks native | O'zbek tili", "speaks B2 | Ingliz tili"},
			"",
		},
		"a systems administrator": {
			"Anna Weber\n\n## Experience\n\n2016/02 - 2019/04 Systems Administrator, Munster Broadband, Cork",
			[]string{"job | Systems Administrator | Munster Broadband | Cork"},
			"",
		},
	})
}
