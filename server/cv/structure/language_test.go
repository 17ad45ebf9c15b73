package structure_test

import (
	"testing"

	"github.com/interviewai-pro/interviewai/server/cv/structure"
)

// TestUnreadLanguages tells CVs in languages that are not read from those in
// languages that are.
func TestUnreadLanguages(t *testing.T) {
	for want, text := range map[string]string{
		"it": "Giulia Rossi\nInfermiera\n\nESPERIENZA LAVORATIVA\nInfermiera, Ospedale San Raffaele, Milano\n03/2018 – oggi\n- Assistenza ai pazienti e coordinamento con i medici nella clinica",
		"nl": "Jan de Vries\n\nWERKERVARING\nVerpleegkundige, Ziekenhuis Utrecht\n03/2018 – heden\n- Verantwoordelijk voor het team van de afdeling",
		"pl": "Łukasz Nowak\n\nDOŚWIADCZENIE ZAWODOWE\nKsięgowy, Bank Polski\n03/2018 – obecnie\n- Obsługa klientów oraz praca dla zespołu",
		"uk": "Олена Шевченко\n\nДосвід роботи\nБухгалтер, Київстар\n03/2018 – теперішній час\n- Відповідала за звіти та податки підприємства",
		"el": "Μαρία Παπαδοπούλου\n\nΕμπειρία\nΝοσοκόμα, Αθήνα\n03/2018 –",
		"ar": "فاطمة حسن\n\nالخبرة\nممرضة في مستشفى القاهرة",
		"en": "Łukasz Wiśniewski\nNurse\n\nWORK EXPERIENCE\nNurse, Szpital Miejski, Łódź\n03/2018 – present\n- Cared for 20 patients",
		"es": "Giulia Rossi\n\nEXPERIENCIA\nEnfermera, Hospital Clínico, Milano\n03/2018 – actualidad\n- Atención a los pacientes y coordinación con los médicos",
		"uz": "Ziyoda Karimova\n\nISH TAJRIBASI\nHamshira, Toshkent shahar shifoxonasi\n03/2018 – hozirgacha\n- Bemorlarga yordam berish va hujjatlar bilan ishlash",
	} {
		got := structure.Parse(fromText(text))
		read := want == "en" || want == "es" || want == "uz"
		if got.Language != want || structure.Reads(got.Language) != read {
			t.Errorf("%s: read as %q", want, got.Language)
		}
	}
}

// TestUnreadSections finds the parts of a CV whose language is not read.
func TestUnreadSections(t *testing.T) {
	p := structure.Parse(fromText("Giulia Rossi\n\nESPERIENZA LAVORATIVA\nInfermiera, San Raffaele\nmarzo 2018 – oggi\n\nCOMPETENZE\nTriage, BLS"))
	if len(p.Experience) != 1 || !p.Experience[0].Period.Current || p.Experience[0].Period.Start.Month != 3 || len(p.Skills) != 2 {
		t.Errorf("read %+v", short(p))
	}
}
