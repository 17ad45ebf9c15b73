// Package wording judges how a CV says things, in eight languages: openings that
// hide what somebody did ("responsible for"), fillers, clichés, first persons,
// and strong verbs; and it says the same in fewer and better words where that
// can be done by rule, without changing a fact.
//
// Its data (data/LANGUAGE.tsv) is our own writing; see data.go for its form.
package wording

import (
	"slices"
	"sync"
)

// Kind is what is wrong with a piece of text.
type Kind string

// The kinds.
const (
	WeakOpening Kind = "weak_opening" // "responsible for", "worked on"; at the end in Turkish and Uzbek
	Filler      Kind = "filler"       // "successfully", "in order to"
	Cliche      Kind = "cliche"       // "team player"
	FirstPerson Kind = "first_person" // "I", "my"
)

// Hint is what to do about a piece of text: a stable name, to be put into the
// reader's language where it is shown.
type Hint string

// The hints.
const (
	SayWhatYouDid Hint = "say_what_you_did" // begin with what was done instead of what was to be done
	SayYourPart   Hint = "say_your_part"    // "helped", "participated": which part was one's own
	SayWhich      Hint = "say_which"        // "various", "etc.": name them, or say how many
	GiveExample   Hint = "give_example"     // a quality that everybody claims: show it
	LeaveOut      Hint = "leave_out"        // the words say nothing
	SayShorter    Hint = "say_shorter"      // the same can be said in fewer words
)

// Hit is a piece of a text that could be worded better.
type Hit struct {
	// Start and End are bytes of the text that was given.
	Start, End int
	Kind       Kind
	// Safe tells that Replacement can stand in the place of the piece as it is:
	// the sentence stays grammatical and says the same. The piece then takes the
	// space with it that would be left over; an empty Replacement leaves it out.
	Safe        bool
	Replacement string
	Hint        Hint
}

// maxHits bounds what one text yields: a CV may be one long list of fillers.
const maxHits = 100

// maxText is how many bytes of a text are looked at; an achievement of two
// lines has 200.
const maxText = 20_000

// Languages are the ones with words, as ISO 639-1 codes.
func Languages() []string { return []string{"de", "en", "es", "fr", "pt", "ru", "tr", "uz"} }

var loaded = func() map[string]func() *Words {
	all := map[string]func() *Words{}
	for _, lang := range Languages() {
		all[lang] = sync.OnceValue(func() *Words { return load(lang) })
	}
	return all
}()

// For returns the words of a language (ISO 639-1). It is never nil: a language
// that is not known has none, and nothing is found.
func For(lang string) *Words {
	if get := loaded[lang]; get != nil {
		return get()
	}
	return &Words{}
}

// Openings returns what hides the doing at the start of an achievement, or, where
// verbs stand last (Turkish, Uzbek), at its end; none or one.
func (w *Words) Openings(text string) []Hit { return w.find(text, WeakOpening, past) }

// Fillers returns words that say nothing, in the order of the text.
func (w *Words) Fillers(text string) []Hit { return w.find(text, Filler, past) }

// Cliches returns qualities that everybody claims, in the order of the text.
func (w *Words) Cliches(text string) []Hit { return w.find(text, Cliche, past) }

// FirstPerson returns pronouns that a CV does without, in the order of the text.
func (w *Words) FirstPerson(text string) []Hit { return w.find(text, FirstPerson, past) }

// find returns the hits of a kind, none over another.
func (w *Words) find(text string, kind Kind, tense string) []Hit {
	words := split(text, w.lower)
	var hits []Hit
	for _, m := range w.matches(text, words, kind) {
		hits = append(hits, w.hit(text, words, m, tense))
		if len(hits) == maxHits {
			break
		}
	}
	slices.SortStableFunc(hits, func(a, b Hit) int { return a.Start - b.Start })
	return hits
}
