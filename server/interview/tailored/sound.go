package tailored

import (
	"bytes"
	"maps"
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
		if !slices.ContainsFunc(out, func(o bank.Question) bool { return o.ID == q.ID }) && fits(out, q, lang) {
			out = append(out, q)
		}
	}
	return out
}

// fits tells whether a question is sound beside others.
func fits(others []bank.Question, q bank.Question, lang string) bool {
	// The rules compare every language with English: the text stands in for it.
	together := append(slices.Clone(others), q)
	for i := range together {
		t := together[i].Texts[lang]
		together[i].Texts = map[string]bank.Text{lang: t, "en": t}
	}
	byDomain := map[string][]bank.Question{}
	var files []bank.File
	for _, o := range together {
		byDomain[o.Domain] = append(byDomain[o.Domain], o)
	}
	for _, domain := range slices.Sorted(maps.Keys(byDomain)) {
		var content bytes.Buffer
		if err := yaml.NewEncoder(&content).Encode(byDomain[domain]); err != nil {
			return false
		}
		files = append(files, bank.File{Name: domain + ".yaml", Data: content.Bytes()})
	}
	return !slices.ContainsFunc(bank.Check(files), func(f bank.Fault) bool {
		return f.ID == q.ID && (f.Language == lang || f.Language == "")
	})
}
