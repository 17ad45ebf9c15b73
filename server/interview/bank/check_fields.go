package bank

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

var (
	idForm   = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)+$`)
	keyForm  = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)
	nameForm = regexp.MustCompile(`^[a-z0-9][a-z0-9 .+#/&-]*$`)
)

// question looks at the fields of one question, apart from others.
func (c *checker) question(file string, q *Question) {
	domain := domainOf(file)
	if q.Domain != domain {
		c.fault("", "domain", "is %q in the file of %q", q.Domain, domain)
	}
	if !idForm.MatchString(q.ID) || !strings.HasPrefix(q.ID, domain+"-") {
		c.fault("", "id", "must be %s-words of a-z, 0-9 and hyphens", domain)
	}
	want := map[string]string{Behavioral: Behavioral, "case": CaseStudy}[domain]
	switch {
	case want != "" && q.Type != want:
		c.fault("", "type", "is %q, questions of this domain are %s", q.Type, want)
	case !slices.Contains([]string{Technical, Behavioral, CaseStudy}, q.Type):
		c.fault("", "type", "%q is none of technical, behavioral, case_study", q.Type)
	}
	if !slices.Contains([]string{Junior, Mid, Senior}, q.Difficulty) {
		c.fault("", "difficulty", "%q is none of junior, mid, senior", q.Difficulty)
	}
	c.names("category", []string{q.Category})
	c.names("technologies", q.Technologies)
	c.names("tags", q.Tags)
	if len(q.Tags) == 0 {
		c.fault("", "tags", "none")
	}
	if q.Seconds < 60 || q.Seconds > 600 {
		c.fault("", "seconds", "%d is not within 60..600", q.Seconds)
	}
	for _, lang := range []string{"en", "ru"} {
		if _, ok := q.Texts[lang]; !ok {
			c.fault(lang, "", "language is missing")
		}
	}
	known := Languages()
	for _, lang := range sortedKeys(q.Texts) {
		if !slices.Contains(known, lang) {
			c.fault(lang, "", "neither a field nor a language of the product")
			continue
		}
		c.text(lang, q.Texts[lang], q.Texts["en"])
	}
}

func (c *checker) names(field string, names []string) {
	seen := map[string]bool{}
	for _, name := range names {
		if !nameForm.MatchString(name) {
			c.fault("", field, "%q must be lower case, a-z, 0-9 and . + # / & -", name)
		}
		if seen[name] {
			c.fault("", field, "%q twice", name)
		}
		seen[name] = true
	}
}

// text looks at one language, with English for the ids of points.
func (c *checker) text(lang string, t, english Text) {
	c.length(lang, "question", t.Question, 20, 400)
	if t.Context != "" {
		c.length(lang, "context", t.Context, 20, 1200)
	}
	if len(t.Points) < 3 || len(t.Points) > 7 {
		c.fault(lang, "points", "%d, must be 3..7", len(t.Points))
	}
	var ids []string
	for _, p := range t.Points {
		if !keyForm.MatchString(p.ID) || slices.Contains(ids, p.ID) {
			c.fault(lang, "points", "id %q must be a lower-case word, once", p.ID)
		}
		ids = append(ids, p.ID)
		c.length(lang, "point "+p.ID, p.Point, 8, 200)
	}
	if wanted := pointIDs(english); !slices.Equal(ids, wanted) {
		c.fault(lang, "points", "ids %v are not those of en: %v", ids, wanted)
	}
	if len(t.Hints) < 1 || len(t.Hints) > 2 {
		c.fault(lang, "hints", "%d, must be one or two", len(t.Hints))
	}
	for _, h := range t.Hints {
		c.length(lang, "hints", h, 12, 300)
	}
	if len(t.FollowUps) == 0 {
		c.fault(lang, "follow_ups", "none")
	}
	var asked []string
	for _, f := range t.FollowUps {
		if !slices.Contains(ids, f.Point) || slices.Contains(asked, f.Point) {
			c.fault(lang, "follow_ups", "point %q must be one of the points, once", f.Point)
		}
		asked = append(asked, f.Point)
		c.length(lang, "follow_ups "+f.Point, f.Question, 12, 300)
	}
	if wanted := followed(english); !slices.Equal(asked, wanted) {
		c.fault(lang, "follow_ups", "points %v are not those of en: %v", asked, wanted)
	}
	c.sampleLength(lang, t.Sample)
}

// sampleLength wants 90..200 words. Russian, Uzbek and Turkish say the same in
// fewer words, Chinese is counted in characters.
func (c *checker) sampleLength(lang, sample string) {
	count, least, most := len(strings.Fields(sample)), 90, 200
	switch lang {
	case "ru":
		least = 75
	case "uz", "tr":
		least = 65
	case "zh":
		count, least, most = utf8.RuneCountInString(sample), 130, 450
	case "es", "fr", "pt":
		most = 230
	}
	if count < least || count > most {
		c.fault(lang, "sample", "%d words (characters in zh), must be %d..%d", count, least, most)
	}
}

// length is in characters; Chinese needs a third.
func (c *checker) length(lang, field, text string, least, most int) {
	n := utf8.RuneCountInString(strings.TrimSpace(text))
	if lang == "zh" {
		least = (least + 2) / 3
	}
	if n < least || n > most {
		c.fault(lang, field, "%d characters, must be %d..%d", n, least, most)
	}
}

func pointIDs(t Text) []string {
	var out []string
	for _, p := range t.Points {
		out = append(out, p.ID)
	}
	return out
}

func followed(t Text) []string {
	var out []string
	for _, f := range t.FollowUps {
		out = append(out, f.Point)
	}
	return out
}

func sortedKeys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
