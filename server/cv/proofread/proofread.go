// Package proofread finds mistakes of spelling, grammar and form in a CV. It
// would rather miss one than call something wrong that is right: names, skills,
// abbreviations and the trade's own words are left alone, and a word is wrong
// only if no dictionary of the CV's languages knows it and one knows a word that
// differs by a letter.
package proofread

import (
	"cmp"
	"slices"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/document"
)

// Speller knows words; server/hunspell is one.
type Speller interface {
	// Check reports whether a word is right, and whether there is a dictionary
	// of the language (ISO 639-1) that can say so.
	Check(lang, word string) (ok, available bool)
	// Accents returns the right word that differs in accents alone, or nothing.
	Accents(lang, word string) string
	// Suggest returns the words that may be meant, the likeliest first.
	Suggest(lang, word string) []string
}

// Kind is what kind of mistake a problem is.
type Kind string

// The kinds.
const (
	Spelling      Kind = "spelling"
	MissingAccent Kind = "missing_accent" // the word is right but for its accents
	Apostrophe    Kind = "apostrophe"     // "didnt"
	RepeatedWord  Kind = "repeated_word"
	SpaceBefore   Kind = "space_before_punctuation"
	MissingSpace  Kind = "missing_space" // behind a comma
	LowercaseI    Kind = "lowercase_i"
	Article       Kind = "a_an"
	Capital       Kind = "capital"                  // a sentence, or one item of a list where others do not, begins small
	Tense         Kind = "tense"                    // one item of a past job is in the present, the others are not
	Punctuation   Kind = "mixed_bullet_punctuation" // a few items end otherwise than the others
	DateFormat    Kind = "mixed_date_formats"
)

// Problem is a mistake and where it is.
type Problem struct {
	Kind Kind
	Span document.Span
	// Language is the line's, ISO 639-1.
	Language string
	// Message says in English what is wrong; Kind stands for it elsewhere.
	Message string
	// Suggestions can stand in the place of the span's text, the likeliest first;
	// none where it takes more than that.
	Suggestions []string
}

// Report is what was found.
type Report struct {
	// Problems by line and place.
	Problems []Problem
	// Words is how many were judged.
	Words int
	// Languages of the CV, the one of most lines first; Unchecked are those of
	// them without a dictionary, in which no spelling was judged.
	Languages, Unchecked []string
	// Truncated tells that there was more than is looked at or named.
	Truncated bool
}

// Bounds of one CV: two pages have 100 lines and 800 words.
const (
	maxLines    = 3_000
	maxLine     = 4_000 // bytes
	maxWords    = 20_000
	maxProblems = 100
	// maxLooks is how often suggestions are asked for, which takes up to 80 ms;
	// maxSpelling is how many misspelled words are named.
	maxLooks    = 40
	maxSpelling = 20
	// maxHard is how many words are looked up in more ways than one, which takes
	// up to 3 ms: compounds, prefixes.
	maxHard = 300
)

// Checker finds mistakes. It may be used at the same time by many.
type Checker struct {
	speller Speller
}

// New returns a checker that asks speller about words.
func New(speller Speller) *Checker { return &Checker{speller: speller} }

// Check finds the mistakes of a CV: of its document's lines, with the help of
// what was read of them. Text off a picture is not judged, since its mistakes
// are the recognition's.
func (c *Checker) Check(doc *document.Document, parsed *cv.Parsed) Report {
	s := &sheet{checker: c, doc: doc, parsed: parsed}
	s.report.Truncated = len(doc.Lines) > maxLines
	if doc.Recognised {
		s.report.Languages = []string{parsed.Language}
		return s.report
	}
	s.prepare()
	for i := range s.lines {
		s.form(i)
		s.grammar(i)
	}
	s.spelling()
	s.lists()
	s.tenses()
	s.dates()
	slices.SortStableFunc(s.report.Problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Span.Line, b.Span.Line), cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(a.Kind, b.Kind))
	})
	if len(s.report.Problems) > maxProblems {
		s.report.Problems, s.report.Truncated = s.report.Problems[:maxProblems], true
	}
	return s.report
}
