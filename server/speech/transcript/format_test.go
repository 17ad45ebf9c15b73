package transcript

import (
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/coach"
)

func spoken(text string, each time.Duration) []coach.Word {
	var words []coach.Word
	for i, w := range strings.Fields(text) {
		words = append(words, coach.Word{Text: w, Start: time.Duration(i) * each, End: time.Duration(i+1) * each, Confidence: 0.5})
	}
	return words
}

func TestRender(t *testing.T) {
	tr := coach.Transcript{
		Text: "Is a < b --> c & d?", Language: "en", Confidence: 0.5, Duration: 2 * time.Second,
		Passages: []coach.Passage{{Text: "Is a < b --> c & d?", Start: 3661*time.Second + 5*time.Millisecond, End: 3663 * time.Second, Confidence: 0.5}},
	}
	for format, want := range map[string]string{
		"text": "Is a < b --> c & d?\n",
		"srt":  "1\n01:01:01,005 --> 01:01:03,000\nIs a < b → c & d?\n\n",
		"vtt":  "WEBVTT\n\n01:01:01.005 --> 01:01:03.000\nIs a &lt; b --&gt; c &amp; d?\n\n",
		"json": `{"text":"Is a \u003c b --\u003e c \u0026 d?","language":"en","confidence":0.5,"duration":2,"segments":[{"id":0,"start":3661.005,"end":3663,"text":"Is a \u003c b --\u003e c \u0026 d?","confidence":0.5}]}`,
	} {
		if got, err := Render(tr, format); err != nil || got != want {
			t.Errorf("%s:\n got %s\nwant %s\n%v", format, got, want, err)
		}
	}
	if _, err := Render(tr, "pdf"); !errors.Is(err, ErrFormat) {
		t.Error(err)
	}
}

func TestSubtitlesFitTheScreen(t *testing.T) {
	long := strings.Repeat("How would you design a system for a million users and keep it running. ", 6)
	chinese := strings.Repeat("请介绍一下你自己", 20)
	for _, text := range []string{long, chinese, strings.Repeat("x", 200)} {
		tr := coach.Transcript{Passages: []coach.Passage{{Text: text, End: 30 * time.Second}}}
		last := time.Duration(0)
		for _, c := range cues(tr) {
			lines := strings.Split(c.text, "\n")
			if len(lines) > Lines || c.start < last || c.end <= c.start {
				t.Errorf("cue %v to %v has %d lines", c.start, c.end, len(lines))
			}
			for _, l := range lines {
				if utf8.RuneCountInString(l) > LineLength || l == "" {
					t.Errorf("line %q", l)
				}
			}
			last = c.end
		}
		if last != 30*time.Second {
			t.Errorf("the last cue ends at %v", last)
		}
	}
}

func TestPassages(t *testing.T) {
	words := spoken("Hello there. Tell me about yourself", 300*time.Millisecond)
	words[5].Start += time.Second
	words[5].End += time.Second
	var got []string
	for _, p := range Passages(words) {
		got = append(got, p.Text)
	}
	if strings.Join(got, "|") != "Hello there.|Tell me about|yourself" {
		t.Errorf("%q", got)
	}
	for _, p := range Passages(spoken(strings.Repeat("word ", 100), 200*time.Millisecond)) {
		if p.End-p.Start > longestShow || len(wrap(p.Text)) > Lines {
			t.Errorf("passage of %v: %q", p.End-p.Start, p.Text)
		}
	}
	if got := Passages(spoken("你 好 世界 。", time.Second)); len(got) != 1 || got[0].Text != "你好世界。" {
		t.Errorf("%+v", got)
	}
	if Passages(nil) != nil {
		t.Error("passages of nothing")
	}
}

func TestLanguage(t *testing.T) {
	for name, want := range map[string]string{
		"english": "en", "Uzbek": "uz", "pt-BR": "pt", "zh_CN": "zh", "RU": "ru", "arabic": "ar", "turkish": "tr",
		"": "", "klingon": "", "x": "", "e1": "", "german": "de", "french": "fr", "spanish": "es", "chinese": "zh",
	} {
		if got := Language(name); got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
}

func TestConfidence(t *testing.T) {
	words := []coach.Word{{Confidence: -1, End: time.Hour}, {Confidence: 1, End: 3 * time.Second}, {Confidence: 0, End: time.Second}}
	if got := Confidence(words); got != 0.75 {
		t.Errorf("%v", got)
	}
	if Confidence(words[:1]) != 0 {
		t.Error("confidence of unknown")
	}
}
