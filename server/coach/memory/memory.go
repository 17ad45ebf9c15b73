// Package memory keeps what a live session needs to remember: the last
// questions with what the candidate really said, topics, experience and skills
// mentioned, and the facts that later words may contradict. It is pure (no
// clock, no I/O) and belongs to one goroutine at a time; a Snapshot of it is
// stored in the session's document.
package memory

import (
	"slices"
	"strings"

	"github.com/interviewai-pro/interviewai/server/coach/question"
)

// Limits of what is remembered; the oldest is forgotten first.
const (
	// MaxPairs is the number of question and answer pairs kept (AI-003).
	MaxPairs = 10
	// maxSaid bounds one remembered answer, in bytes.
	maxSaid = 6000
	// maxTerms bounds each list of topics, experiences and skills.
	maxTerms = 60
	// maxFacts bounds the facts kept from the candidate's words.
	maxFacts = 200
)

// Pair is one turn of the interviewer and what became of it.
type Pair struct {
	// TurnID names the turn in its session.
	TurnID string `json:"turn_id" bson:"turn_id"`
	// Questions are the turn's questions.
	Questions []string `json:"questions" bson:"questions"`
	// Kind is how they are answered.
	Kind question.Kind `json:"kind,omitempty" bson:"kind,omitempty"`
	// FollowUpOf is the turn this one follows up on.
	FollowUpOf string `json:"follow_up_of,omitempty" bson:"follow_up_of,omitempty"`
	// Said is what the candidate then actually said.
	Said string `json:"said,omitempty" bson:"said,omitempty"`
	// Suggestion is the answer that was suggested.
	Suggestion string `json:"suggestion,omitempty" bson:"suggestion,omitempty"`
	// Topics are the terms the questions are about.
	Topics []string `json:"topics,omitempty" bson:"topics,omitempty"`
}

// Snapshot is the memory as it is stored. Its zero value is an empty memory.
type Snapshot struct {
	Pairs       []Pair   `json:"pairs,omitempty" bson:"pairs,omitempty"`
	Topics      []string `json:"topics,omitempty" bson:"topics,omitempty"`
	Experiences []string `json:"experiences,omitempty" bson:"experiences,omitempty"`
	Skills      []string `json:"skills,omitempty" bson:"skills,omitempty"`
	Facts       []Fact   `json:"facts,omitempty" bson:"facts,omitempty"`
}

// Memory is what one live session remembers. Use New or Restore.
type Memory struct {
	s        Snapshot
	cvFacts  []Fact
	cvSkills []string
	cvPlaces []string
}

// New returns an empty memory that knows the candidate's CV as plain text.
func New(cv string) *Memory { return Restore(Snapshot{}, cv) }

// Restore returns the memory that was stored as s, with the candidate's CV.
func Restore(s Snapshot, cv string) *Memory {
	m := &Memory{s: s.clone()}
	m.s.Pairs = last(m.s.Pairs, MaxPairs)
	m.cvFacts = Facts(cv, FromCV)
	m.cvSkills = Skills(cv)
	m.cvPlaces = employers(m.cvFacts)
	return m
}

// Snapshot returns a copy to store.
func (m *Memory) Snapshot() Snapshot { return m.s.clone() }

// Pairs returns a copy of the remembered pairs, oldest first.
func (m *Memory) Pairs() []Pair { return m.s.clone().Pairs }

// Context returns what the question rules may know of earlier turns.
func (m *Memory) Context() question.Context {
	c := question.Context{Turns: make([]question.Turn, 0, len(m.s.Pairs))}
	for _, p := range m.s.Pairs {
		c.Turns = append(c.Turns, question.Turn{ID: p.TurnID, Questions: slices.Clone(p.Questions), Kind: p.Kind})
	}
	return c
}

// AddQuestion remembers a turn that was judged to hold questions. A turn that
// is already known is replaced, so that a late transcript does not ask twice.
func (m *Memory) AddQuestion(turnID string, v question.Verdict) {
	p := Pair{
		TurnID: turnID, Questions: slices.Clone(v.Questions), Kind: v.Kind, FollowUpOf: v.FollowUpOf,
		Topics: Topics(strings.Join(v.Questions, " "), v.Language),
	}
	m.s.Topics = addTerms(m.s.Topics, p.Topics)
	if i := m.find(turnID); i >= 0 {
		p.Said, p.Suggestion = m.s.Pairs[i].Said, m.s.Pairs[i].Suggestion
		m.s.Pairs[i] = p
		return
	}
	m.s.Pairs = last(append(m.s.Pairs, p), MaxPairs)
}

// AddSuggestion remembers the answer that was suggested for a turn. A turn
// that is no longer remembered is ignored.
func (m *Memory) AddSuggestion(turnID, text string) {
	if i := m.find(turnID); i >= 0 {
		m.s.Pairs[i].Suggestion = clip(text, maxSaid)
	}
}

// AddCandidate remembers what the candidate said after the latest question and
// returns what in it contradicts the CV or something said earlier.
func (m *Memory) AddCandidate(text string) []Contradiction {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil
	}
	if n := len(m.s.Pairs); n > 0 {
		p := &m.s.Pairs[n-1]
		p.Said = clip(strings.TrimSpace(p.Said+" "+text), maxSaid)
	}
	facts := Facts(text, FromCandidate)
	found := m.check(facts)
	m.s.Facts = last(append(m.s.Facts, facts...), maxFacts)
	m.s.Skills = addTerms(m.s.Skills, Skills(text))
	m.s.Experiences = addTerms(m.s.Experiences, m.experiences(text, facts))
	return found
}

// Check returns what in a text (a suggestion, say) contradicts the CV or what
// the candidate has said, without remembering the text.
func (m *Memory) Check(text string) []Contradiction { return m.check(Facts(text, FromCandidate)) }

func (m *Memory) check(facts []Fact) []Contradiction {
	found := contradictions(facts, m.cvFacts, m.cvSkills)
	return append(found, contradictions(facts, m.s.Facts, nil)...)
}

// experiences are the CV's employers that a text names, and the employers that
// the text itself says the candidate worked for.
func (m *Memory) experiences(text string, facts []Fact) []string {
	low := strings.ToLower(text)
	var found []string
	for _, e := range m.cvPlaces {
		if containsWord(low, strings.ToLower(e)) {
			found = append(found, e)
		}
	}
	return append(found, employers(facts)...)
}

func (m *Memory) find(turnID string) int {
	return slices.IndexFunc(m.s.Pairs, func(p Pair) bool { return p.TurnID == turnID })
}

func (s Snapshot) clone() Snapshot {
	c := Snapshot{
		Pairs: slices.Clone(s.Pairs), Topics: slices.Clone(s.Topics), Experiences: slices.Clone(s.Experiences),
		Skills: slices.Clone(s.Skills), Facts: slices.Clone(s.Facts),
	}
	for i := range c.Pairs {
		c.Pairs[i].Questions = slices.Clone(c.Pairs[i].Questions)
		c.Pairs[i].Topics = slices.Clone(c.Pairs[i].Topics)
	}
	return c
}

// addTerms appends what is new, ignoring case, and keeps the latest maxTerms.
func addTerms(have, more []string) []string {
	for _, t := range more {
		if !slices.ContainsFunc(have, func(h string) bool { return strings.EqualFold(h, t) }) {
			have = append(have, t)
		}
	}
	return last(have, maxTerms)
}

func last[T any](s []T, n int) []T {
	if len(s) <= n {
		return s
	}
	return slices.Clone(s[len(s)-n:])
}

// clip cuts at a rune's border.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "")
}
