package layout_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/interviewai-pro/interviewai/server/cv/layout"
)

// TestCells reads what stands in cells beside each other.
func TestCells(t *testing.T) {
	for _, tc := range []struct{ story, page, want string }{
		{"a month above its year in a narrow cell of dates", `
**Experience**
December      Project manager
2022 to       Conveyors of Nagold, a company with
present       four hundred people in nine places

September     Trainee
2016 to       Machines of Esslingen, which builds
May 2018      presses for cars and for trains`, `
Experience

December 2022 to present Project manager

Conveyors of Nagold, a company with
four hundred people in nine places

September 2016 to May 2018 Trainee

Machines of Esslingen, which builds
presses for cars and for trains`},
		{"dates of two rows that stand close", `
**Education**
2008 – 2013   Technical university, engineering of buildings
2004 – 2008   School of sciences`, `
Education

2008 – 2013 Technical university, engineering of buildings

2004 – 2008 School of sciences`},
	} {
		t.Run(tc.story, func(t *testing.T) {
			got := show(layout.Lines([]layout.Page{draw(1, tc.page)}))
			if diff := cmp.Diff(strings.TrimSpace(tc.want), got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestLabelsFlushRight reads a form whose labels end where their texts begin.
func TestLabelsFlushRight(t *testing.T) {
	page := layout.Page{Number: 1, Width: 600, Height: 840}
	y := 100.0
	for _, row := range [][2]string{
		{"Post", "Structural engineer"},
		{"Experience", ""},
		{"March 2020 – present", "Structural engineer"},
		{"", "Rhone Concrete"},
		{"", "Calculated fourteen houses"},
		{"", "Visited places where they were built"},
		{"Education", ""},
		{"2014 – 2017", "Engineering"},
		{"", "National school"},
		{"Skills", ""},
		{"Mother tongue", "Ewe"},
		{"Other languages", "French (C2)"},
		{"Driving", "B"},
	} {
		y += 13
		if row[0] != "" {
			y += 8
		}
		if row[0] != "" {
			width := 5.4 * float64(len(row[0]))
			page.Fragments = append(page.Fragments, layout.Fragment{Text: row[0], X: 180 - width, Y: y, Width: width, Height: 12, Size: 10})
		}
		if row[1] == "" {
			continue
		}
		page.Fragments = append(page.Fragments, layout.Fragment{Text: row[1], X: 200, Y: y, Width: 5.4 * float64(len(row[1])), Height: 12, Size: 10})
	}
	got := show(layout.Lines([]layout.Page{page}))
	for _, want := range []string{"March 2020 – present Structural engineer", "2014 – 2017 Engineering", "Mother tongue Ewe", "Other languages French (C2)"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

// TestItemsBelowSmallDates finds the items of a list whose marks are drawn, under
// a line in smaller letters, and takes no title for one.
func TestItemsBelowSmallDates(t *testing.T) {
	page := layout.Page{Number: 1, Width: 600, Height: 840}
	add := func(text string, x, y, size float64) {
		page.Fragments = append(page.Fragments, layout.Fragment{Text: text, X: x, Y: y, Width: 0.5 * size * float64(len(text)), Height: 1.2 * size, Size: size})
	}
	add("Analyst of systems and of the people who use them in a bank", 30, 100, 9)
	add("April 2022 – present, Berlin", 30, 113, 8)
	add("Described the methods of an interface", 42, 126, 9)
	add("Shortened the time of a decision", 42, 138, 9)
	add("Skills", 60, 160, 12)
	add("Modelling of data", 30, 176, 9)
	got := show(layout.Lines([]layout.Page{page}))
	for _, want := range []string{"• Described", "• Shortened"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if strings.Contains(got, "• Skills") {
		t.Errorf("a title is an item in\n%s", got)
	}
}
