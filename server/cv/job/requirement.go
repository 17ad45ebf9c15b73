package job

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/interviewai-pro/interviewai/server/cv/taxonomy"
)

// parser collects requirements, each once.
type parser struct {
	out  Posting
	seen map[string]int // index in out.Requirements by key
}

// line takes what one line asks for.
func (p *parser) line(at int, text, mode string, title bool) {
	words := tokens(text)
	r := Requirement{Line: at, Must: mode == wordMust, Weight: weightNice}
	if _, nice := has(words, wordNice); nice && !title {
		r.Must = false
	}
	if r.Must {
		r.Weight = weightMust
	}
	if title {
		r.Weight = weightMust + weightTitle
	} else if _, strong := has(words, wordStrong); strong {
		r.Weight += weightStressed
	}
	found := p.skills(r, text)
	if mode == wordDuties || title {
		return // what the work is, not what it asks for
	}
	found = p.years(r, text) || found
	found = p.degree(r, text, words) || found
	found = p.language(r, text, words) || found
	if !found && mode == wordMust && len(words) >= 3 && len(stems(words)) >= 2 && (at > 0 || p.out.Title == "") {
		r.Text, r.Kind, r.Weight = text, KindOther, weightNice
		p.add("other "+plain(text), r)
	}
}

// add takes a requirement, or counts that it is named again.
func (p *parser) add(key string, r Requirement) {
	i, ok := p.seen[key]
	if !ok {
		if len(p.out.Requirements) < maxRequirements {
			p.seen[key] = len(p.out.Requirements)
			p.out.Requirements = append(p.out.Requirements, r)
		}
		return
	}
	old := &p.out.Requirements[i]
	old.Must = old.Must || r.Must
	before := old.Weight
	old.Weight = min(max(old.Weight, r.Weight)+1, weightMust+weightTitle+weightStressed+maxRepeats)
	if r.Line == old.Line {
		old.Weight = before
	}
	old.Years = max(old.Years, r.Years)
	if old.Level == "" {
		old.Level = r.Level
	}
}

// skills takes the skills that a line names; those with "or" between them are one
// requirement.
func (p *parser) skills(r Requirement, text string) bool {
	hits := append(taxonomy.Find(text), names(text)...)
	slices.SortStableFunc(hits, func(a, b taxonomy.Hit) int { return a.Start - b.Start })
	r.Kind = KindSkill
	taken := false
	for i := 0; i < len(hits); {
		group := []string{hits[i].Canonical}
		j := i + 1
		for j < len(hits) && hits[j].Start >= hits[j-1].End && alternative(text[hits[j-1].End:hits[j].Start]) {
			group = append(group, hits[j].Canonical)
			j++
		}
		i = j
		one := r
		one.AnyOf = slices.Compact(group)
		one.Text = strings.Join(one.AnyOf, " / ")
		keys := make([]string, len(one.AnyOf))
		for k, name := range one.AnyOf {
			keys[k] = taxonomy.Key(name)
		}
		slices.Sort(keys)
		p.add("skill "+strings.Join(keys, "|"), one)
		taken = true
	}
	return taken
}

// alternative reports whether what stands between two names means "or".
func alternative(between string) bool {
	trimmed := strings.Trim(between, " ,")
	return trimmed == "/" || phrases()[wordOr][plain(trimmed)] && trimmed != ""
}

// name is what looks like a product's name: capitals inside, digits, or Latin
// letters in a text of another script.
var name = regexp.MustCompile(`[A-Za-z][A-Za-z0-9+#.\-]*[A-Za-z0-9+#]`)

// noNames look like names and are none.
var noNames = map[string]bool{
	"cv": true, "it": true, "usa": true, "eu": true, "uk": true, "b2b": true, "hr": true, "ok": true, "faq": true, "gmbh": true, "llc": true, "ltd": true,
	"a1": true, "a2": true, "b1": true, "b2": true, "c1": true, "c2": true, "ielts": true, "toefl": true, "phd": true, "msc": true, "bsc": true, "mba": true,
	"e.g": true, "i.e": true, "etc": true, "and": true, "or": true, "nice-to-have": true, "must-have": true, "full-time": true, "part-time": true, "senior": true,
	"middle": true, "junior": true, "lead": true,
}

// names finds product names that the taxonomy does not know.
func names(text string) []taxonomy.Hit {
	latin, other := 0, 0
	for _, r := range text {
		if unicode.Is(unicode.Latin, r) {
			latin++
		} else if unicode.IsLetter(r) {
			other++
		}
	}
	var out []taxonomy.Hit
	for _, at := range name.FindAllStringIndex(text, -1) {
		word := text[at[0]:at[1]]
		if noNames[strings.ToLower(word)] || taxonomy.Canonical(word) != "" || len(word) > 30 || at[1]-at[0] < 3 {
			continue
		}
		inner := strings.IndexFunc(word[1:], unicode.IsUpper) >= 0
		digit := strings.ContainsAny(word, "0123456789+#")
		foreign := other > latin
		if (inner || digit || foreign) && covered(text, at) {
			out = append(out, taxonomy.Hit{Start: at[0], End: at[1], Canonical: word})
		}
	}
	return out
}

// covered reports whether no known skill's name holds this piece.
func covered(text string, at []int) bool {
	return !slices.ContainsFunc(taxonomy.Find(text), func(h taxonomy.Hit) bool { return h.Start < at[1] && at[0] < h.End })
}

var yearsForm = regexp.MustCompile(`(\d{1,2})(?:\s*\+|\s*[-–—]\s*\d{1,2}\+?|\s+(?:to|до|bis|a|à)\s+\d{1,2})?\s*(?:-?\s*)([\p{L}]+)`)

// maxYears is the most that is believed of a requirement.
const maxYears = 30

// years takes how many years of experience are asked for.
func (p *parser) years(r Requirement, text string) bool {
	for _, m := range yearsForm.FindAllStringSubmatch(text, -1) {
		n, err := strconv.Atoi(m[1])
		if err != nil || n == 0 || n > maxYears || !phrases()[wordYears][plain(m[2])] {
			continue
		}
		r.Kind, r.Text, r.Years = KindYears, text, n
		p.add("years", r)
		return true
	}
	return false
}

func (p *parser) degree(r Requirement, text string, words []token) bool {
	if _, ok := has(words, wordDegree); !ok {
		return false
	}
	r.Kind, r.Text = KindDegree, text
	p.add("degree", r)
	return true
}

// codes are the languages that are looked for.
var codes = []string{"en", "ru", "uz", "de", "fr", "es", "pt", "tr"}

var cefr = regexp.MustCompile(`\b([ABC][12])\b`)

func (p *parser) language(r Requirement, text string, words []token) bool {
	taken := false
	for _, code := range codes {
		if _, ok := has(words, code); !ok {
			continue
		}
		r.Kind, r.Text, r.Code, r.Level = KindLanguage, text, code, ""
		if m := cefr.FindString(strings.ToUpper(text)); m != "" {
			r.Level = m
		}
		for _, level := range levels {
			if _, ok := has(words, level); ok && r.Level == "" {
				r.Level = level
			}
		}
		p.add("language "+code, r)
		taken = true
	}
	return taken
}

// levels of languages, the highest first.
var levels = []string{"native", "C2", "C1", "B2", "B1"}
