package tailor_test

import (
	"testing"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/tailor"
)

// TestDates: months become numbers where others are, and only where the dates that
// were read are the ones that stand there.
func TestDates(t *testing.T) {
	march, may := cv.Date{Year: 2021, Month: 3}, cv.Date{Year: 2023, Month: 5}
	for _, c := range []struct {
		text       string
		start, end cv.Date
		after      string
	}{
		{"March 2021 - May 2023", march, may, "03/2021 - 05/2023"},
		{"marzo de 2021 - presente", march, cv.Date{}, "03/2021 - presente"},
		{"March 2021 - 2023", march, cv.Date{Year: 2023}, ""},
		{"about 2021", cv.Date{Year: 2021}, cv.Date{}, ""},
		{"March 2021 - May 2022", march, may, ""},
		{"2021 - 2023", cv.Date{Year: 2021}, cv.Date{Year: 2023}, ""},
	} {
		period := func(text string, start, end cv.Date) cv.Period {
			return cv.Period{Value: cv.Value{Text: text}, Start: start, End: end}
		}
		in := tailor.Input{Level: tailor.Light, Parsed: cv.Parsed{Language: "en", Experience: []cv.Experience{
			{Period: period("06/2017 - 02/2021", cv.Date{Year: 2017, Month: 6}, cv.Date{Year: 2021, Month: 2})}, {Period: period(c.text, c.start, c.end)},
		}}}
		got := ""
		for _, one := range tailor.Propose(in).Changes {
			if one.Path == "experience[1].period" {
				got = one.After
			}
		}
		if got != c.after {
			t.Errorf("%s: %q, want %q", c.text, got, c.after)
		}
	}
}
