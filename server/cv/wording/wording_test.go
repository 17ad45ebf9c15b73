package wording

import "testing"

func TestEnglishRewrites(t *testing.T) {
	rewrites(t, "en", []rewrite{
		{"Responsible for managing a team of 5", "Managed a team of 5"},
		{"Responsible for managing the budget and developing reports for 3 regions", "Managed the budget and developed reports for 3 regions"},
		{"Responsible for designing, building and maintaining APIs", "Designed, built and maintained APIs"},
		{"Responsible for designing, developing and maintaining APIs in Go", "Designed, developed and maintained APIs in Go"},
	})
}

type rewrite struct {
	text string
	// want is empty where nothing may change.
	want string
}

func rewrites(t *testing.T, lang string, table []rewrite) {
	t.Helper()
	for _, test := range table {
		want := test.want
		if want == "" {
			want = test.text
		}
		if got, _ := For(lang).Rewrite(test.text); got != want {
			t.Errorf("%s: %q\n became %q\n   want %q", lang, test.text, got, want)
		}
	}
}
