package layout_test

import (
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/cv/layout"
)

// TestColumnOfDates reads what stands beside dates in their rows, though titles
// and companies stand among the dates.
func TestColumnOfDates(t *testing.T) {
	lines := layout.Lines([]layout.Page{draw(1, `
Anna Weber

EDUCATION

2018-Present      University of Leeds, PhD in Physics
                  A long line about the thesis that she wrote there
                  and another line about it, as long as the first

2014-2019         Harbour College, MSci Physics with honours
                  A long line about the thesis that she wrote there
2012-2014         Shore School, diploma with a distinction
`)})
	want := "2018-Present University of Leeds, PhD in Physics"
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

// TestDatesOnSeveralLines puts dates together that a narrow cell breaks before each
// of their words, beside what happened then.
func TestDatesOnSeveralLines(t *testing.T) {
	lines := layout.Lines([]layout.Page{draw(1, `
Anna Weber

September 2018      Data Analyst, Quillmark Ltd in Leeds
–                   A long line about the sheep that she counted
December 2019       and of what she told about them to the others

November            Data Engineer, Nettleford Ltd in York
2015–               A long line about the wool that she sold there
May 2017            and of what she told about it to the others

2012 – 2014         Shepherd of the county and of its hills in Bath
                    A long line about the grass that they ate there
2009 – 2012         Shepherd of the town and of its gardens in Ely
                    A long line about the hay that they ate there
`)})
	for _, l := range lines {
		if l.Text == "November 2015– May 2017 Data Engineer, Nettleford Ltd in York" {
			return
		}
	}
	t.Errorf("dates are not together in\n%s", show(lines))
}

// TestHangingDash puts dates together whose dash hangs over the edge of their cell.
func TestHangingDash(t *testing.T) {
	page := draw(1, `
Anna Weber

November            Data Analyst, Quillmark Ltd in Leeds
   2018–            A long line about the sheep that she counted
December            and of what she told about them to the others
    2019

November            Data Engineer, Nettleford Ltd in York
   2015–            A long line about the wool that she sold there
     May            and of what she told about it to the others
    2017

    2014            Shepherd of the county and of its hills in Bath
                    A long line about the grass that they ate there

    2012            Shepherd of the town and of its gardens in Ely
                    A long line about the hay that they ate there
`)
	for i := range page.Fragments {
		if f := &page.Fragments[i]; f.X+f.Width < 100 && f.Text != "Anna Weber" {
			f.X = 80 - f.Width
			if strings.HasSuffix(f.Text, "–") {
				f.X += 2
			}
		}
	}
	lines := layout.Lines([]layout.Page{page})
	for _, l := range lines {
		if strings.HasPrefix(l.Text, "November 2015– May 2017") {
			return
		}
	}
	t.Errorf("dates are not together in\n%s", show(lines))
}
