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

// TestPlaceBehindItsPicture reads a place in the row of its dates though the
// picture before it reads like the mark of a list.
func TestPlaceBehindItsPicture(t *testing.T) {
	lines := layout.Lines([]layout.Page{draw(1, `
Baker of bread and of all the cakes
Quillmark
2019 – 2021                • Leeds, UK
A long line about the bread that she baked there
Shepherd of all the county's sheep
Nettleford
2016 – 2019                • York, UK
A long line about the sheep that she fed there
Gardener of the old park by the sea
Oakley
2012 – 2016                • Bath, UK
A long line about the trees that she planted there
`)})
	for i, l := range lines {
		if l.Text == "2016 – 2019" && i+1 < len(lines) && lines[i+1].Text == "York, UK" {
			return
		}
	}
	t.Errorf("no place behind its dates in\n%s", show(lines))
}
