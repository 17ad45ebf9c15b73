package structure_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/interviewai-pro/interviewai/server/cv/structure"
)

// TestLanguagesAmongSkills takes languages that have a level out of a list of
// skills, and nothing else.
func TestLanguagesAmongSkills(t *testing.T) {
	for text, want := range map[string]struct{ skills, languages []string }{
		"# Kenntnisse\nSAP, Excel, Englisch verhandlungssicher, Italienisch Grundkenntnisse": {
			[]string{"SAP = SAP", "Excel = Microsoft Excel"}, []string{"Englisch | en | verhandlungssicher | C2", "Italienisch | it | Grundkenntnisse | A2"},
		},
		"# Skills\nSAP\nfluent German\nTechnical English\nTeaching French\nEnglish language advanced": {
			[]string{"SAP = SAP", "Technical English", "Teaching French"}, []string{"German | de | fluent | C1", "English language | en | advanced | C1"},
		},
	} {
		got := short(structure.Parse(fromText("Anna Berg\nanna@example.com\n\n" + text)))
		if diff := cmp.Diff(want.skills, got.Skills); diff != "" {
			t.Errorf("%s: skills\n%s", text, diff)
		}
		if diff := cmp.Diff(want.languages, got.Languages); diff != "" {
			t.Errorf("%s: languages\n%s", text, diff)
		}
	}
}
