package layout_test

import (
	"testing"

	"github.com/interviewai-pro/interviewai/server/cv/layout"
)

// TestColumnOfDates reads what stands beside dates in their rows, though titles
// and companies stand among the dates.
func TestColumnOfDates(t *testing.T) {
	lines := layout.Lines([]layout.Page{draw(1, `
Anna Weber

EDUCATION

2019-Present      University of Leeds, PhD in Physics
                  A long line about the thesis that she wrote there
                  and another line about it, as long as the first

2014-2019         Harbour College, MSci Physics with honours
                  A long line about the thesis that she wrote there
2012-2014         Shore School, diploma with a distinction
`)})
	want := "2019-Present University of Leeds, PhD in Physics"
	for _, l := range lines {
		if l.Text == want {
			return
		}
	}
	t.Errorf("no %q in\n%s", want, show(lines))
}
