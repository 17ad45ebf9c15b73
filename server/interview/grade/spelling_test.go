package grade_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
	"github.com/interviewai-pro/interviewai/server/interview/grade"
)

// TestSlips: who misspells a word has said it; who says another has not.
func TestSlips(t *testing.T) {
	q := exam("en", "Where does a parser keep what it has read ahead?", "It keeps the lookahead tokens in a circular buffer of 271828 bytes.",
		bank.Point{Point: "lookahead tokens"}, bank.Point{Point: "circular buffer"}, bank.Point{Point: "271828 bytes"})
	for text, want := range map[string]string{
		"It keeps the lookahead tokens in the circular buffer.":      "ab",
		"It keeps the lokahead tokens in the circullar bufer.":       "ab", // left out, twice
		"It keeps the lookahaed tokens in the cricular buffre there": "ab", // swapped
		"It keeps lookahed tokens in cirkular bufferes over there.":  "ab",
		"It keeps the lookbehind tickets in the secular suffer.":     "",
		"It keeps all that in its 27182 bytes of memory there.":      "",
	} {
		r := level(t, q, "en", text)
		got := ""
		for _, p := range r.Points {
			if p.Covered {
				got += p.ID
			}
		}
		if got != want {
			t.Errorf("%q makes %q, wants %q", text, got, want)
		}
	}
}

// TestPhrasesOfOneWord holds that a short question's phrase of one word stands in
// other words, too: misspelled, or a synonym. It is touched on then.
func TestPhrasesOfOneWord(t *testing.T) {
	point := bank.Point{Point: "The parcel goes through a rehearsal with all of the actors before it is sent", Says: []string{"rehearsal", "minimum"}}
	q := exam("en", "What happens to it?", "The parcel goes through a rehearsal with all of the actors before it is sent.", point)
	for _, text := range []string{"There is a rehersal of something there.", "There is the smallest of somethings there."} {
		if p := level(t, q, "en", text).Points[0]; !p.Partly {
			t.Errorf("%q: %+v", text, p)
		}
	}
}

// TestWordsOfTheBankAreNoSlips holds that a word that the bank has is itself.
func TestWordsOfTheBankAreNoSlips(t *testing.T) {
	q := exam("en", "What does the team do first?", "It prints the parcels.", bank.Point{Point: "prints the parcels"})
	if r := level(t, q, "en", "It points to the parcels of them, one and all."); r.Points[0].Covered {
		t.Errorf("%+v", r.Points)
	}
}

// TestManySlipsTakeNoTime: a text of words that nobody knows is graded in about a
// second, and within 30 also where others use the machine.
func TestManySlipsTakeNoTime(t *testing.T) {
	var text strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&text, "comp%c%c%c%cosite ", 'a'+i%26, 'a'+i/26%26, 'a'+i/676%26, 'a'+i/17576%26)
	}
	q := question(t, "backend-slow-query")
	began := time.Now()
	level(t, q, "en", text.String())
	if took := time.Since(began); took > 30*time.Second {
		t.Errorf("takes %v", took)
	}
}

// TestFormulasAreNoLanguage holds that names of variables are not taken for words
// of another language.
func TestFormulasAreNoLanguage(t *testing.T) {
	text := "w(n + 1) = w(n) + m e(n) x(n), with e(n) = d(n) - y(n): the error e is d less y, and o goes to x and y then."
	if r := level(t, balancer, "en", text); r.Unfit == grade.OtherLanguage {
		t.Error("a formula is another language")
	}
	half := exam("zh", "平均移动多少个元素？", "平均移动 n/2 个元素。", bank.Point{Point: "n/2"})
	if r := level(t, half, "zh", "n/2，(2n+1)/3"); r.Unfit == grade.OtherLanguage {
		t.Error("figures are another language")
	}
	portuguese := "O balanceador distribui os pedidos e tira da rotação o servidor que não responde, e o resto continua."
	if r := level(t, balancer, "en", portuguese); r.Unfit != grade.OtherLanguage {
		t.Errorf("Portuguese is %q", r.Unfit)
	}
}
