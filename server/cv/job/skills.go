package job

import (
	"regexp"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/cv/taxonomy"
)

// skills takes the skills that a sentence names; of those with "or" between them
// one is enough.
func (p *parser) skills(a *asked, slash bool) {
	var hits []taxonomy.Hit
	for _, hit := range a.hits {
		if !a.studied(covering(a.words, hit.Start, hit.End)) {
			hits = append(hits, hit)
		}
	}
	for i := 0; i < len(hits); {
		n := alternatives(a.text, hits[i:], slash)
		var group []string
		for _, hit := range hits[i : i+n] {
			if !slices.Contains(group, hit.Canonical) {
				group = append(group, hit.Canonical)
			}
		}
		keys := make([]string, len(group))
		for k, name := range group {
			keys[k] = taxonomy.Key(name)
		}
		slices.Sort(keys)
		at := covering(a.words, hits[i].Start, hits[i+n-1].End)
		if at.from < at.to {
			p.take("skill "+strings.Join(keys, "|"), Requirement{Kind: KindSkill, Text: strings.Join(group, " / "), AnyOf: group}, a, at)
		}
		i += n
	}
}

// near is how many bytes beside a name are looked at.
const near = 60

// covering are the tokens that lie in a piece of the text.
func covering(words []token, start, end int) piece {
	out := piece{from: sort.Search(len(words), func(i int) bool { return words[i].end > start })}
	for out.to = out.from; out.to < len(words) && words[out.to].start < end; {
		out.to++
	}
	return out
}

// maxChoice is how many names of an enumeration "or" in its end makes a choice;
// of more, as of "Java, Spring, Docker, Kafka or RabbitMQ", it joins the last two.
const maxChoice = 3

// alternatives is how many of the hits, from the first on, are one choice.
func alternatives(text string, hits []taxonomy.Hit, slash bool) int {
	n, choice := 1, false
	for n < len(hits) {
		between := ""
		if hits[n].Start >= hits[n-1].End {
			between = text[hits[n-1].End:hits[n].Start]
		}
		either := orBetween(between, slash)
		if !either && (choice || strings.TrimSpace(between) != ",") {
			break
		}
		choice = choice || either
		n++
	}
	if !choice {
		if n > 1 && n <= maxChoice && similarFollows(text[hits[n-1].End:min(len(text), hits[n-1].End+near)]) {
			return n
		}
		return 1
	}
	first := 1 // of the hits before the first "or"
	for first < n && strings.TrimSpace(text[hits[first-1].End:hits[first].Start]) == "," {
		first++
	}
	if first < maxChoice || suchBefore(text[max(0, hits[0].Start-near):hits[0].Start]) {
		return n
	}
	return 1
}

// orBetween reports whether what stands between two names means "or".
func orBetween(between string, slash bool) bool {
	if strings.TrimSpace(between) == "/" {
		return slash
	}
	if strings.ContainsAny(between, ".;:()") {
		return false
	}
	words := tokens(between)
	if len(words) == 0 || !known()[wordOr].is(words[0].text) {
		return len(words) > 1 && known()[wordOr].is(words[0].text+" "+words[1].text) && len(words) == 2
	}
	for _, w := range words[1:] {
		if !known()[wordFiller].is(w.text) {
			return false
		}
	}
	return true
}

func similarFollows(after string) bool {
	at, ok := has(tokens(after), wordSimilar)
	return ok && at <= 1
}

func suchBefore(before string) bool {
	words := tokens(before)
	_, ok := has(words[max(0, len(words)-3):], wordSuch)
	return ok
}

// hitsIn are the skills that a text names: those that are known, and what looks
// like a product's name.
func hitsIn(text string) []taxonomy.Hit {
	text = unelided(text)
	var out []taxonomy.Hit
	for _, hit := range skillsIn(text) {
		if !letterOnly(text, hit) {
			out = append(out, hit)
		}
	}
	out = append(out, names(text, out)...)
	out = append(out, besides(text, out)...)
	slices.SortStableFunc(out, func(a, b taxonomy.Hit) int { return a.Start - b.Start })
	return out
}

// skillsIn are the skills that are known. The first word is taken for one that is
// also an ordinary word where it is an alternative to another: "Go or Python".
func skillsIn(text string) []taxonomy.Hit {
	const before = ", "
	hits := taxonomy.Find(text)
	words := tokens(text)
	if len(words) < 3 || !known()[wordOr].is(words[1].text) || len(hits) == 0 || hits[0].Start != words[2].start {
		return hits
	}
	listed := taxonomy.Find(before + text)
	for i := range listed {
		listed[i].Start -= len(before)
		listed[i].End -= len(before)
	}
	return listed
}

var elision = regexp.MustCompile(`(?i)\b(?:[ldjnscm]|qu)['’]`)

// unelided is a text with spaces for the apostrophes of French articles, of the
// same length: "d'Excel" names Excel.
func unelided(text string) string {
	return elision.ReplaceAllStringFunc(text, func(s string) string {
		bare := strings.TrimRight(s, "'’")
		return bare + strings.Repeat(" ", len(s)-len(bare))
	})
}

// letterOnly tells a letter that is a skill's name elsewhere: "R$", "R&D",
// "category C".
func letterOnly(text string, hit taxonomy.Hit) bool {
	if hit.End-hit.Start != 1 {
		return false
	}
	words := tokens(text[max(0, hit.Start-near):hit.Start])
	_, class := has(words[max(0, len(words)-1):], wordClass)
	return class || strings.HasPrefix(text[hit.End:], "$") || strings.HasPrefix(text[hit.End:], "&") || strings.HasSuffix(text[:hit.Start], "&") || strings.HasPrefix(text[hit.End:], "'")
}

// name is what looks like a product's name: capitals inside, digits, or a
// Latin word with a capital in a text of another script.
var name = regexp.MustCompile(`[A-Za-z][A-Za-z0-9+#.\-]*[A-Za-z0-9+#]`)

// names finds product names that the taxonomy does not know.
func names(text string, hits []taxonomy.Hit) []taxonomy.Hit {
	latin, other := 0, 0
	for _, r := range text {
		if unicode.Is(unicode.Latin, r) {
			latin++
		} else if unicode.IsLetter(r) {
			other++
		}
	}
	loud := shouted(text) || shouted(strings.SplitN(text, ":", 2)[0]) && strings.Contains(text, ":")
	var out []taxonomy.Hit
	for _, at := range name.FindAllStringIndex(text, -1) {
		word := text[at[0]:at[1]]
		if inWord(text, at) || known()[wordNoName].is(plain(word)) || len(fieldsIn(tokens(word))) > 0 || cefr.MatchString(strings.ToLower(word)) || taxonomy.Canonical(word) != "" || len(word) > 30 || len(word) < 3 || overlaps(hits, at) {
			continue
		}
		if base := unsuffixed(word); base != "" {
			out = append(out, taxonomy.Hit{Start: at[0], End: at[0] + len(base), Canonical: taxonomy.Canonical(base)})
			continue
		}
		inner := strings.IndexFunc(word[1:], unicode.IsUpper) >= 0 && !loud && !strings.Contains(word, "-") && (len(word) <= maxAcronym || strings.ToUpper(word) != word)
		digit := strings.ContainsAny(word, "0123456789+#") && strings.IndexFunc(word, unicode.IsUpper) >= 0
		foreign := other > latin && unicode.IsUpper(rune(word[0]))
		if inner || digit || foreign {
			out = append(out, taxonomy.Hit{Start: at[0], End: at[1], Canonical: word})
		}
	}
	return out
}

// maxAcronym is how long a name in capitals is at most; longer ones are shouted
// words.
const maxAcronym = 5

// unsuffixed is a known name without the ending that Uzbek puts to it
// ("Excelda"); empty for what is none.
func unsuffixed(word string) string {
	for _, ending := range []string{"ning", "dan", "da", "ni", "ga"} {
		base, ok := strings.CutSuffix(word, ending)
		if ok && len(base) >= 4 && unicode.IsUpper(rune(word[0])) && taxonomy.Canonical(base) != "" && !taxonomy.Soft(taxonomy.Canonical(base)) {
			return base
		}
	}
	return ""
}

// inWord reports whether a letter of another alphabet goes on before or behind:
// "PÚBLICO".
func inWord(text string, at []int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:at[0]])
	after, _ := utf8.DecodeRuneInString(text[at[1]:])
	return unicode.IsLetter(before) || unicode.IsLetter(after) || before == '@' || before == '/' && after == '/'
}

func overlaps(hits []taxonomy.Hit, at []int) bool {
	return slices.ContainsFunc(hits, func(h taxonomy.Hit) bool { return h.Start < at[1] && at[0] < h.End })
}

// other is a word with a capital behind "or"; German writes too many with one.
var (
	behindOr = regexp.MustCompile(`^,? (?:or|или|yoki|o|ou|veya) ([A-Z][a-zA-Z]{3,20})\b`)
	beforeOr = regexp.MustCompile(`\s(\p{Lu}[\p{L}]{3,20}),? (?:or|или|yoki|o|ou|veya) $`)
)

// besides are names that nobody knows, beside a known one: "Zendesk or Freshdesk".
func besides(text string, hits []taxonomy.Hit) []taxonomy.Hit {
	var out []taxonomy.Hit
	for _, hit := range hits {
		from, to := max(0, hit.Start-near), min(len(text), hit.End+near)
		for _, m := range [][]int{shift(behindOr.FindStringSubmatchIndex(text[hit.End:to]), hit.End), shift(beforeOr.FindStringSubmatchIndex(text[from:hit.Start]), from)} {
			if m != nil && !overlaps(hits, m[2:4]) {
				out = append(out, taxonomy.Hit{Start: m[2], End: m[3], Canonical: text[m[2]:m[3]]})
			}
		}
	}
	return out
}

func shift(m []int, by int) []int {
	for i := range m {
		m[i] += by
	}
	return m
}
