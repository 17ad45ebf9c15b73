package structure

import (
	"embed"
	"path"
	"strings"
	"sync"
	"unicode/utf8"
)

// The words of all languages are data: one file a language, one line a meaning,
// "kind, value, phrases" between tabs.
//
//go:embed data/*.tsv
var data embed.FS

// kind is what a phrase of the lexicon is for.
type kind string

// The kinds of phrases, as they stand in the files.
const (
	kindSection    kind = "section"    // a title; the value is the section's kind
	kindCore       kind = "core"       // a word that makes a title
	kindModifier   kind = "modifier"   // a word that may stand beside it
	kindMonth      kind = "month"      // 1 to 12
	kindSeason     kind = "season"     // the month it begins with
	kindPresent    kind = "present"    // "present"
	kindSince      kind = "since"      // before (or behind) a start
	kindUntil      kind = "until"      // before an end without a start
	kindTo         kind = "to"         // between start and end
	kindExpected   kind = "expected"   // before an end that is still to come
	kindEnding     kind = "ending"     // grammatical endings: since, until
	kindUnit       kind = "unit"       // of durations
	kindYear       kind = "yearword"   // behind a year
	kindRole       kind = "role"       // of job titles
	kindLegal      kind = "legal"      // legal forms of companies
	kindOrg        kind = "org"        // of companies' names
	kindSchool     kind = "school"     // of schools' names
	kindDegree     kind = "degree"     // of degrees
	kindLabel      kind = "label"      // "E-mail", "Tel."; the value says of what
	kindLevel      kind = "level"      // of languages; the value is CEFR or native
	kindLanguage   kind = "language"   // ISO 639-1
	kindAt         kind = "at"         // between title and company
	kindAnd        kind = "and"        // between two things
	kindStop       kind = "stop"       // frequent words, which tell the language
	kindDocument   kind = "cvtitle"    // "Curriculum Vitae"
	kindEmployment kind = "employment" // "full-time"; the value is "own" for work on one's own account
	kindRemote     kind = "remote"     // instead of a place
	kindParticle   kind = "particle"   // of names
	kindGrade      kind = "gpa"        // before a grade
	kindSkillLevel kind = "skilllevel" // "advanced"
	kindSub        kind = "sub"        // titles inside an entry
	kindCredential kind = "credential" // behind a name
	kindHonorific  kind = "honorific"  // before a name
	kindStreet     kind = "street"     // of postal addresses
	kindPlaceMark  kind = "placemark"  // "г.", "shahri"
	kindField      kind = "field"      // of study, faculty
	kindCity       kind = "city"
	kindCountry    kind = "country"
	kindRegion     kind = "region"    // codes behind a town: "OR"
	kindPause      kind = "pause"     // what is no job: "parental leave"
	kindHonour     kind = "honour"    // "cum laude"
	kindSometimes  kind = "sometimes" // a title of jobs where jobs stand below
)

// phrase is one way to say something.
type phrase struct {
	kind  kind
	value string
	// lang is the language's code, empty for names of places.
	lang  string
	words []string
	// stems tells of each word that any ending may follow.
	stems []bool
}

// lexicon is all phrases by their first word.
type lexicon struct {
	exact, stems map[string][]phrase
	// titles are sections' kinds by their title's letters alone, so that spaced
	// letters are recognised.
	titles map[string]string
	// endings are grammatical ones.
	endings []phrase
}

// words is the lexicon, which never changes.
var words = sync.OnceValue(func() *lexicon {
	l := &lexicon{exact: map[string][]phrase{}, stems: map[string][]phrase{}, titles: map[string]string{}}
	entries, err := data.ReadDir("data")
	if err != nil {
		return l
	}
	for _, entry := range entries {
		raw, err := data.ReadFile("data/" + entry.Name())
		if err != nil {
			continue
		}
		name := strings.TrimSuffix(path.Base(entry.Name()), ".tsv")
		for line := range strings.Lines(string(raw)) {
			l.add(name, strings.TrimSpace(line))
		}
	}
	return l
})

func (l *lexicon) add(file, line string) {
	columns := strings.Split(line, "\t")
	if strings.HasPrefix(line, "#") || line == "" {
		return
	}
	if len(columns) != 3 {
		return
	}
	lang := file
	switch {
	case file == "unread" && kind(columns[0]) == kindStop:
		lang = columns[1]
	case file == "places", file == "unread":
		lang = ""
	}
	for text := range strings.SplitSeq(columns[2], ",") {
		p := phrase{kind: kind(columns[0]), value: columns[1], lang: lang}
		if p.kind == kindSection {
			l.title(letters(text), p.value)
		}
		for _, t := range tokens(strings.TrimSpace(text)) {
			switch {
			case t.fold == "*" && len(p.stems) > 0:
				p.stems[len(p.stems)-1] = true
			case t.kind != mark:
				p.words, p.stems = append(p.words, t.fold), append(p.stems, false)
			}
		}
		if len(p.words) == 0 {
			continue
		}
		if p.kind == kindEnding {
			l.endings = append(l.endings, p)
			continue
		}
		by := l.exact
		if p.stems[0] {
			by = l.stems
		}
		by[p.words[0]] = append(by[p.words[0]], p)
	}
}

// title keeps the first meaning: files are read by name, so that the result does
// not depend on anything else.
func (l *lexicon) title(key, section string) {
	if _, ok := l.titles[key]; !ok && key != "" {
		l.titles[key] = section
	}
}

// starting returns the phrases whose first word is, or is the stem of, a word.
func (l *lexicon) starting(w string, visit func(phrase)) {
	for _, p := range l.exact[w] {
		visit(p)
	}
	for i := 0; i < len(w) && i < 40; {
		_, size := utf8.DecodeRuneInString(w[i:])
		i += size
		if i < 3 {
			continue
		}
		for _, p := range l.stems[w[:i]] {
			visit(p)
		}
	}
}

// letters is a text's letters alone, made alike.
func letters(text string) string {
	var out strings.Builder
	for _, t := range tokens(text) {
		if t.kind == word {
			out.WriteString(t.fold)
		}
	}
	return out.String()
}
