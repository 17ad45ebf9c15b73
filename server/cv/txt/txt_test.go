package txt_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"

	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/refusal"
	"github.com/interviewai-pro/interviewai/server/cv/txt"
)

func encoded(t testing.TB, e encoding.Encoding, s string) []byte {
	t.Helper()
	b, err := e.NewEncoder().Bytes([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func utf16Bytes(s string, big, mark bool) []byte {
	units := utf16.Encode([]rune(s))
	if mark {
		units = append([]uint16{0xfeff}, units...)
	}
	var b []byte
	for _, u := range units {
		if big {
			b = append(b, byte(u>>8), byte(u))
		} else {
			b = append(b, byte(u), byte(u>>8))
		}
	}
	return b
}

func TestDecode(t *testing.T) {
	const (
		russian = "Иван Петров\nСтарший разработчик, ООО «Ромашка»\nОпыт: 5 лет, C++ и Go"
		koi     = "Иван Петров\nСтарший разработчик, ООО Ромашка\nОпыт: 5 лет, C++ и Go"
		turkish = "Ayşe Yılmaz\nKıdemli mühendis, İstanbul, Büyükçekmece ığüşöç"
		german  = "Jürgen Groß\nEntwickler für Zahlungen – fünf Jahre, Köln"
		french  = "Élodie Lefèvre, ingénieure à Genève, diplômée en 2015"
		english = "Anna, engineer – “Go”"
	)
	for _, tc := range []struct {
		story string
		file  []byte
		want  string
	}{
		{"UTF-8", []byte(russian), russian},
		{"UTF-8 with its mark", []byte("\xef\xbb\xbf" + russian), russian},
		{"UTF-16, little", utf16Bytes(russian, false, true), russian},
		{"UTF-16, big", utf16Bytes(russian, true, true), russian},
		{"UTF-16 without a mark", utf16Bytes(english, false, false), english},
		{"UTF-16, big, without a mark", utf16Bytes(english, true, false), english},
		{"windows-1251", encoded(t, charmap.Windows1251, russian), russian},
		{"windows-1251 in capitals", encoded(t, charmap.Windows1251, strings.ToUpper(russian)), strings.ToUpper(russian)},
		{"KOI8-R", encoded(t, charmap.KOI8R, koi), koi},
		{"KOI8-R in capitals", encoded(t, charmap.KOI8R, strings.ToUpper(koi)), strings.ToUpper(koi)},
		{"KOI8-R, a few words", encoded(t, charmap.KOI8R, "Юрий Фукс\nPHP, Go"), "Юрий Фукс\nPHP, Go"},
		{"windows-1251, a few words", encoded(t, charmap.Windows1251, "Юрий Фукс\nPHP, Go"), "Юрий Фукс\nPHP, Go"},
		{"windows-1254", encoded(t, charmap.Windows1254, turkish), turkish},
		{"windows-1252, German", encoded(t, charmap.Windows1252, german), german},
		{"windows-1252, French", encoded(t, charmap.Windows1252, french), french},
		{"windows-1252, quotes alone", encoded(t, charmap.Windows1252, english), english},
	} {
		got, ok := txt.Decode(tc.file)
		if !ok || got != tc.want {
			t.Errorf("%s: %q, %v", tc.story, got, ok)
		}
	}
}

func show(d *document.Document) string {
	var out strings.Builder
	for i, l := range d.Lines {
		if i > 0 && l.Block != d.Lines[i-1].Block && !l.Bullet {
			out.WriteString("\n")
		}
		if l.Heading > 0 {
			out.WriteString(strings.Repeat("#", l.Heading) + " ")
		}
		if l.Bullet {
			out.WriteString(strings.Repeat("  ", l.Level) + "• ")
		}
		out.WriteString(l.Text + "\n")
	}
	return out.String()
}

func TestRead(t *testing.T) {
	for _, tc := range []struct{ story, file, want string }{
		{"blocks, titles and rules", "Anna Ivanova\r\nBerlin\r\n\r\nEXPERIENCE\r\n==========\r\nAcme\t\t2019 - 2021\r\n\r\n--------\r\nEnd", "Anna Ivanova\nBerlin\n\n# EXPERIENCE\n\nAcme 2019 - 2021\n\nEnd\n"},
		{"lists", "Acme\n* Led a team\n  of five\n    - in Berlin\n* Wrote a ser-\n  vice\nBeta\n- One", "Acme\n• Led a team\nof five\n  • in Berlin\n• Wrote a service\n\nBeta\n• One\n"},
		{"an item goes on at the margin, up to an empty line", "- Cut the cost of each run by 40 % by\nmoving it all to\nsome Spark\n\nSenior Analyst\n- Built models of risk for banks\n\nin Berlin", "• Cut the cost of each run by 40 % by\nmoving it all to\nsome Spark\n\nSenior Analyst\n• Built models of risk for banks\n\nin Berlin\n"},
		{"markdown", "# Anna\n## Work\nC# and Go\n#hashtag", "# Anna\n\n## Work\n\nC# and Go\n#hashtag\n"},
		{"lines of old Macs", "a\rb\r\rc", "a\nb\n\nc\n"},
		{"a rule below running text is no title", "a\nb\n---\nc", "a\nb\n\nc\n"},
	} {
		d, err := txt.Read([]byte(tc.file))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tc.want, show(d)); diff != "" {
			t.Errorf("%s:\n%s", tc.story, diff)
		}
	}
}

func TestRefuses(t *testing.T) {
	for _, tc := range []struct {
		story string
		file  string
		want  error
	}{
		{"nothing", "", refusal.NoText},
		{"spaces", " \n\t\n", refusal.NoText},
		{"rules", "-----\n=====", refusal.NoText},
		{"zeros", "text\x00text", refusal.WrongType},
		{"controls", strings.Repeat("\x01\x02a", 10), refusal.WrongType},
		{"too many lines", strings.Repeat("a\n", 60_000), refusal.TooComplex},
		{"too much text", strings.Repeat("word ", 400_000), refusal.TooComplex},
		{"private letters", strings.Repeat("\ue001", 100), refusal.NoText},
	} {
		if d, err := txt.Read([]byte(tc.file)); !errors.Is(err, tc.want) {
			t.Errorf("%s: %v, error %v, want %v", tc.story, d, err, tc.want)
		}
	}
}

func FuzzTXT(f *testing.F) {
	f.Add([]byte("Anna\n----\n* a\n  - b\n\nc\td"))
	f.Add([]byte("\xff\xfea\x00b\x00"))
	f.Add([]byte("\xc8\xe2\xe0\xed -\n\xef"))
	f.Add([]byte("a\u00ad\nb- \n#  \n###### h"))
	f.Fuzz(func(t *testing.T, file []byte) {
		d, err := txt.Read(file)
		if err != nil {
			return
		}
		block := 0
		for _, l := range d.Lines {
			if l.Text == "" || strings.TrimSpace(l.Text) != l.Text || !utf8.ValidString(l.Text) || strings.Contains(l.Text, "  ") || l.Block < block || l.Level < 0 {
				t.Fatalf("line %+v", l)
			}
			block = l.Block
		}
	})
}

// TestGaps keeps where tabs and runs of spaces are.
func TestGaps(t *testing.T) {
	d, err := txt.Read([]byte("- Acme \t Leeds    2019 - 2021\nskills in ba-\nking    and sweets"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, l := range d.Lines {
		got = append(got, fmt.Sprint(l.Text, l.Gaps))
	}
	if diff := cmp.Diff([]string{"Acme Leeds 2019 - 2021[5 11]", "skills in baking[]", "and sweets[]"}, got); diff != "" {
		t.Error(diff)
	}
}

// A line of nothing but cells takes time by its length, not by its square.
func TestManyCells(t *testing.T) {
	began := time.Now()
	d, err := txt.Read([]byte("Anna Berg\n" + strings.Repeat("a\t", 400_000)))
	if err != nil {
		t.Fatal(err)
	}
	if n := len(d.Lines[1].Gaps); n != 400_000-1 {
		t.Errorf("%d gaps", n)
	}
	if took := time.Since(began); took > 30*time.Second {
		t.Errorf("took %v", took)
	}
}
