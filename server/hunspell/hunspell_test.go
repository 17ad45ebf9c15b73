package hunspell

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// installed are the dictionaries that tools/install.sh installs.
var installed = Open(Dir)

func TestDictionaries(t *testing.T) {
	if missing := installed.Missing(); len(missing) > 0 {
		t.Fatalf("no dictionaries of %v: tools/install.sh build installs them", missing)
	}
	for lang, words := range map[string][2]string{
		"en": {"developed managed team don't don’t Europe", "developped managment reciept adress"},
		"ru": {"разработал управление ещё командой", "разроботал упровление комманда"},
		"uz": {"китоб ишлаб kitob dasturchi loyihalarni o'quvchilar oʻquvchi o‘qituvchi yil bo'lib", "kitbo oʻqtuvchi"},
		"es": {"gestión desarrollé años niño", "gestion desarolle"},
		"de": {"Entwicklung Größe Projektleitung verantwortlich", "Entwiklung verantwortlch"},
		"fr": {"développement équipe créé aujourd'hui", "developpement equipe"},
		"pt": {"gestão desenvolvimento implantação", "gestao desenvolvimeto"},
		"tr": {"geliştirdim yazılım İstanbul projelerinin", "gelistirdim yazilim"},
	} {
		for i, list := range words {
			for _, word := range strings.Fields(list) {
				ok, available := installed.Check(lang, word)
				if !available || ok != (i == 0) {
					t.Errorf("%s: %s: right %v, available %v", lang, word, ok, available)
				}
			}
		}
	}
}

func TestSuggest(t *testing.T) {
	for _, c := range []struct{ lang, word, want string }{
		{"en", "developped", "developed"},
		{"en", "Managment", "Management"},
		{"en", "recieve", "receive"},
		{"ru", "комманда", "команда"},
		{"ru", "разроботка", "разработка"},
		{"es", "gestion", "gestión"},
		{"es", "tecnico", "técnico"},
		{"de", "Entwiklung", "Entwicklung"},
		{"de", "fuer", ""},
		{"fr", "developpement", "développement"},
		{"pt", "gestao", "gestão"},
		{"pt", "implantacao", "implantação"},
		{"tr", "yazilim", "yazılım"},
		{"uz", "dasturhci", "dasturchi"},
		{"xx", "word", ""},
		{"en", "two words", ""},
	} {
		got := installed.Suggest(c.lang, c.word)
		if len(got) > maxSuggestions || c.want != "" && (len(got) == 0 || got[0] != c.want) {
			t.Errorf("%s: %s: %v, want %s first", c.lang, c.word, got, c.want)
		}
		if again := installed.Suggest(c.lang, c.word); !slices.Equal(got, again) {
			t.Errorf("%s: %s: %v, then %v", c.lang, c.word, got, again)
		}
	}
}

func TestAccents(t *testing.T) {
	for _, c := range []struct{ lang, word, want string }{
		{"es", "gestion", "gestión"},
		{"pt", "implantacao", "implantação"},
		{"fr", "Experience", "Expérience"},
		{"tr", "yazilim", "yazılım"},
		{"es", "backend", ""},
		{"en", "wrod", ""},
		{"xx", "word", ""},
		{"es", "a b", ""},
	} {
		if got := installed.Accents(c.lang, c.word); got != c.want {
			t.Errorf("%s: %s: %q, want %q", c.lang, c.word, got, c.want)
		}
	}
}

func TestWhatIsNoWordIsNotLookedUp(t *testing.T) {
	for _, word := range []string{"", "k8s", "a b", "''", "a''b", "x\x00y", "\xff", strings.Repeat("a", 41), strings.Repeat("ж", 200), "word'ʼ", "C++", "a-b"} {
		if ok, available := installed.Check("en", word); ok || !available {
			t.Errorf("%q: right %v, available %v", word, ok, available)
		}
		if got := installed.Suggest("en", word); got != nil {
			t.Errorf("%q: suggestions %v", word, got)
		}
	}
}

func TestWordsAreBounded(t *testing.T) {
	if _, ok := plain(strings.Repeat("a", maxLetters)); !ok {
		t.Errorf("%d letters are too many", maxLetters)
	}
	if _, ok := plain(strings.Repeat("a", maxLetters+1)); ok {
		t.Errorf("%d letters are not too many", maxLetters+1)
	}
	if n := len(accented("fr", []rune(strings.Repeat("e", maxLetters)))); n > 2*maxAccents {
		t.Errorf("%d ways to set accents", n)
	}
}

func TestMissingDictionaries(t *testing.T) {
	d := Open(t.TempDir())
	defer d.Close()
	if ok, available := d.Check("en", "word"); ok || available {
		t.Errorf("right %v, available %v without a dictionary", ok, available)
	}
	if ok, available := d.Check("xx", "word"); ok || available {
		t.Errorf("right %v, available %v in no language", ok, available)
	}
	if d.Suggest("en", "wrod") != nil || d.Version("en") != "" || d.Version("xx") != "" || d.Available("en") {
		t.Error("something is said without a dictionary")
	}
	if !slices.Equal(d.Missing(), Languages()) {
		t.Errorf("missing are %v", d.Missing())
	}
}

// TestEncodings has dictionaries in the encodings of old ones.
func TestEncodings(t *testing.T) {
	for _, c := range []struct{ encoding, lang, file, bytes, word, wrong string }{
		{"KOI8-R", "ru", "ru_RU", "\xc4\xcf\xcd", "дом", "дым"},
		{"ISO8859-1", "es", "es_ES", "ni\xf1o", "niño", "nino"},
		{"ISO8859-9", "tr", "tr_TR", "\xfeir", "şir", "sir"},
	} {
		dir := t.TempDir()
		write(t, dir, c.file+".aff", "SET "+c.encoding+"\n")
		write(t, dir, c.file+".dic", "1\n"+c.bytes+"\n")
		d := Open(dir)
		if ok, available := d.Check(c.lang, c.word); !ok || !available {
			t.Errorf("%s: %s: right %v, available %v", c.encoding, c.word, ok, available)
		}
		for _, wrong := range []string{c.wrong, "漢字"} {
			if ok, _ := d.Check(c.lang, wrong); ok {
				t.Errorf("%s: %s is right", c.encoding, wrong)
			}
		}
		d.Close()
		if _, available := d.Check(c.lang, c.word); available {
			t.Errorf("%s: available after Close", c.encoding)
		}
	}
	dir := t.TempDir()
	write(t, dir, "en_US.aff", "SET NOSUCH\n")
	write(t, dir, "en_US.dic", "1\nword\n")
	if _, available := Open(dir).Check("en", "word"); available {
		t.Error("a dictionary in an unknown encoding is available")
	}
}

func TestVersionNamesTheContent(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "en_US.aff", "SET UTF-8\n")
	write(t, dir, "en_US.dic", "1\nword\n")
	first := Open(dir).Version("en")
	write(t, dir, "en_US.dic", "1\nworld\n")
	if second := Open(dir).Version("en"); len(first) != 8 || first == second {
		t.Errorf("versions %q and %q", first, second)
	}
}

func TestManyAtOnce(t *testing.T) {
	d := Open(Dir)
	defer d.Close()
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for n := range 200 {
				if ok, _ := d.Check("en", "team"); !ok {
					t.Error("team is not spelled rightly")
				}
				d.Check("en", fmt.Sprintf("team%c%c", 'a'+i, 'a'+n%26))
			}
		})
	}
	all.Wait()
}

// TestHostileWordsTakeNoTime asks for words that take apart in many ways.
func TestHostileWordsTakeNoTime(t *testing.T) {
	for _, lang := range Languages() {
		installed.Check(lang, "a")
		begun := time.Now()
		for _, word := range []string{strings.Repeat("ei", 20), strings.Repeat("a", 40), strings.Repeat("tag", 13), strings.Repeat("иш", 20), strings.Repeat("larni", 8)} {
			installed.Check(lang, word)
		}
		if took := time.Since(begun); took > 2*time.Second {
			t.Errorf("%s: %v for five words", lang, took)
		} else {
			t.Logf("%s: %v for five words", lang, took)
		}
	}
}

func write(t *testing.T, dir, name, content string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// BenchmarkLoad says how long each dictionary takes to load, and how much memory
// it has then.
func BenchmarkLoad(b *testing.B) {
	for _, lang := range Languages() {
		b.Run(lang, func(b *testing.B) {
			before := resident(b)
			var kept []*Dictionaries
			for b.Loop() {
				d := Open(Dir)
				d.Check(lang, "a")
				kept = append(kept, d)
			}
			b.ReportMetric(float64(resident(b)-before)/float64(len(kept))/1024, "MB")
			for _, d := range kept {
				d.Close()
			}
		})
	}
}

// resident is the process's memory in KB.
func resident(tb testing.TB) int {
	tb.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		tb.Fatal(err)
	}
	kb := 0
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			if _, err := fmt.Sscan(rest, &kb); err != nil {
				tb.Fatal(err)
			}
		}
	}
	return kb
}

func BenchmarkCheck(b *testing.B) {
	for b.Loop() {
		installed.Check("en", "developed")
	}
}

func BenchmarkSuggest(b *testing.B) {
	for lang, word := range map[string]string{"en": "developpedd", "de": "Projektleittunng", "tr": "gelistirilmezsinde", "uz": "dasturrchilarga", "ru": "разрроботаный", "fr": "developpementtt", "pt": "desenvolvimentoos"} {
		b.Run(lang, func(b *testing.B) {
			for b.Loop() {
				installed.Suggest(lang, word)
			}
		})
	}
}
