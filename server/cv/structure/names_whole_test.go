package structure_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/interviewai-pro/interviewai/server/cv/structure"
)

// TestNamesStayWhole keeps numbers and second words that are of a name.
func TestNamesStayWhole(t *testing.T) {
	got := short(structure.Parse(fromText("Anna Berg\nanna@example.com\n\n# Skills\nAFGSU 2, Sage 200, Java 5 years, Kotlin 4/5, Excel: 3\n\n# Languages\nMandarin Chinese: fluent, German B2")))
	skills := []string{"AFGSU 2", "Sage 200", "Java = Java", "Kotlin = Kotlin", "Excel = Microsoft Excel"}
	if diff := cmp.Diff(skills, got.Skills); diff != "" {
		t.Errorf("skills:\n%s", diff)
	}
	if diff := cmp.Diff([]string{"Mandarin Chinese | zh | fluent | C1", "German | de | B2 | B2"}, got.Languages); diff != "" {
		t.Errorf("languages:\n%s", diff)
	}
}
