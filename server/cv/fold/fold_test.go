package fold_test

import (
	"testing"

	"github.com/interviewai-pro/interviewai/server/cv/fold"
)

func TestText(t *testing.T) {
	for text, want := range map[string]string{
		"go": "go", "Go": "go", "Müller": "muller", "ÉCOLE": "ecole", "Łódź": "lodz", "oʻzbek": "ozbek", "o'zbek": "ozbek", "o‘zbek": "ozbek",
		"Берёза": "береза", "İstanbul": "istanbul", "Straße": "strasse", "e\u0301": "e", "C++ & C#": "c++ & c#", "": "",
	} {
		if got := fold.Text(text); got != want {
			t.Errorf("%q is made %q, want %q", text, got, want)
		}
	}
}
