package structure_test

import (
	"slices"
	"testing"

	"github.com/interviewai-pro/interviewai/server/cv/structure"
)

// TestGroupsBehindLanguages reads the groups of skills that stand behind languages,
// which are a group of their own.
func TestGroupsBehindLanguages(t *testing.T) {
	parsed := structure.Parse(fromText("Anna Weber\nanna@example.com\n\nSkills\n\nLanguages\nGerman (native), English\n\nDatabases\nMySQL, PostgreSQL\n\nScripting\nBash, Python"))
	var got []string
	for _, s := range parsed.Skills {
		got = append(got, s.Text)
	}
	for _, want := range []string{"MySQL", "PostgreSQL", "Bash", "Python"} {
		if !slices.Contains(got, want) {
			t.Errorf("no %s among %q", want, got)
		}
	}
	if len(parsed.Languages) != 2 {
		t.Errorf("languages: %v", parsed.Languages)
	}
}
