package report

import (
	"embed"
	"fmt"
	"io/fs"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
	"github.com/interviewai-pro/interviewai/server/interview/say"
)

//go:embed texts
var texts embed.FS

var catalogue = sync.OnceValues(func() (*say.Catalogue, error) {
	dir, err := fs.Sub(texts, "texts")
	if err != nil {
		return nil, fmt.Errorf("open the report's texts: %w", err)
	}
	return say.Load(dir)
})

// words says and writes numbers in one language. Everything that both forms of a
// report show of a number goes through here.
type words struct {
	*say.Catalogue
	lang string
	// room is how many letters of people's texts may still come.
	room *int
}

// wordsOf are those of a language, or English ones.
func wordsOf(lang string) (words, error) {
	c, err := catalogue()
	if err != nil {
		return words{}, err
	}
	if !slices.Contains(bank.Languages(), lang) {
		lang = "en"
	}
	room := maxAll
	return words{Catalogue: c, lang: lang, room: &room}, nil
}

// say is a text with its blanks filled.
func (w words) say(key string, filled ...string) string { return w.In(w.lang, key, filled...) }

// named is the word for a value such as "technical", or the value itself.
func (w words) named(kind, value string) string {
	if value == "" {
		return ""
	}
	key := kind + value
	if text := w.say(key); text != key {
		return text
	}
	return short(value)
}

// score is a number with one decimal, as scores of 0 to 10 are written: 7.0.
func (w words) score(v float64) string { return w.decimal(v, 1) }

// number has one decimal if it needs it: 7, 7.5.
func (w words) number(v float64) string {
	return strings.TrimSuffix(w.decimal(v, 1), w.say("decimal")+"0")
}

func (w words) decimal(v float64, digits int) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return "–"
	}
	scale := math.Pow10(digits)
	v = math.Round(v*scale)/scale + 0 // no -0
	return strings.Replace(strconv.FormatFloat(v, 'f', digits, 64), ".", w.say("decimal"), 1)
}

// clock is a time as m:ss, or h:mm:ss from an hour on.
func (words) clock(d time.Duration) string {
	s := int(max(d, 0).Round(time.Second) / time.Second)
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}

// date is a day.
func (w words) date(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	day := strconv.Itoa(t.Day())
	if t.Day() == 1 {
		day = w.say("first_day")
	}
	return w.say("date", "day", day, "month", w.say(fmt.Sprintf("month_%d", t.Month())), "year", strconv.Itoa(t.Year()))
}

// moment is a day and the time of it.
func (w words) moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return w.say("moment", "date", w.date(t), "time", t.Format("15:04 MST"))
}

// figure is a measured value with its band.
func (w words) figure(f Figure) fact {
	value := w.text(f.Value)
	if f.Band != "" {
		value = w.say("band", "value", value, "band", w.text(f.Band))
	}
	return fact{w.text(f.Name), value}
}
