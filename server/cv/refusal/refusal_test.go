package refusal_test

import (
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/cv/refusal"
	"github.com/interviewai-pro/interviewai/server/fault"
)

// Each refusal names the field and says what to do next.
func TestEachSaysWhatToDo(t *testing.T) {
	for reason, f := range map[string]*fault.Fault{
		"cv_too_large": refusal.TooLarge, "cv_wrong_type": refusal.OldWord, "cv_encrypted": refusal.Encrypted,
		"cv_damaged": refusal.Damaged, "cv_no_text": refusal.NoText, "cv_too_many_pages": refusal.TooManyPages,
		"cv_too_complex": refusal.TooComplex,
	} {
		if f.Kind != fault.Invalid || f.Reason != reason || len(f.Fields) != 1 || f.Fields[0].Path != "file" || strings.Count(f.Message, ". ") < 1 && !strings.Contains(f.Message, ":") {
			t.Errorf("%s: %+v", reason, f)
		}
	}
	if refusal.WrongType.Reason != refusal.OldWord.Reason {
		t.Errorf("%q", refusal.WrongType.Reason)
	}
	for _, f := range []*fault.Fault{refusal.Unavailable, refusal.Busy} {
		if f.Kind == fault.Invalid || f.Message == "" {
			t.Errorf("%+v", f)
		}
	}
}
