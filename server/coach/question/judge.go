package question

import (
	"strings"
)

// verdict of one clause.
type judged struct {
	clause
	answer, unsure, setup bool
	rule                  string
}

// Judge decides whether the text of one turn of the interviewer holds
// something to answer. lang is an ISO 639-1 code; when it is empty or has no
// rules of its own, the language is guessed from the script and commonest
// words. The same input always gives the same verdict.
func Judge(text, lang string, ctx Context) Verdict {
	text = strings.TrimSpace(text)
	code, r := choose(text, lang)
	v := Verdict{Language: code, Complete: true, Rule: "no_words"}
	if normal(text, r.unspaced) == "" {
		return v
	}
	clauses := split(text, code, r)
	v.Complete = complete(text, clauses, r)
	var setup []string
	v.Rule = "statement"
	for _, c := range clauses {
		j := judgeClause(c, code, r, ctx)
		if j.setup {
			setup = append(setup, j.text)
			continue
		}
		if !j.answer {
			v.decide(j)
			continue
		}
		if !v.ToAnswer {
			v.ToAnswer, v.Unsure, v.Rule = true, j.unsure, j.rule
		} else {
			v.Unsure = v.Unsure && j.unsure
		}
		v.Questions = append(v.Questions, tidy(strings.Join(append(setup, j.text), " ")))
		setup = nil
	}
	if len(setup) > 0 { // a case without a question yet: the candidate may be expected to start
		j := strings.Join(setup, " ")
		if v.ToAnswer {
			v.Questions[len(v.Questions)-1] += " " + j
		} else {
			v.ToAnswer, v.Unsure, v.Rule, v.Questions = true, true, "case_without_question", []string{tidy(j)}
		}
	}
	if !v.ToAnswer {
		return v
	}
	v.Kind = kindOf(text, v.Questions, r)
	v.FollowUpOf = followed(clauses, v.Questions, r, ctx)
	if v.FollowUpOf != "" && v.Kind == General {
		v.Kind = inherit(v.FollowUpOf, ctx)
	}
	return v
}

// decide keeps the most telling reason among clauses that are not answered.
func (v *Verdict) decide(j judged) {
	if v.ToAnswer {
		return
	}
	if v.Rule == "statement" || j.unsure {
		v.Rule = j.rule
	}
	v.Unsure = v.Unsure || j.unsure
}

// judgeClause applies the rules in their order; the first that fits decides.
func judgeClause(c clause, code string, r *rules, ctx Context) judged {
	u := r.unspaced
	said := c
	c, told := address(c, r, ctx)
	c = c.cutFillers(r)
	yes := func(rule string) judged { return judged{clause: c, answer: true, rule: rule} }
	no := func(rule string) judged { return judged{clause: c, rule: rule} }
	switch {
	case told == toColleague:
		return no("to_a_colleague")
	case c.is(r.whole, u), said.is(r.whole, u):
		return no("small_talk")
	case c.starts(r.follow, u) && len(c.words()) <= 4 && len(ctx.Turns) > 0:
		return yes("follow_up")
	case said.has(r.chatter, u):
		return no("small_talk")
	case c.starts(r.remarks, u) && !c.has(r.invites, u):
		return no("remark")
	case c.starts(r.setups, u) && !c.asked:
		return judged{clause: c, setup: true, rule: "case"}
	case c.asked:
		j := yes("question_mark")
		j.unsure = told == toSomeone
		return j
	case c.starts(r.requests, u):
		return yes("request")
	case code == "en":
		if j, ok := judgeEnglish(c); ok {
			return j
		}
	case c.starts(r.openers, u):
		return yes("interrogative_start")
	case c.stops(r.enders, u):
		return yes("question_particle")
	}
	switch {
	case c.has(r.invites, u):
		return yes("request")
	case c.has(r.inner, u):
		return yes("question_words")
	case c.stops(r.tags, u) && c.has(r.you, u):
		return yes("tag_question")
	case !c.ended && c.has(r.matter, u):
		j := yes("names_candidates_matter")
		j.unsure = true
		return j
	case !c.ended && c.has(r.you, u) && len(c.words()) > 3:
		j := no("statement_about_the_candidate")
		j.unsure = true
		return j
	}
	return no("statement")
}

// complete says whether the text ends where a sentence can end.
func complete(text string, clauses []clause, r *rules) bool {
	text = strings.TrimRight(text, "\"'”»)] ")
	if strings.HasSuffix(text, "...") || strings.HasSuffix(text, "…") {
		return false
	}
	for _, end := range []string{",", "，", "،", "-", "–", "—", ":", "、"} {
		if strings.HasSuffix(text, end) {
			return false
		}
	}
	if len(clauses) == 0 {
		return true
	}
	last := clauses[len(clauses)-1]
	if last.asked {
		return true
	}
	if last.stops(r.dangling, r.unspaced) {
		return false
	}
	// A bare opener ("tell me about", "how do you") wants more words.
	cut := last.cutFillers(r)
	return !cut.is(r.requests, r.unspaced)
}

// tidy trims what punctuation is left at a question's start.
func tidy(s string) string { return strings.TrimSpace(strings.TrimLeft(s, ",;:-–— ，、،")) }
