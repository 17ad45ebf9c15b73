package bank_test

import (
	"os"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
	"github.com/interviewai-pro/interviewai/server/interview/bank/phrase"
)

// TestEverydaySentences says to every question what people say of anything and
// nothing: no point may be made by it.
func TestEverydaySentences(t *testing.T) {
	content, err := os.ReadFile("testdata/everyday.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var sentences map[string][]string
	if err := yaml.Unmarshal(content, &sentences); err != nil {
		t.Fatal(err)
	}
	questions, err := bank.All()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range bank.Languages() {
		texts := make([]*phrase.Text, 0, len(sentences[lang]))
		for _, s := range sentences[lang] {
			texts = append(texts, phrase.Read(lang, s))
		}
		if len(texts) < 10 {
			t.Errorf("%d everyday sentences in %s", len(texts), lang)
		}
		for _, q := range questions {
			for _, p := range q.Texts[lang].Points {
				for _, say := range p.Says {
					compiled, err := phrase.Compile(lang, say)
					if err != nil {
						t.Fatal(err)
					}
					for i, text := range texts {
						if text.Has(compiled) {
							t.Errorf("%s, %s: %q makes the point %s by its %q", q.ID, lang, sentences[lang][i], p.ID, say)
						}
					}
				}
			}
		}
	}
}
