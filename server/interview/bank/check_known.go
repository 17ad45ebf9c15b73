package bank

// maxKnown bounds the questions that added ones are compared with, so that one call
// costs no more than about a second.
const maxKnown = 5000

// CheckAdded is CheckText for questions that come into a bank: those that ask
// nearly what a known one does are refused too, under whatever id and domain. A
// known question with an added one's id is what that takes the place of.
func CheckAdded(content []byte, known []*Question) []Fault {
	c := checker{faults: CheckText(content)}
	added, err := Parse(content)
	if err != nil {
		return c.faults // told already
	}
	languages, ids := map[string]bool{}, map[string]bool{}
	for i := range added {
		ids[added[i].ID] = true
		for lang := range added[i].Texts {
			languages[lang] = true
		}
	}
	var others []filed
	for _, q := range known[:min(len(known), maxKnown)] {
		if !ids[q.ID] {
			others = append(others, filed{q: q, ready: asked(q, languages)})
		}
	}
	for i := range added {
		c.at("", added[i].ID)
		c.alikeTo(filed{q: &added[i], ready: asked(&added[i], languages)}, others)
	}
	return c.faults
}

// asked is a question with what is needed to compare it with others, in some
// languages.
func asked(q *Question, languages map[string]bool) map[string]*ready {
	out := map[string]*ready{}
	for _, lang := range Languages() {
		if t, ok := q.Texts[lang]; ok && languages[lang] {
			out[lang] = &ready{stems: contentStems(lang, t.Question)}
		}
	}
	return out
}
