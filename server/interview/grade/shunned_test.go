package grade_test

import (
	"testing"

	"github.com/interviewai-pro/interviewai/server/interview/grade"
)

// TestWhatIsNotToBeDone holds that a point that says what not to do is made by
// refusing it, and by nobody who does it.
func TestWhatIsNotToBeDone(t *testing.T) {
	q := question(t, "product-slipping-project")
	g := grade.NewRules()
	for _, c := range []struct {
		text string
		want bool
	}{
		{"First I would find out what is left. Then I ask the team to do overtime for three weeks and call the stakeholders about it.", false},
		{"First I would find out what is left. I would not ask the team to do overtime, and I call the stakeholders about it.", true},
		{"First I would find out what is left. I would advise against overtime, and I call the stakeholders about it the same day.", true},
	} {
		r, err := g.Grade(t.Context(), grade.Answer{Question: q, Language: "en", Text: c.text})
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range r.Points {
			if p.ID == "people" && (p.Covered || p.Partly) != c.want {
				t.Errorf("%q: %+v", c.text, p)
			}
		}
	}
}
