package memory

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// Origin says where a fact was learned.
type Origin string

// The origins of facts.
const (
	FromCV        Origin = "cv"
	FromCandidate Origin = "candidate"
)

// FactKind sorts facts by how they can contradict each other.
type FactKind string

// The kinds of facts.
const (
	// YearsTotal is years of experience altogether; Number holds them.
	YearsTotal FactKind = "years_total"
	// YearsWith is years with the technology Subject.
	YearsWith FactKind = "years_with"
	// Tenure is years at the employer Subject.
	Tenure FactKind = "tenure"
	// Period is the time From–To (calendar years) at the employer Subject; To is
	// 0 when it lasts.
	Period FactKind = "period"
	// TeamSize is the number of people in a team, at Subject when it is known.
	TeamSize FactKind = "team_size"
	// Never says that the technology Subject was never used.
	Never FactKind = "never"
	// Used says that the technology Subject was used.
	Used FactKind = "used"
	// Share is a percentage with the words around it.
	Share FactKind = "share"
)

// Fact is one checkable statement.
type Fact struct {
	Kind    FactKind `json:"kind" bson:"kind"`
	Subject string   `json:"subject,omitempty" bson:"subject,omitempty"`
	Number  int      `json:"number,omitempty" bson:"number,omitempty"`
	From    int      `json:"from,omitempty" bson:"from,omitempty"`
	To      int      `json:"to,omitempty" bson:"to,omitempty"`
	// Text is the sentence or line it stands in.
	Text   string `json:"text" bson:"text"`
	Origin Origin `json:"origin" bson:"origin"`
	// Line counts the CV's lines from 1; 0 for spoken words.
	Line int `json:"line,omitempty" bson:"line,omitempty"`
}

// maxFactText bounds the quote kept with a fact, in bytes.
const maxFactText = 200

var (
	sentenceEnd = regexp.MustCompile(`[.!?;。！？؟]+(?:\s+|$)|[。！？؟]|\n`)
	periodForm  = regexp.MustCompile(`((?:19|20)\d\d)\s*(?:[-–—]+|to|until|bis|до|по|à|a|至)\s*(?:\p{L}+\.?\s+|\d\d[./])?((?:19|20)\d\d|\p{L}+)`)
	shareForm   = regexp.MustCompile(`(\d{1,3})(?:[.,]\d+)?\s*(?:%|percent|процент\w*|foiz\w*|por ciento|prozent|pour cent|por cento|yüzde)`)
)

// Facts finds the checkable statements in a CV or in the candidate's words.
func Facts(text string, origin Origin) []Fact {
	var found []Fact
	for i, line := range strings.Split(text, "\n") {
		for _, sentence := range sentenceEnd.Split(line, -1) {
			sentence = strings.TrimSpace(sentence)
			if sentence == "" {
				continue
			}
			fs := sentenceFacts(sentence, origin)
			for j := range fs {
				fs[j].Text, fs[j].Origin = clip(sentence, maxFactText), origin
				if origin == FromCV {
					fs[j].Line = i + 1
				}
			}
			found = append(found, fs...)
		}
	}
	return found
}

func sentenceFacts(sentence string, origin Origin) []Fact {
	var fs []Fact
	low := digits(strings.ToLower(sentence))
	skills := Skills(sentence)
	var denied []string
	if origin == FromCandidate && len(skills) > 0 { // a CV denies nothing
		denied = deniedSkills(low, sentence)
	}
	for _, s := range denied {
		fs = append(fs, Fact{Kind: Never, Subject: s})
	}
	if origin == FromCandidate && len(denied) == 0 && !isQuestion(sentence) {
		for _, s := range skills {
			fs = append(fs, Fact{Kind: Used, Subject: s})
		}
	}
	if !strings.ContainsAny(low, "0123456789") { // everything below counts something
		return fs
	}
	if origin == FromCV {
		if p, ok := periodFact(sentence); ok {
			fs = append(fs, p)
		}
	}
	place := workplace(sentence)
	if m := yearsForm.FindStringSubmatch(low); m != nil && !agoForm.MatchString(low) {
		n := atoi(m[1] + m[2])
		switch {
		case len(skills) == 1 && (place == "" || experienceWord.MatchString(low)):
			fs = append(fs, Fact{Kind: YearsWith, Subject: skills[0], Number: n})
		case place != "" && origin == FromCandidate:
			fs = append(fs, Fact{Kind: Tenure, Subject: place, Number: n})
		case experienceWord.MatchString(low) && len(skills) == 0:
			fs = append(fs, Fact{Kind: YearsTotal, Number: n})
		}
	}
	for _, re := range teamForms {
		if m := re.FindStringSubmatch(low); m != nil {
			fs = append(fs, Fact{Kind: TeamSize, Subject: place, Number: atoi(strings.Join(m[1:], ""))})
			break
		}
	}
	for _, m := range shareForm.FindAllStringSubmatch(low, 4) {
		fs = append(fs, Fact{Kind: Share, Number: atoi(m[1])})
	}
	return fs
}

// periodFact reads "Backend Engineer, Acme GmbH, 2018 – 2021".
func periodFact(line string) (Fact, bool) {
	m := periodForm.FindStringSubmatchIndex(line)
	if m == nil {
		return Fact{}, false
	}
	to, err := strconv.Atoi(line[m[4]:m[5]])
	if err != nil {
		to = 0
		if !presentWord.MatchString(line[m[4]:m[5]]) {
			return Fact{}, false
		}
	}
	e := employerIn(line[:m[0]] + " | " + line[m[1]:])
	return Fact{Kind: Period, Subject: e, From: atoi(line[m[2]:m[3]]), To: to}, e != ""
}

// employerIn guesses which part of a CV's heading line is the employer: what
// follows "at", or else the first part that names no job title.
func employerIn(heading string) string {
	if w := workplace(heading); w != "" {
		return w
	}
	for _, part := range headingParts.Split(heading, -1) {
		part = strings.Trim(part, " \t:;.()[]-–—*•·#")
		if part == "" || titleWord.MatchString(part) || strings.IndexFunc(part, unicode.IsUpper) < 0 {
			continue
		}
		if monthWord.MatchString(part) || len(strings.Fields(part)) > 5 {
			continue
		}
		return part
	}
	return ""
}

// workplace finds the name after "at", "for", "bei" … when work is meant.
func workplace(sentence string) string {
	m := placeForm.FindStringSubmatch(sentence)
	if m == nil {
		return ""
	}
	name := strings.TrimSuffix(strings.Trim(m[1], " .,"), " I")
	if len(Skills(name)) > 0 || notPlace[strings.ToLower(name)] {
		return ""
	}
	return name
}

// employers are the distinct workplaces that facts name.
func employers(facts []Fact) []string {
	var names []string
	for _, f := range facts {
		if (f.Kind == Period || f.Kind == Tenure) && f.Subject != "" {
			names = addTerms(names, []string{f.Subject})
		}
	}
	return names
}

func deniedSkills(low, sentence string) []string {
	for _, re := range neverForms {
		loc := re.FindStringIndex(low)
		if loc == nil {
			continue
		}
		// Turkish, Uzbek and Chinese put the verb last, so the whole clause counts.
		clause := low[loc[0]:]
		if s := Skills(clause); len(s) > 0 {
			return s
		}
		return Skills(sentence)
	}
	return nil
}

func isQuestion(s string) bool { return strings.ContainsAny(s, "?？؟") }

func atoi(s string) int {
	n, _ := strconv.Atoi(s) // only called on what a pattern of digits matched
	return n
}
