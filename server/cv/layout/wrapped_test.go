package layout_test

import (
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/cv/layout"
)

// TestWrappedDates puts dates together whose lines stand beside other lines of the
// entry, in a narrow cell at the left.
func TestWrappedDates(t *testing.T) {
	for _, tc := range []struct{ story, page, want string }{
		{"a month, a year and a month, a year", `
Anna Weber

February      Shepherd of the county, Quillmark Ltd in Leeds
2016–April    Counted the sheep of all the hills in the north
2016          Told the others about what she had counted there

September     Baker of all the bread, Nettleford Ltd in York
2017–         Baked bread for the town and for the harbour
December      Told the others about what she had baked there
2018`, "February 2016–April 2016 Shepherd of the county, Quillmark Ltd in Leeds"},
		{"rows of dates that stand close are not one", `
Anna Weber

**Courses**
02/2013       Shears and their care
06/2012       Wool and its colours
02/2012       Hay and its smell`, "02/2013 Shears and their care"},
	} {
		t.Run(tc.story, func(t *testing.T) {
			got := show(layout.Lines([]layout.Page{draw(1, tc.page)}))
			for _, line := range strings.Split(got, "\n") {
				if line == tc.want {
					return
				}
			}
			t.Errorf("no %q in\n%s", tc.want, got)
		})
	}
}
