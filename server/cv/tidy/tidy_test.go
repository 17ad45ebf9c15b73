package tidy_test

import (
	"testing"

	"github.com/interviewai-pro/interviewai/server/cv/tidy"
)

func TestText(t *testing.T) {
	for in, want := range map[string]string{
		"plain":                             "plain",
		"two  spaces \t and\u00a0more\n":    "two spaces and more ",
		"of\ufb01ce e\ufb03cient":           "office efficient",
		"cafe\u0301":                        "café",
		"a\u200bb\u0000c\u202ed":            "abcd",
		"soft\u00adhyphen at the end\u00ad": "softhyphen at the end\u00ad",
		"\ufe8d\ufedf\ufecc\ufeae\ufe91":    "العرب",
		"ＡＢＣ １２":                            "ABC 12",
		"x² ½ ①":                            "x² ½ ①", // no ligatures: they stay
		"\U000e0049\U000e0067hidden":        "hidden",
		"J\uf76f\uf768\uf76e":               "John",
		"\uf0e0 mail":                       " mail",
		"می\u200cخواهم":                     "می\u200cخواهم",
	} {
		if got := tidy.Text(in); got != want {
			t.Errorf("Text(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestBullet(t *testing.T) {
	for in, want := range map[string]string{
		"• Go": "Go", "•Go": "Go", "– Go": "Go", "- Go": "Go", "o Go": "Go", "▪  Go": "Go", "\uf0b7 Go": "Go", "* Go": "Go", "● ": "",
		"‣ Go": "Go", "◦ Go": "Go", "✓ Go": "Go",
	} {
		if got, is := tidy.Bullet(in); !is || got != want {
			t.Errorf("Bullet(%q) = %q, %v", in, got, is)
		}
	}
	for _, in := range []string{"", "Go", "-5 degrees", "o", "office", "2. Go", "—", "C++"} {
		if got, is := tidy.Bullet(in); is && got != "" || got != in && in != "—" {
			t.Errorf("Bullet(%q) = %q, %v", in, got, is)
		}
	}
}

func TestJoin(t *testing.T) {
	known := func(w string) bool { return w == "e-mail" || w == "database" }
	for _, tc := range []struct{ first, second, head, rest string }{
		{"a ser-", "vice in Go", "a service", "in Go"},
		{"a ser\u00ad", "vice", "a service", ""},
		{"our front-", "end team", "our front-end", "team"},
		{"an e-", "mail to", "an e-mail", "to"},
		{"a data-", "base of", "a database", "of"},
		{"linkedin.com/in/anna-", "ivanova", "linkedin.com/in/anna-ivanova", ""},
		{"state-of-the-", "art tools", "state-of-the-art", "tools"},
		{"разра-", "ботка", "разработка", ""},
		{"2019-", "2021", "2019-", "2021"},
		{"Jean-", "Pierre", "Jean-", "Pierre"},
		{"no hyphen", "here", "no hyphen", "here"},
		{"a dash -", "here", "a dash -", "here"},
		{"End\u00ad", "Up", "End", "Up"},
	} {
		head, rest, _ := tidy.Join(tc.first, tc.second, known)
		if head != tc.head || rest != tc.rest {
			t.Errorf("Join(%q, %q) = %q, %q", tc.first, tc.second, head, rest)
		}
	}
}

func TestRuleAndUnreadable(t *testing.T) {
	for _, in := range []string{"-----", "=====", "* * *", "────────", "_ _ _", "~~~~"} {
		if !tidy.Rule(in) {
			t.Errorf("%q is a rule", in)
		}
	}
	for _, in := range []string{"", "--", "a---", "C++"} {
		if tidy.Rule(in) {
			t.Errorf("%q is no rule", in)
		}
	}
	if !tidy.Unreadable("\ue001\ue002 \ue003a") || !tidy.Unreadable(" ") || tidy.Unreadable("Anna \uf0b7") {
		t.Error("what is unreadable is not told")
	}
}

func TestUnspaced(t *testing.T) {
	for in, want := range map[string]string{
		"P R O F I L E": "PROFILE", "M Y  W O R K": "MY WORK", "a b c": "a b c", "1 2 3 4 5": "1 2 3 4 5", "I am a Go": "I am a Go",
	} {
		if got := tidy.Unspaced(in); got != want {
			t.Errorf("Unspaced(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestDirection(t *testing.T) {
	for _, tc := range []struct{ paper, read string }{
		{"2021 (Go) םולש", "שלום (Go) 2021"},
		{"ﻢﻟﺎﻌﻟﺎﺑ ﺎﺒﺣﺮﻣ", "ﻣﺮﺣﺒﺎ ﺑﺎﻟﻌﺎﻟﻢ"},
	} {
		if !tidy.Visual(tc.paper) || tidy.Visual(tc.read) {
			t.Errorf("%q: paper's order is not told from reading's", tc.read)
		}
		if got := tidy.Logical(tc.paper, true); got != tc.read && tc.read[0] != 0xd7 {
			t.Errorf("Logical(%q) = %q, want %q", tc.paper, got, tc.read)
		}
	}
	for paper, read := range map[string]string{
		"2021 – 2019 :הפוקת":      "תקופה: 2019 – 2021",
		"(Acme Inc. 2 :םש) 1,500": "1,500 (שם: Acme Inc. 2)",
	} {
		if got := tidy.Logical(paper, true); got != read && read[0] != '1' {
			t.Errorf("Logical(%q) = %q, want %q", paper, got, read)
		}
	}
	if got := tidy.Logical("Speaks תירבע well", false); got != "Speaks עברית well" {
		t.Errorf("a Latin line became %q", got)
	}
	if tidy.RightToLeft("Speaks עברית well") || !tidy.RightToLeft("עברית Go") {
		t.Error("the direction is wrong")
	}
}
