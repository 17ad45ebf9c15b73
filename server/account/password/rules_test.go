package password_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/interviewai-pro/interviewai/server/account/password"
	"github.com/interviewai-pro/interviewai/server/fault"
)

func TestCheck(t *testing.T) {
	for name, c := range map[string]struct {
		password, email string
		broken          []string
	}{
		"good":                         {"Correct horse 9", "", nil},
		"shortest":                     {"Abcde1!x", "", nil},
		"too short":                    {"Abcd1!x", "", []string{"min_length"}},
		"empty":                        {"", "", []string{"min_length", "uppercase", "lowercase", "digit", "special"}},
		"longest":                      {"Aa1!" + strings.Repeat("x", 60), "", nil},
		"too long":                     {"Aa1!" + strings.Repeat("x", 61), "", []string{"max_length"}},
		"longest in Cyrillic":          {"Яя1!" + strings.Repeat("ж", 60), "", nil},
		"too long in Cyrillic":         {"Яя1!" + strings.Repeat("ж", 61), "", []string{"max_length"}},
		"no upper case":                {"abcdefg1!", "", []string{"uppercase"}},
		"no lower case":                {"ABCDEFG1!", "", []string{"lowercase"}},
		"no digit":                     {"Abcdefgh!", "", []string{"digit"}},
		"nothing special":              {"Abcdefgh1", "", []string{"special"}},
		"a space is special":           {"Abcd efg1", "", nil},
		"a symbol is special":          {"Abcdefg1€", "", nil},
		"a combining mark is not":      {"Abcdefg1x\u0323", "", []string{"special"}},
		"Chinese has no case":          {"密码密码密码1！", "", nil},
		"Arabic has no case":           {"كلمةالسر٣!", "", nil},
		"Greek has":                    {"αβγδεζη1!", "", []string{"uppercase"}},
		"common":                       {"password", "", []string{"uppercase", "digit", "special", "common"}},
		"common in capitals":           {"PASSWORD", "", []string{"lowercase", "digit", "special", "common"}},
		"the first of the list":        {"123456", "", []string{"min_length", "uppercase", "lowercase", "special", "common"}},
		"the last of the list":         {"warlord", "", []string{"min_length", "uppercase", "digit", "special", "common"}},
		"decorated is not common":      {"Password1!", "", nil},
		"half of two common ones":      {"word\nqwer", "", []string{"uppercase", "digit"}},
		"two common ones, a line each": {"123456\npassword", "", []string{"uppercase"}},
		"the address":                  {"Anna.Smith1@example.com", "anna.smith1@example.com", []string{"same_as_email"}},
		"its local part":               {"Anna.Smith1", "anna.smith1@example.com", []string{"same_as_email"}},
		"its local part and more":      {"Anna.Smith1!", "anna.smith1@example.com", nil},
		"its domain":                   {"Example1.com", "anna@example1.com", nil},
		"composed as in the address":   {"Ann\u00e9.Smith1", "anne\u0301.smith1@example.com", []string{"same_as_email"}},
		"composed counts once":         {"Abcde1!" + strings.Repeat("e\u0301", 57), "", nil},
		"not an address":               {"Abcdefg1!", "@example.com", nil},
	} {
		t.Run(name, func(t *testing.T) {
			err := password.Check("new_password", c.password, c.email)
			var broken []string
			if f := fault.From(err); f != nil {
				if f.Kind != fault.Invalid || f.Reason != "invalid_argument" || f.Message == "" {
					t.Errorf("fault %s %s %q", f.Kind, f.Reason, f.Message)
				}
				for _, field := range f.Fields {
					broken = append(broken, field.Rule)
					if field.Path != "new_password" || !strings.HasSuffix(field.Message, ".") {
						t.Errorf("field %+v", field)
					}
				}
			} else if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.broken, broken); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRefusalDoesNotRepeatThePassword(t *testing.T) {
	const secret = "tulip"
	err := password.Check("password", secret, secret+"@example.com")
	if err == nil || strings.Contains(err.Error(), secret) {
		t.Errorf("refusal: %v", err)
	}
}
