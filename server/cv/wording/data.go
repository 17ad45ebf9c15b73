package wording

import (
	"embed"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// The files have one line a rule, fields between tabs, words between spaces:
//
//	forms   NAMES           the columns of the verb lines
//	verb    FORMS           one verb or verbal noun; "-" where it has no such form
//	strong  FORM  WORDS     further strong words of one form
//	ending  FORM  ENDINGS   what words of a form end with, those of six letters or more
//	weakverb WORDS          words with such an ending that are not strong all the same
//	order   first|last|both where the verb of an achievement stands
//	weak, filler, cliche, person
//	        PATTERN  REPLACEMENT  HINT
//	and     WORDS           conjunctions
//	risky   ENDINGS         of words behind a conjunction that may belong to the opening
//	fits    ENDINGS         of the only words behind a conjunction that do not (all others do)
//	object  WORDS           what must follow a form in "unsure" for it to be a verb
//	unsure  WORDS           forms that are also nouns: "training"
//	keepafter, keepbefore
//	        WORDS           beside which a filler is no filler: "not", "first"
//	lasting WORDS           with which "have done" is not over: "for five years"
//	partof  WORDS           behind a form at once, it is a noun: "of"
//	govern  WORDS           behind a conjunction, they hang on the opening: "and of the"
//
// A pattern is words; "a|b" is either, "a?" may be missing, "a*" and "*a" have
// any ending or beginning, "{past}" is a word of that column; ^ before the
// pattern and $ behind it tie it to the text's ends. The replacement is "-"
// where there is no safe one, "x" where the words can be left out, else words
// with "{past}" for the verb that was found in that form (the present one for a
// job that goes on; "{past!}" is past all the same) and "{0}" for the pattern's
// first word as it was.
//
//go:embed data/*.tsv
var data embed.FS

// The columns that have a meaning of their own: a past job's form and the one
// for a job that goes on.
const (
	past    = "past"
	present = "present"
)

// Words are the words of one language.
type Words struct {
	lang string
	// order is where the verb stands: "first", "last" or "both".
	order    string
	patterns map[Kind][]pattern
	// rows are the verbs, each column by name; columns are their names in order.
	rows    []map[string]string
	columns []string
	// row finds a verb by column and form.
	row map[string]map[string]int
	// strong are the forms of strong words.
	strong  map[string]string
	endings []ending
	sets    map[string]map[string]bool
	// risky and fits are endings of words behind a conjunction.
	risky, fits []string
}

// ending tells a word's form.
type ending struct{ text, form string }

// pattern is one rule for some words.
type pattern struct {
	items      []item
	start, end bool
	// replacement is empty where words are left out.
	replacement string
	safe        bool
	hint        Hint
}

// item is one word of a pattern.
type item struct {
	exact, prefixes, suffixes []string
	column                    string
	optional                  bool
}

var kinds = map[string]Kind{"weak": WeakOpening, "filler": Filler, "cliche": Cliche, "person": FirstPerson}

var hints = []Hint{SayWhatYouDid, SayYourPart, SayWhich, GiveExample, LeaveOut, SayShorter}

// load reads a language's file; the files are part of the program, so a mistake
// in one is a mistake of ours, which the tests find.
func load(lang string) *Words {
	text, err := data.ReadFile("data/" + lang + ".tsv")
	if err != nil {
		panic(fmt.Sprintf("wording: %v", err))
	}
	w := &Words{
		lang: lang, order: "first", patterns: map[Kind][]pattern{}, row: map[string]map[string]int{},
		strong: map[string]string{}, sets: map[string]map[string]bool{},
	}
	for i, line := range strings.Split(string(text), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		if err := w.add(strings.Split(line, "\t")); err != nil {
			panic(fmt.Sprintf("wording: data/%s.tsv:%d: %v", lang, i+1, err))
		}
	}
	return w
}

// add takes in one line.
func (w *Words) add(fields []string) error {
	if len(fields) < 2 {
		return fmt.Errorf("fields are missing")
	}
	words := strings.Fields(fields[1])
	switch name := fields[0]; name {
	case "forms":
		w.columns = words
		for _, column := range words {
			w.row[column] = map[string]int{}
		}
	case "verb":
		return w.addVerb(words)
	case "strong":
		if len(fields) != 3 {
			return fmt.Errorf("fields are missing")
		}
		for _, s := range strings.Fields(fields[2]) {
			w.strong[s] = fields[1]
		}
	case "ending":
		if len(fields) != 3 {
			return fmt.Errorf("fields are missing")
		}
		for _, s := range strings.Fields(fields[2]) {
			w.endings = append(w.endings, ending{s, fields[1]})
		}
	case "order":
		w.order = fields[1]
	case "risky":
		w.risky = append(w.risky, words...)
	case "fits":
		w.fits = append(w.fits, words...)
	case "and", "object", "unsure", "govern", "keepafter", "keepbefore", "partof", "weakverb", "lasting":
		if w.sets[name] == nil {
			w.sets[name] = map[string]bool{}
		}
		for _, s := range words {
			w.sets[name][s] = true
		}
	default:
		kind, ok := kinds[name]
		if !ok || len(fields) != 4 || !slices.Contains(hints, Hint(fields[3])) {
			return fmt.Errorf("no such rule")
		}
		p := pattern{replacement: fields[2], safe: fields[2] != "-", hint: Hint(fields[3])}
		if p.replacement == "-" || p.replacement == "x" {
			p.replacement = ""
		}
		text, start := strings.CutPrefix(fields[1], "^")
		text, end := strings.CutSuffix(text, "$")
		p.start, p.end = start, end
		for _, s := range strings.Fields(text) {
			p.items = append(p.items, parseItem(s))
		}
		w.patterns[kind] = append(w.patterns[kind], p)
	}
	return nil
}

// addVerb takes in the forms of one verb.
func (w *Words) addVerb(forms []string) error {
	if len(forms) != len(w.columns) {
		return fmt.Errorf("%d forms for %d columns", len(forms), len(w.columns))
	}
	row := map[string]string{}
	for i, column := range w.columns {
		form := strings.ReplaceAll(forms[i], "_", " ")
		if form == "-" {
			continue
		}
		row[column] = form
		if _, taken := w.row[column][form]; !taken {
			w.row[column][form] = len(w.rows)
		}
		if _, taken := w.strong[form]; !taken {
			w.strong[form] = column
		}
	}
	w.rows = append(w.rows, row)
	return nil
}

// parseItem reads one word of a pattern.
func parseItem(s string) item {
	var it item
	s, it.optional = strings.CutSuffix(s, "?")
	if strings.HasPrefix(s, "{") {
		it.column = strings.Trim(s, "{}")
		return it
	}
	for _, one := range strings.Split(s, "|") {
		if prefix, ok := strings.CutSuffix(one, "*"); ok {
			it.prefixes = append(it.prefixes, prefix)
		} else if suffix, ok := strings.CutPrefix(one, "*"); ok {
			it.suffixes = append(it.suffixes, suffix)
		} else {
			it.exact = append(it.exact, one)
		}
	}
	return it
}

// lower and upper know the dotless i of Turkish.
func (w *Words) lower(s string) string {
	if w.lang == "tr" {
		return strings.ToLowerSpecial(unicode.TurkishCase, s)
	}
	return strings.ToLower(s)
}

func (w *Words) upper(s string) string {
	if w.lang == "tr" {
		return strings.ToUpperSpecial(unicode.TurkishCase, s)
	}
	return strings.ToUpper(s)
}
