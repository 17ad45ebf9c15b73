package guard

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/coach"
)

func TestEmptyNeedsBothSigns(t *testing.T) {
	for _, tc := range []struct {
		noSpeech, logProb float64
		want              bool
	}{{0.61, -1, true}, {0.6, -1.5, false}, {0.95, -0.9, false}, {0, 0, false}} {
		if got := Empty(Segment{NoSpeech: tc.noSpeech, LogProb: tc.logProb}); got != tc.want {
			t.Errorf("no speech %v, log probability %v: %v", tc.noSpeech, tc.logProb, got)
		}
	}
}

func TestRepetitive(t *testing.T) {
	if !Repetitive(Segment{Text: strings.Repeat("I am going to the store. ", 20)}) {
		t.Error("a loop was not noticed by its text")
	}
	if !Repetitive(Segment{Text: "short", Compression: 2.5}) || Repetitive(Segment{Text: "short", Compression: 2.4}) {
		t.Error("the provider's own ratio is not used")
	}
	if Repetitive(Segment{Text: "What was the most difficult technical problem that you have solved in your last job?"}) {
		t.Error("a question was taken for a loop")
	}
}

func TestLoops(t *testing.T) {
	for _, tc := range []struct {
		text, want string
		all        bool
	}{
		{"you you you", "", true},
		{"Thank you. Thank you. Thank you. Thank you.", "", true},
		{"so the the the the answer", "so the answer", false},
		{"we use we use We use, Kafka", "we use Kafka", false},
		{"no no that is very very good", "no no that is very very good", false},
		{"", "", false},
		{"да да да я понял", "да я понял", false},
		{"- - - dashes", "- - - dashes", false},
	} {
		words := strings.Fields(tc.text)
		keep, all := Loops(words)
		var kept []string
		for i, w := range words {
			if keep[i] {
				kept = append(kept, w)
			}
		}
		if got := strings.Join(kept, " "); got != tc.want || all != tc.all {
			t.Errorf("%q became %q, all %v", tc.text, got, all)
		}
	}
}

func TestEcho(t *testing.T) {
	const prompt = "Kubernetes, PostgreSQL, Anna Smirnova, event sourcing."
	for text, want := range map[string]bool{
		"Kubernetes, PostgreSQL, Anna Smirnova, event sourcing.": true,
		"kubernetes postgresql Anna":                             true,
		"Kubernetes PostgreSQL Anna Smirnova event sourcing and": true,
		"Kubernetes": false,
		"Have you worked with Kubernetes and PostgreSQL?": false,
		"": false,
	} {
		if Echo(text, prompt) != want {
			t.Errorf("echo of %q: %v", text, !want)
		}
	}
	if !Echo("Terraform.", "terraform") || Echo("anything", "") {
		t.Error("prompts of one word and of none")
	}
}

func TestAnomalous(t *testing.T) {
	word := func(p float64, length time.Duration) coach.Word {
		return coach.Word{Text: "w", Confidence: p, End: length}
	}
	bad, good := word(0.1, 300*time.Millisecond), word(0.9, 300*time.Millisecond)
	for _, tc := range []struct {
		story string
		words []coach.Word
		want  bool
	}{
		{"three unlikely words", []coach.Word{bad, good, bad, bad}, true},
		{"two unlikely words", []coach.Word{bad, good, bad}, false},
		{"unlikely words after the eighth", append(slices.Repeat([]coach.Word{good}, 8), bad, bad, bad), false},
		{"a word of five seconds", []coach.Word{word(0.9, 5*time.Second)}, true},
		{"two words of no length", []coach.Word{word(0.9, 0), word(0.9, 0)}, true},
		{"no probabilities", slices.Repeat([]coach.Word{word(-1, 0)}, 8), false},
		{"none", nil, false},
	} {
		if got := Anomalous(tc.words); got != tc.want {
			t.Errorf("%s: %v", tc.story, got)
		}
	}
}

func TestStockInEveryLanguage(t *testing.T) {
	for language, text := range map[string]string{
		"en": "Thanks for watching!", "ru": "Продолжение следует...", "uz": "E'tiboringiz uchun rahmat.",
		"es": "¡Gracias por ver el video!", "de": "Vielen Dank.", "fr": "Merci d'avoir regardé cette vidéo !",
		"pt": "Obrigado por assistir.", "tr": "İzlediğiniz için teşekkür ederim.", "zh": "谢谢观看。", "ar": "شكرا للمشاهدة",
	} {
		if !Stock(text, language) || !Stock(text, "") {
			t.Errorf("%s: %q was not noticed", language, text)
		}
		if Stock(text+" something", language) {
			t.Errorf("%s: more than the phrase was taken for it", language)
		}
	}
	if Stock("Merci", "en") {
		t.Error("another language's phrase")
	}
}

func FuzzGuards(f *testing.F) {
	f.Add("you you you", "prompt")
	f.Add("Tell me about yourself.", "")
	f.Add("\xff\xfe — 谢谢 谢谢 谢谢", "谢谢")
	f.Fuzz(func(t *testing.T, text, prompt string) {
		words := strings.Fields(text)
		keep, all := Loops(words)
		if len(keep) != len(words) || all && slices.Contains(keep, true) {
			t.Errorf("loops in %q: %v, %v", text, keep, all)
		}
		Repetitive(Segment{Text: text})
		Stock(text, "")
		if Echo(text, "") {
			t.Errorf("%q echoes nothing", text)
		}
		Echo(text, prompt)
	})
}
