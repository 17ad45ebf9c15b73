package layout

import (
	"regexp"
	"strings"
)

// dates are a text that says when and nothing else: "2019 – 2021", "Mar. 2021 –
// present", "08–09 2012".
var dates = regexp.MustCompile(`^(?:\p{L}{1,12}\.?\s)?[\d./'’ –—-]*\d{4}(?:\s*[-–—]+\s*(?:(?:\p{L}{1,12}\.?\s)?[\d./'’]*\d{2,4}|[\p{L}.]{2,14})?)?$`)

// dateColumn reports whether the left side is dates, each beside what happened
// then, perhaps with titles of sections and companies among them. Dates may stand
// on several lines of their cell.
func dateColumn(left, right []piece) bool {
	all, faced, cells := 0, 0, 0
	for i := 0; i < len(left); {
		text, end := strings.TrimSpace(left[i].text()), i+1
		for !dates.MatchString(text) && end < len(left) && end < i+4 && left[end].base-left[end-1].foot < 1.6*left[end].size {
			text += " " + strings.TrimSpace(left[end].text())
			end++
		}
		dated := dates.MatchString(text)
		if !dated {
			end = i + 1
		}
		for dated && !span.MatchString(text) && end < len(left) && end < i+4 && left[end].base-left[end-1].foot < 1.6*left[end].size && dates.MatchString(text+" "+strings.TrimSpace(left[end].text())) {
			text += " " + strings.TrimSpace(left[end].text())
			end++
		}
		cells++
		if dated {
			all++
			if partnerOf(&left[i], right) >= 0 {
				faced++
			}
		}
		i = end
	}
	enough := all > 2 && 3*all >= cells || all == 2 && cells <= 4
	return enough && 5*faced >= 4*all
}
