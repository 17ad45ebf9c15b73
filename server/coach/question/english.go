package question

import "slices"

// English needs more than phrases, because offline recognisers write it
// without punctuation: "what" may open a question ("what is") or a statement
// ("what we do is").
var (
	whWords  = []string{"what", "how", "why", "when", "where", "which", "who", "whom", "whose", "what's", "how's", "who's", "where's", "whats", "why's"}
	auxWords = []string{
		"is", "are", "was", "were", "do", "does", "did", "can", "could", "would", "will", "should", "have", "has", "had",
		"might", "may", "isn't", "aren't", "don't", "doesn't", "didn't", "wouldn't", "haven't", "hasn't", "couldn't", "won't", "shouldn't",
	}
	// askedSubjects follow an auxiliary in a question to the candidate.
	askedSubjects = []string{"you", "your", "it", "there", "that", "this", "those", "these", "they", "we", "the", "a", "an", "any", "anyone", "someone"}
	// tellingSubjects after "what", "how" … make it a clause inside a statement.
	tellingSubjects = []string{"we", "i", "they", "he", "she", "it", "our", "my", "this", "that", "i'm", "we're", "i've", "we've", "i'll", "we'll", "you'll", "the"}
	// embedders stand before a question that is part of a larger clause.
	embedders = []string{
		"about", "explain", "describe", "know", "me", "tell", "understand", "see", "of", "on", "for", "in", "with", "to", "at",
		"show", "is", "are", "was", "learn", "learned", "decide", "decided", "explaining", "discuss", "wonder", "wondering", "curious",
		"from", "by", "into", "than", "like", "when", "where", "why", "how", "what", "who", "which", "time", "that", "if", "whether", "because",
		"share", "remember", "figure", "out", "ask", "asked", "hear", "say", "said", "the", "a", "every", "whenever", "exactly", "something", "someone",
	}
)

// judgeEnglish applies the rules that look at word order.
func judgeEnglish(c clause) (judged, bool) {
	w := c.words()
	if len(w) == 0 {
		return judged{}, false
	}
	yes := func(rule string, unsure bool) (judged, bool) {
		return judged{clause: c, answer: true, rule: rule, unsure: unsure}, true
	}
	if opensQuestion(w) {
		return yes("interrogative_start", false)
	}
	switch {
	case slices.Contains(whWords, w[0]) && len(w) > 1 && slices.Contains([]string{"you", "your"}, w[1]) && !c.ended:
		return yes("interrogative_without_auxiliary", true) // "why you left your job": a word was lost
	case slices.Contains(whWords, w[0]) && !c.ended && len(w) > 1 && !slices.Contains(tellingSubjects, w[1]) && w[0] != "when" && w[0] != "which":
		return yes("interrogative_start", true)
	}
	return judged{}, false
}

// opensQuestion says that the words begin as an English question does.
func opensQuestion(w []string) bool {
	if len(w) < 2 {
		return false
	}
	if w[0] == "what's" || w[0] == "who's" || w[0] == "how's" || w[0] == "where's" || w[0] == "whats" {
		return true
	}
	if slices.Contains(whWords, w[0]) {
		if slices.Contains(auxWords, w[1]) {
			return w[0] != "which" || len(w) > 3 && w[1] != "is" && w[1] != "was" && w[1] != "are"
		}
		if slices.Contains(tellingSubjects, w[1]) || w[1] == "you" || w[0] == "when" {
			return false
		}
		// "what kind of projects did you", "how many people were"
		for _, a := range w[2:min(len(w), 8)] {
			if slices.Contains(auxWords, a) {
				return true
			}
			if slices.Contains(tellingSubjects, a) && a != "the" && a != "that" && a != "this" {
				return false
			}
		}
		return w[0] == "how" && w[1] == "about" || w[0] == "what" && (w[1] == "about" || w[1] == "if" || w[1] == "made" || w[1] == "brings" || w[1] == "attracted" || w[1] == "motivates" || w[1] == "drives" || w[1] == "happens" || w[1] == "makes" || w[1] == "interests" || w[1] == "happened" || w[1] == "drew")
	}
	if !slices.Contains(auxWords, w[0]) || !slices.Contains(askedSubjects, w[1]) {
		return false
	}
	switch w[0] {
	case "have", "has", "had":
		return w[1] == "you" || w[1] == "there" || w[1] == "your"
	case "do", "don't":
		return w[1] == "you" || w[1] == "they" || w[1] == "we"
	case "will", "can", "could", "would", "may", "might", "won't":
		return w[1] != "a" && w[1] != "the" && w[1] != "we" || w[0] == "would"
	}
	return len(w) > 2
}

// splitEnglish cuts a sentence where another question begins. Punctuated text
// is only cut at "and"; text without any is cut at every place where the word
// order can only be a question's.
func splitEnglish(s string, punctuated bool, r *rules) []string {
	words := fieldsWithOffsets(s)
	norm := make([]string, len(words))
	for i, w := range words {
		norm[i] = trimmed(w.text)
	}
	var cuts []int
	started := false // a question or request has begun in this piece
	pieceStart := 0
	for i := range norm {
		rest := newClause(s[words[i].at:], false)
		opens := opensQuestion(norm[i:]) || rest.starts(r.requests, false)
		if i > pieceStart && opens && !opensInside(norm[i:], rest) {
			opens = false
		}
		if i > 0 && opens && !mergesWithBefore(norm, i, pieceStart) {
			joiner := i > 0 && (norm[i-1] == "and" || norm[i-1] == "also" || norm[i-1] == "then" || norm[i-1] == "but")
			// One word before it may be the name of the one who is asked.
			fresh := !started && !punctuated && i-pieceStart > 1 && norm[pieceStart] != "if" && !rest.starts([]string{"give me", "share", "explain", "describe"}, false)
			after := started && !punctuated && farFrom(i, pieceStart)
			if joiner && (started || !punctuated) || fresh || after || commaBefore(s, words[i].at) && started {
				at := i
				if joiner {
					at = i - 1
				}
				if at > pieceStart {
					cuts = append(cuts, words[at].at)
					pieceStart = i
					started = true
				}
				continue
			}
		}
		started = started || opens && (i == pieceStart || onlyFillers(norm[pieceStart:i], r))
	}
	return cutAt(s, cuts)
}

// opensInside is stricter about openers in the middle of a sentence: "are a
// small company" and "list" begin nothing there.
func opensInside(w []string, rest clause) bool {
	if slices.Contains(auxWords, w[0]) {
		return len(w) > 1 && slices.Contains([]string{"you", "your", "there"}, w[1])
	}
	if opensQuestion(w) {
		return true
	}
	return rest.starts([]string{"tell me", "tell us", "walk me", "walk us", "describe", "explain", "give me an example", "introduce yourself", "let's talk about", "talk about"}, false)
}

// farFrom keeps "can you tell me what is" one piece: a question that follows
// another without "and" is at least four words away from its start.
func farFrom(i, start int) bool { return i-start >= 4 }

// mergesWithBefore says that the opener at i belongs to what stands before it.
func mergesWithBefore(w []string, i, start int) bool {
	prev := w[i-1]
	if slices.Contains(embedders, prev) {
		return true
	}
	// "how did you": the auxiliary belongs to the question word before it.
	for k := max(start, i-5); k < i; k++ {
		if slices.Contains(whWords, w[k]) && slices.Contains(auxWords, w[i]) {
			return true
		}
	}
	if slices.Contains(auxWords, w[i]) {
		// "you could you", "could you walk me": a modal is not cut from its verb.
		return slices.Contains(auxWords, prev) || prev == "and" && !slices.Contains([]string{"can", "could", "do", "did", "have", "are", "would", "is", "what"}, w[i])
	}
	// "can you describe", "please tell me", "you to explain", "and explain"
	return slices.Contains([]string{"you", "please", "to", "briefly", "quickly", "maybe", "also", "first", "just", "then", "could", "us", "we", "i", "they"}, prev) &&
		!slices.Contains(whWords, w[i])
}

func onlyFillers(w []string, r *rules) bool {
	for _, x := range w {
		if !slices.Contains(r.fillers, x) {
			return false
		}
	}
	return true
}
