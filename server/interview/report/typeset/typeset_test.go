package typeset_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/interview/report/typeset"
)

func load(t *testing.T) *typeset.Set {
	t.Helper()
	set, err := typeset.Load()
	if err != nil {
		t.Fatal(err)
	}
	if err := typeset.CJK(); err != nil || !set.CJK() {
		t.Fatalf("tools/install.sh build installs the font for Chinese: %v", err)
	}
	return set
}

func plain(l typeset.Line) string {
	var out strings.Builder
	for _, r := range l.Runs {
		out.WriteString(r.Text)
	}
	return out.String()
}

// TestFonts gives each letter the first font that has it.
func TestFonts(t *testing.T) {
	t.Parallel()
	line := load(t).Lines("Go и 数据库 ₸✓ Ğoʻ", typeset.Style{Size: 10}, 500)[0]
	var got []string
	x := 0.0
	for _, r := range line.Runs {
		got = append(got, r.Face.Name+":"+r.Text)
		if r.X != x || r.Thick {
			t.Errorf("%q begins at %.1f and not at %.1f", r.Text, r.X, x)
		}
		x += r.Width
	}
	if want := "regular:Go и |cjk:数据库|regular: |signs:₸✓|regular: Ğoʻ"; strings.Join(got, "|") != want {
		t.Errorf("got %s, want %s", strings.Join(got, "|"), want)
	}
	if line.Width != x {
		t.Errorf("the line is %.1f wide, its runs %.1f", line.Width, x)
	}
	bold := load(t).Lines("Go 数", typeset.Style{Size: 10, Bold: true}, 500)[0].Runs
	if bold[0].Face.Name != "bold" || bold[0].Thick || !bold[1].Thick {
		t.Errorf("bold letters are %+v", bold)
	}
}

// TestWhereLinesEnd breaks between words and between Chinese letters, not before
// their full stops or behind an opening bracket, and inside a word that is too
// wide.
func TestWhereLinesEnd(t *testing.T) {
	t.Parallel()
	set := load(t)
	for text, want := range map[string]string{
		"one two three":         "one two|three",
		"a\n\nb":                "a||b",
		"一二三四五六七八":              "一二三四五|六七八",
		"一二三四五。六七":              "一二三四|五。六七",
		"一二三四（五六）七":             "一二三四|（五六）七",
		"一二 word 三四":            "一二 word|三四",
		"ab/cd/efgh/ijkl":       "ab/cd/efgh/|ijkl",
		strings.Repeat("m", 13): "mmmmmm|mmmmmm|m",
		"":                      "",
	} {
		var got []string
		for _, l := range set.Lines(text, typeset.Style{Size: 10}, 50.1) {
			if l.Width > 50.2 {
				t.Errorf("%q is %.1f wide", plain(l), l.Width)
			}
			got = append(got, plain(l))
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%q became %s, want %s", text, strings.Join(got, "|"), want)
		}
	}
	if got := set.Lines("WW", typeset.Style{Size: 100}, 3); len(got) != 2 {
		t.Errorf("letters wider than a line became %d lines", len(got))
	}
}

// TestLettersWithoutFont become question marks; pictures are left out.
func TestLettersWithoutFont(t *testing.T) {
	t.Parallel()
	set := load(t)
	if got := plain(set.Lines("שלום 🎉x 𠀀", typeset.Style{Size: 10}, 500)[0]); got != "???? x ?" {
		t.Errorf("got %q", got)
	}
	if got := plain(set.With(nil).Lines("李 a", typeset.Style{Size: 10}, 500)[0]); got != "? a" {
		t.Errorf("got %q without a font for Chinese", got)
	}
}

// TestFindTheFont takes the first file that there is, and says what is wrong with
// one that is none.
func TestFindTheFont(t *testing.T) {
	t.Parallel()
	none := filepath.Join(t.TempDir(), "none.ttf")
	if _, err := typeset.Find([]string{none}); !errors.Is(err, typeset.ErrNoCJK) {
		t.Errorf("without a file: %v", err)
	}
	broken := filepath.Join(t.TempDir(), "broken.ttf")
	if err := os.WriteFile(broken, []byte("no font"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := typeset.Find([]string{none, broken}); err == nil || errors.Is(err, typeset.ErrNoCJK) {
		t.Errorf("with a broken file: %v", err)
	}
	if _, err := typeset.Find([]string{t.TempDir()}); err == nil || errors.Is(err, typeset.ErrNoCJK) {
		t.Errorf("with a directory: %v", err)
	}
}
