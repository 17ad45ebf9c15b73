package answer

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"github.com/interviewai-pro/interviewai/server/coach/memory"
	"github.com/interviewai-pro/interviewai/server/coach/question"
)

// Bounds of what goes into a prompt, in bytes. Longer texts are cut at a line.
const (
	maxCV       = 24000
	maxJob      = 12000
	maxNotes    = 4000
	maxQuestion = 4000
	maxSaid     = 1500
	maxHistory  = memory.MaxPairs
)

// normal fills in the defaults and applies the bounds.
func (r Request) normal() Request {
	var qs []string
	for _, q := range r.Questions {
		if q = strings.TrimSpace(clean(q)); q != "" {
			qs = append(qs, cutText(q, maxQuestion))
		}
	}
	r.Questions = qs
	if r.Style != Balanced && r.Style != Simple {
		r.Style = Professional
	}
	if r.Length != Short && r.Length != Long {
		r.Length = Medium
	}
	if r.Kind == "" {
		r.Kind = question.Judge(strings.Join(qs, " "), r.Language, question.Context{}).Kind
	}
	if r.Kind == "" {
		r.Kind = question.General
	}
	if r.Language == "" {
		r.Language = question.Judge(strings.Join(qs, " "), "", question.Context{}).Language
	}
	if r.Need == "" {
		r.Need = need(r.Kind, r.Length)
	}
	r.CV = cutText(clean(r.CV), maxCV)
	r.JobDescription = cutText(clean(r.JobDescription), maxJob)
	r.ProfileNotes = cutText(clean(r.ProfileNotes), maxNotes)
	r.Company, r.Role, r.CandidateName = oneLine(r.Company), oneLine(r.Role), oneLine(r.CandidateName)
	r.History = slices.Clone(r.History)
	if len(r.History) > maxHistory {
		r.History = r.History[len(r.History)-maxHistory:]
	}
	for i := range r.History {
		var asked []string
		for _, q := range r.History[i].Questions {
			asked = append(asked, cutText(clean(q), maxQuestion))
		}
		r.History[i].Questions = asked
		r.History[i].Said = cutText(clean(r.History[i].Said), maxSaid)
		r.History[i].Suggestion = "" // what was suggested is no fact
	}
	return r
}

// need chooses the model's strength: what must be thought through or is long
// gets the better model, the rest the quick one.
func need(k question.Kind, l Length) Need {
	if k == question.Technical || k == question.CaseStudy || l == Long {
		return NeedStrong
	}
	return NeedQuick
}

// stylesFrom lists n styles, the chosen one first.
func stylesFrom(first Style, n int) []Style {
	styles := []Style{first}
	for _, s := range []Style{Professional, Balanced, Simple} {
		if s != first {
			styles = append(styles, s)
		}
	}
	return styles[:n]
}

// CacheKey is the SHA-256 over everything that changes an answer, and over
// the owner, so that nothing is shared between users. models names the
// configured models.
func CacheKey(r Request, models string) string {
	r = r.normal()
	for i, q := range r.Questions {
		r.Questions[i] = sameQuestion(q)
	}
	for i := range r.History {
		r.History[i].TurnID, r.History[i].FollowUpOf, r.History[i].Topics = "", "", nil
	}
	follows := r.FollowUpOf != ""
	r.FollowUpOf = ""
	data, err := json.Marshal(struct {
		Prompt, Models string
		Follows        bool
		Request        Request
	}{promptVersion, models, follows, r})
	if err != nil {
		return "" // cannot happen: the request holds strings and bools only
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// sameQuestion makes two ways of writing the same question equal: case, space
// and punctuation at the end do not change an answer.
func sameQuestion(q string) string {
	q = strings.Join(strings.Fields(strings.ToLower(q)), " ")
	return strings.TrimRight(q, " .?!？。！؟")
}
