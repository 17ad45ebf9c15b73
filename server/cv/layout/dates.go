package layout

import (
	"regexp"
	"strings"
)

// dates are a text that says when and nothing else: "2019 – 2021", "Mar. 2021 –
// present", "08–09 2012".
var dates = regexp.MustCompile(`^(?:\p{L}{1,12}\.?\s)?[\d./'’ –—-]*\d{4}(?:\s*[-–—]+\s*(?:(?:\p{L}{1,12}\.?\s)?[\d./'’]*\d{2,4}|\p{L}{2,14}\.?)?)?$`)

// dateColumn reports whether the left side is dates, each beside what happened
// then, perhaps with titles of sections and companies among them.
func dateColumn(left, right []piece) bool {
	all, faced := 0, 0
	for i := range left {
		if !dates.MatchString(strings.TrimSpace(left[i].text())) {
			continue
		}
		all++
		if partnerOf(&left[i], right) >= 0 {
			faced++
		}
	}
	enough := all > 2 && 3*all >= len(left) || all == 2 && len(left) <= 4
	return enough && 5*faced >= 4*all
}
