package tailored

import (
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
)

// sound are the questions that the bank's rules have nothing against, as far
// as the rules are about one language, in order. Of two that are alike the
// earlier stays.
func sound(questions []bank.Question, lang string) []bank.Question {
	var out []bank.Question
	for _, q := range questions {
		if fits(out, q, lang) {
			out = append(out, q)
		}
	}
	return out
}

// fits tells whether a question is sound beside others.
func fits(others []bank.Question, q bank.Question, lang string) bool {
	together := append(slices.Clone(others), q)
	for i := range together {
		// The rules compare every language with English: the text stands in for it.
		t := together[i].Texts[lang]
		together[i].Texts = map[string]bank.Text{lang: t, "en": t}
	}
	content, err := yaml.Marshal(together)
	if err != nil {
		return false
	}
	return !slices.ContainsFunc(bank.CheckText(content), func(f bank.Fault) bool {
		return f.ID == q.ID && (f.Language == lang || f.Language == "")
	})
}
