package bank_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
)

// TestRussianPointsFitAnybody refuses the masculine past ("Признался"), in which
// points once told women what to say.
func TestRussianPointsFitAnybody(t *testing.T) {
	past := regexp.MustCompile(`(лся|[аеиоуыяё]л|шёл|мог)$`)
	short := []string{"готов", "рад", "уверен"}
	nouns := []string{"журнал", "интервал", "канал", "портал", "предел", "правил", "пул", "сигнал", "угол", "ущерб"}
	questions, err := bank.All()
	if err != nil {
		t.Fatal(err)
	}
	parts := func(r rune) bool { return r != '-' && !unicode.IsLetter(r) }
	for _, q := range questions {
		for _, p := range q.Texts["ru"].Points {
			words := strings.FieldsFunc(strings.ToLower(p.Point), parts)
			for _, w := range words[:min(3, len(words))] {
				if past.MatchString(w) && !slices.Contains(nouns, w) || slices.Contains(short, w) {
					t.Errorf("%s, point %s: %q is of a man: %s", q.ID, p.ID, w, p.Point)
				}
			}
		}
	}
}
