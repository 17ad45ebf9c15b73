package proofread

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/hunspell"
)

// TestWordsOfTheTradeAreKnown looks up words that dictionaries lack, with those
// that they have.
func TestWordsOfTheTradeAreKnown(t *testing.T) {
	for lang, lines := range testLines(t, "trade.txt") {
		for _, text := range lines {
			for _, w := range strings.Fields(text) {
				doc, parsed := achievements(lang, "x "+w)
				for _, p := range New(dictionaries).Check(doc, parsed).Problems {
					t.Errorf("%s: %q is right, not %q", lang, w, p.Suggestions)
				}
			}
		}
	}
}

// TestKinds has a line and what is found in it: kind, text, first suggestion.
func TestKinds(t *testing.T) {
	for _, c := range []struct{ lang, text, want string }{
		{"en", "Led the the team", "repeated_word the the>the"},
		{"en", "Had had enough reviews", ""},
		{"en", "Stayed in Baden Baden for a year", ""},
		{"tr", "Zaman zaman müşteri ziyaretleri yaptım", ""},
		{"tr", "Bütçe ve ve plan hazırladım", "repeated_word ve ve>ve"},
		{"en", "Built tests , then shipped", "space_before_punctuation  ,>,"},
		{"en", "Moved to .NET and C# , later", ""},
		{"fr", "Suivi des budgets ; gestion des équipes", ""},
		{"en", "Built tests,then shipped them", "missing_space ,>, "},
		{"en", "Edited the newsletter that i wrote", "lowercase_i i>I"},
		{"en", "Compared options (i and ii) for the board", ""},
		{"en", "Was a engineer in a university with an unique lab", "a_an a>an|a_an an>a"},
		{"en", "Spent an hour with a user and an honest MBA", ""},
		{"en", "Passed an SQL test and a SQL exam in a one-day course", ""},
		{"en", "Saved the company money. then left for London", "capital then>Then"},
		{"en", "Worked for Acme Inc. and others, approx. two years", ""},
		{"en", "Found bugs that others didnt see", "apostrophe didnt>didn't"},
		{"en", "Wrote developper guides", "spelling developper>developer"},
		{"en", "Wrote guides at developper.example.com and /var/developper", ""},
		{"en", "Joined Developperia as DEVELOPPER of eDevelopper", ""},
		{"en", "Used kubernetes, postgresql and nginx2", ""},
		{"en", "Optimised the colour catalogue at the centre", ""},
		{"en", "Curò l'integrazione dei sistemi aziendali presso clienti internazionali", ""},
		{"es", "Coordiné la produccion de piezas", "missing_accent produccion>producción"},
		{"es", "La adaptación pasó de 11 semanas a unos pocos días", ""},
		{"es", "Guardé las sesiones en redis y grafana para la web", ""},
		{"es", "Guardé las sesiones con django, kafka y flask", ""},
		{"fr", "Pilotage de l’equipe des ventes", "missing_accent l’equipe>l'équipe"},
		{"pt", "Experiência com contactos e utilizadores económicos", ""},
		{"de", "Betreuung von Kunden und Lieferannten", "spelling Lieferannten>Lieferanten"},
		{"de", "Zusammenarbeit mit Herrn Wüstenhöfer in Oberammergau", ""},
		{"ru", "Проводил аудит и мониторинг микросервисов", ""},
		{"ru", "Руководил комманда продаж", "spelling комманда>команда"},
		{"ru", "Учел все замечания и утвержденные планы", ""},
		{"ru", "Писал на Python developper", "spelling developper>developer"},
	} {
		doc, parsed := achievements(c.lang, c.text)
		if c.lang == "ru" && strings.Contains(c.text, "Python") {
			// An English line makes the CV one in two languages.
			doc, parsed = achievements(c.lang, c.text, "Led a team of five in the office", "Shipped the app to the store with the team")
		}
		var got []string
		for _, p := range New(dictionaries).Check(doc, parsed).Problems {
			suggestion := ""
			if len(p.Suggestions) > 0 {
				suggestion = p.Suggestions[0]
			}
			got = append(got, fmt.Sprintf("%s %s>%s", p.Kind, doc.Text(p.Span), suggestion))
			if p.Message == "" || p.Language == "" {
				t.Errorf("%q: no message or language: %+v", c.text, p)
			}
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("%s: %q: found %q, want %q", c.lang, c.text, strings.Join(got, "|"), c.want)
		}
	}
}

// kindsOf are the kinds and texts of a report's problems.
func kindsOf(doc *document.Document, report Report) string {
	var all []string
	for _, p := range report.Problems {
		all = append(all, string(p.Kind)+" "+doc.Text(p.Span))
	}
	return strings.Join(all, "|")
}

func TestItemsThatDifferFromTheOthers(t *testing.T) {
	right := []string{"Built the search service", "Reduced costs by a third", "Trained the support team", "Moved the data to Oracle", "Wrote the manual"}
	for _, c := range []struct{ item, want string }{
		{"Tested the mobile app", ""},
		{"tested the mobile app", "capital tested"},
		{"iOS app for the sales team", ""},
		{"Tested the mobile application.", "mixed_bullet_punctuation ."},
		{"Tested apps, tools, etc.", ""},
	} {
		doc, parsed := achievements("en", append(slices.Clone(right), c.item)...)
		if got := kindsOf(doc, New(dictionaries).Check(doc, parsed)); got != c.want {
			t.Errorf("%q: found %q, want %q", c.item, got, c.want)
		}
	}
	doc, parsed := achievements("en", append(slices.Clone(right), "tested the mobile application.")...)
	for i := range doc.Lines {
		doc.Lines[i].Bullet = false
	}
	if got := kindsOf(doc, New(dictionaries).Check(doc, parsed)); got != "" {
		t.Errorf("in lines that are no items, found %q", got)
	}
	var stopped []string
	for _, text := range right {
		stopped = append(stopped, text+".")
	}
	doc, parsed = achievements("en", append(stopped, "Tested the mobile application")...)
	if got := kindsOf(doc, New(dictionaries).Check(doc, parsed)); got != "mixed_bullet_punctuation application" {
		t.Errorf("found %q", got)
	}
}

func TestTenseOfPastJobs(t *testing.T) {
	lines := []string{"Built the search service", "Reduced costs by a third", "Trained the support team", "Develop mobile apps for the bank", "Test automation for the bank"}
	doc, parsed := achievements("en", lines...)
	if got := kindsOf(doc, New(dictionaries).Check(doc, parsed)); got != "" {
		t.Errorf("in a job that goes on, found %q", got)
	}
	parsed.Experience[0].Period = cv.Period{End: cv.Date{Year: 2020}}
	if got := kindsOf(doc, New(dictionaries).Check(doc, parsed)); got != "tense Develop" {
		t.Errorf("in a job that is over, found %q", got)
	}
}

func TestMixedDateFormats(t *testing.T) {
	doc, parsed := achievements("en", "Mar 2018 – May 2019", "06/2019 – present", "June 2015 – 2016", "2010 – 2012")
	parsed.Experience = nil
	for i, end := range []cv.Date{{Year: 2019, Month: 5}, {}, {Year: 2016}, {Year: 2012}} {
		start := []cv.Date{{Year: 2018, Month: 3}, {Year: 2019, Month: 6}, {Year: 2015, Month: 6}, {Year: 2010}}[i]
		text := doc.Lines[i].Text
		parsed.Experience = append(parsed.Experience, cv.Experience{Period: cv.Period{
			Value: cv.Value{Text: text, Spans: []document.Span{{Line: i, End: len(text)}}}, Start: start, End: end, Current: end.IsZero(),
		}})
	}
	if got := kindsOf(doc, New(dictionaries).Check(doc, parsed)); got != "mixed_date_formats 06/2019 – present" {
		t.Errorf("found %q", got)
	}
	parsed.Experience = parsed.Experience[:2]
	if got := kindsOf(doc, New(dictionaries).Check(doc, parsed)); got != "" {
		t.Errorf("of two periods, found %q", got)
	}
}

func TestNamesOfTheCVAreLeftAlone(t *testing.T) {
	doc, parsed := achievements("en", "Advised the board of kontract on pricing", "Sold kontract to a competitor")
	parsed.Experience[0].Company = cv.Value{Text: "kontract", Spans: []document.Span{{Line: 0, Start: 21, End: 29}}}
	if got := kindsOf(doc, New(dictionaries).Check(doc, parsed)); got != "" {
		t.Errorf("found %q", got)
	}
}

func TestWordsOverTwoLines(t *testing.T) {
	doc, parsed := achievements("en", "Moved the data to the", "the cloud")
	doc.Lines[1].Bullet, doc.Lines[1].Block = false, 0
	report := New(dictionaries).Check(doc, parsed)
	if got := kindsOf(doc, report); got != "repeated_word the " {
		t.Errorf("found %q", got)
	}
}

func TestWithoutDictionaries(t *testing.T) {
	empty := hunspell.Open(t.TempDir())
	doc, parsed := achievements("en", "Developped the the billing service with a team")
	report := New(empty).Check(doc, parsed)
	if got := kindsOf(doc, report); got != "repeated_word the the" || !slices.Equal(report.Unchecked, []string{"en"}) || report.Words != 0 {
		t.Errorf("found %q, unchecked %v, %d words", got, report.Unchecked, report.Words)
	}
}

func TestRecognisedTextIsNotJudged(t *testing.T) {
	doc, parsed := achievements("en", "Developped the the billing service")
	doc.Recognised = true
	if report := New(dictionaries).Check(doc, parsed); len(report.Problems) != 0 {
		t.Errorf("found %q", kindsOf(doc, report))
	}
}

// TestHostileTextIsBounded has what would take long: thousands of words that no
// dictionary knows, and spans that are of no line.
func TestHostileTextIsBounded(t *testing.T) {
	for _, lang := range order {
		var lines []string
		for i := range 2_000 {
			a, b := rune('a'+i%26), rune('a'+i/26%26)
			lines = append(lines, fmt.Sprintf("Developing the team with a new proce%css and organi%csation%c for Projektleit%cung%cen", a, b, a, b, a))
		}
		doc, parsed := achievements(lang, lines...)
		parsed.Summary = cv.Value{Text: "x", Spans: []document.Span{{Line: 1e6, Start: -1, End: 1e6}, {Line: -1}}}
		begun := time.Now()
		report := New(dictionaries).Check(doc, parsed)
		took := time.Since(begun)
		t.Logf("%s: %v, %d problems", lang, took, len(report.Problems))
		if took > 5*time.Second || len(report.Problems) > maxProblems {
			t.Errorf("%s: %v, %d problems", lang, took, len(report.Problems))
		}
	}
}

func FuzzCheck(f *testing.F) {
	f.Add("en", "Led the the team , and i wrote a apple.then left")
	f.Add("ru", "Разроботал сервис\n'' ʻ ’")
	f.Add("fr", "l’ d'' -- a-b-c ... «é»")
	checker := New(dictionaries)
	f.Fuzz(func(t *testing.T, lang, text string) {
		doc, parsed := achievements(lang, strings.Split(strings.ToValidUTF8(text, ""), "\n")...)
		for _, p := range checker.Check(doc, parsed).Problems {
			if doc.Text(p.Span) == "" {
				t.Errorf("a problem without text: %+v", p)
			}
		}
	})
}
