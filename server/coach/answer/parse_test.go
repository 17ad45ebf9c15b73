package answer

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// feed parses text in deltas of n bytes and returns what was shown, the parts,
// and the longest that was held back.
func feed(text string, n int) (string, parts) {
	p := newParser(8000)
	var shown strings.Builder
	for len(text) > 0 {
		k := min(n, len(text))
		shown.WriteString(p.Write(text[:k]))
		text = text[k:]
	}
	tail, out := p.Close()
	return shown.String() + tail, out
}

func TestParserShowsOnlyTheAnswer(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"plain", "Hello there.", "Hello there."},
		{"sections", "Hello.\n[[KEY_POINTS]]\n- a\n[[SOURCES]]\ncv:1", "Hello."},
		{"lower case marker", "Hello.\n[[key points]]\n- a", "Hello."},
		{"marker in the line", "Hello. [[CONFIDENCE]] 0.4", "Hello."},
		{"think", "<think>the user wants</think>Hello.", "Hello."},
		{"thinking in the middle", "Hello <thinking>secret [[STAR]] </thinking>you.", "Hello you."},
		{"think never closed", "Hello.<think>secret for ever", "Hello."},
		{"reasoning heading", "Reasoning: I should greet.\nAnd more.\n\nAnswer: Hello.", "Hello."},
		{"reasoning heading without answer", "Reasoning: I should greet.\n\nHello.\n[[STAR]]\nTask: x", "Hello."},
		{"bold reasoning", "**Reasoning:** well\n\n**Answer:** Hello.", "Hello."},
		{"brackets are text", "a[0][1] and [[not a marker]] and x<y", "a[0][1] and [[not a marker]] and x<y"},
		{"a reason in the text", "My reasoning: speed.", "My reasoning: speed."},
		{"code", "Use:\n```go\nif a < b { c[i]++ }\n```\nDone.", "Use:\n```go\nif a < b { c[i]++ }\n```\nDone."},
		{"cut marker", "Hello.\n[[KEY_PO", "Hello."},
		{"answer marker", "[[ANSWER]]\nHello.", "Hello."},
		{"other scripts", "Привет, 你好، مرحبا", "Привет, 你好، مرحبا"},
	} {
		for _, n := range []int{1, 2, 3, 7, 1000} {
			shown, out := feed(c.in, n)
			if out.content != c.want {
				t.Errorf("%s, %d bytes a delta: content %q, want %q", c.name, n, out.content, c.want)
			}
			if got := strings.TrimSpace(shown); got != c.want && !strings.HasPrefix(c.name, "reasoning heading without") {
				t.Errorf("%s, %d bytes a delta: shown %q, want %q", c.name, n, got, c.want)
			}
		}
	}
}

func TestParserIsNotLate(t *testing.T) {
	p := newParser(8000)
	for _, c := range []struct{ in, out string }{
		{"I", "I"}, {" led a", " led a"}, {" team [", " team "}, {"5]", "[5]"}, {" <", " "}, {"t", ""}, {"able>", "<table>"}, {"[[K", ""}, {"EY_POINTS]]x", ""},
	} {
		if got := p.Write(c.in); got != c.out {
			t.Fatalf("after %q: %q, want %q", c.in, got, c.out)
		}
	}
}

func TestStrayReasoningIsNotInTheContent(t *testing.T) {
	_, out := feed("I think I should greet.</think>Hello.", 5)
	if out.content != "Hello." {
		t.Errorf("content %q", out.content)
	}
}

func TestOutputIsBounded(t *testing.T) {
	p := newParser(50)
	shown := p.Write(strings.Repeat("слово ", 100))
	_, out := p.Close()
	if len(shown) > 50 || len(out.content) > 50 || !utf8.ValidString(shown) {
		t.Errorf("%d bytes shown, %d kept", len(shown), len(out.content))
	}
}

func TestCodeBlocks(t *testing.T) {
	got := codeBlocks("x\n```Go\na := 1\n```\ny\n```\nplain\n```\n```sql\nselect")
	want := []CodeBlock{{"go", "a := 1"}, {"", "plain"}, {"sql", "select"}}
	if len(got) != 3 || got[0] != want[0] || got[1] != want[1] || got[2] != want[2] {
		t.Errorf("%+v", got)
	}
}

func FuzzParser(f *testing.F) {
	for _, s := range []string{
		"Hello.\n[[KEY_POINTS]]\n- a", "<think>x</think>y", "Reasoning: a\n\nAnswer: b", "a</think>b[[STAR]]", "[[", "<thi", "Hi [[ANSWER]] x", "\xff\xd0",
	} {
		f.Add(s, 1)
		f.Add(s, 4)
	}
	f.Fuzz(func(t *testing.T, text string, n int) {
		if n < 1 || n > 1000 {
			n = 3
		}
		shown, out := feed(text, n)
		low := strings.ToLower(shown)
		for mark := range sectionMarks {
			if strings.Contains(low, mark) {
				t.Fatalf("%q leaked in %q", mark, shown)
			}
		}
		for _, tag := range reasoningTags {
			if strings.Contains(low, "<"+tag+">") {
				t.Fatalf("%q leaked in %q", tag, shown)
			}
		}
		if utf8.ValidString(text) && !utf8.ValidString(shown) {
			t.Fatalf("shown is not UTF-8: %q", shown)
		}
		if whole, one := feed(text, 1<<20); one.content != out.content && utf8.ValidString(text) {
			t.Fatalf("content depends on the deltas: %q and %q (shown %q)", out.content, one.content, whole)
		}
		finish(Request{CV: text, KeyPoints: true, Followups: true, Kind: "behavioral"}, out)
	})
}
