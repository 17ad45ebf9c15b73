package jsonresume_test

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/interviewai-pro/interviewai/server/cv/jsonresume"
)

// What schema 1.0.0 says of a document: it has these fields and no others beside
// them (additionalProperties is false there and true everywhere below), and each
// field below has the same type wherever it stands.
var (
	rootFields = strings.Fields("$schema basics work volunteer education awards certificates publications skills languages interests references projects meta")
	listFields = strings.Fields("highlights keywords courses roles profiles")
	dateFields = strings.Fields("startDate endDate date releaseDate")
	schemaDate = regexp.MustCompile(`^([1-2][0-9]{3}-[0-1][0-9]-[0-3][0-9]|[1-2][0-9]{3}-[0-1][0-9]|[1-2][0-9]{3})$`)
)

// followsSchema holds a document to the schema that it names.
func followsSchema(t *testing.T, name string, file []byte) {
	t.Helper()
	var root map[string]any
	if err := json.Unmarshal(file, &root); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for field, value := range root {
		if !slices.Contains(rootFields, field) {
			t.Errorf("%s: the schema has no %q", name, field)
		}
		switch value := value.(type) {
		case string:
			if field != "$schema" {
				t.Errorf("%s: %s is a string", name, field)
			}
		case map[string]any:
			if field != "basics" && field != "meta" {
				t.Errorf("%s: %s is an object", name, field)
			}
			if field == "basics" {
				followsEntry(t, name+": basics", value)
			}
		case []any:
			for _, one := range value {
				entry, ok := one.(map[string]any)
				if !ok || field == "basics" || field == "meta" {
					t.Errorf("%s: %s is a list of %T", name, field, one)
				}
				followsEntry(t, name+": "+field, entry)
			}
		}
	}
}

func followsEntry(t *testing.T, name string, entry map[string]any) {
	t.Helper()
	for field, value := range entry {
		text, isText := value.(string)
		_, isList := value.([]any)
		switch {
		case slices.Contains(dateFields, field) && !schemaDate.MatchString(text):
			t.Errorf("%s: %s is %v", name, field, value)
		case slices.Contains(listFields, field) && !isList:
			t.Errorf("%s: %s is no list", name, field)
		case field == "url" && !strings.Contains(text, "://"):
			t.Errorf("%s: the address %q", name, text)
		case !isText && !isList && field != "location":
			t.Errorf("%s: %s is a %T", name, field, value)
		}
	}
}

// TestImportsKeepTheirFields exports what was imported: what stood in a list of
// the schema stands there again, field by field.
func TestImportsKeepTheirFields(t *testing.T) {
	r, err := jsonresume.Parse(everySection(t))
	if err != nil {
		t.Fatal(err)
	}
	file, err := jsonresume.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var was, is map[string]any
	if err := json.Unmarshal(everySection(t), &was); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(file, &is); err != nil {
		t.Fatal(err)
	}
	// Days of dates are not kept, and of a project not which piece is which.
	was["certificates"].([]any)[0].(map[string]any)["date"] = "2022-03"
	project := was["projects"].([]any)[0].(map[string]any)
	for _, name := range []string{"roles", "entity", "type"} {
		delete(project, name)
	}
	project["detail"] = "Maintainer · Fjordpay · application"
	for _, list := range []string{"volunteer", "awards", "certificates", "publications", "interests", "references", "projects", "languages"} {
		if diff := cmp.Diff(was[list], is[list]); diff != "" {
			t.Errorf("%s: sent (-), kept (+):\n%s", list, diff)
		}
	}
}
