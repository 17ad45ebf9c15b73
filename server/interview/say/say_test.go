package say_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
	"github.com/interviewai-pro/interviewai/server/interview/say"
)

// files are a catalogue in which every language says the same, but for changes.
func files(text string, changes map[string]string) fstest.MapFS {
	out := fstest.MapFS{}
	for _, lang := range bank.Languages() {
		out[lang+".yaml"] = &fstest.MapFile{Data: []byte(text)}
	}
	for lang, changed := range changes {
		out[lang+".yaml"] = &fstest.MapFile{Data: []byte(changed)}
	}
	return out
}

func TestIn(t *testing.T) {
	c, err := say.Load(files("made: You made {covered} of {all}.\nnone: Nothing.", map[string]string{
		"ru": "made: Раскрыто {covered} из {all}.\nnone: Ничего.",
	}))
	if err != nil {
		t.Fatal(err)
	}
	for want, got := range map[string]string{
		"Раскрыто 2 из 5.":     c.In("ru", "made", "covered", "2", "all", "5"),
		"You made {all} of 5.": c.In("xx", "made", "covered", "{all}", "all", "5"),
		"You made 2 of {all}.": c.In("en", "made", "covered", "2", "all"),
		"Ничего.":              c.In("ru", "none"),
		"forgotten":            c.In("en", "forgotten"),
		"made none":            strings.Join(c.Keys(), " "),
	} {
		if got != want {
			t.Errorf("%q instead of %q", got, want)
		}
	}
}

func TestLoadRefuses(t *testing.T) {
	missing := files("a: b", nil)
	delete(missing, "zh.yaml")
	for want, dir := range map[string]fstest.MapFS{
		"zh.yaml":      missing,
		"of de":        files("a: b", map[string]string{"de": "- a"}),
		`"a" is`:       files("a: b", map[string]string{"fr": "a: ''"}),
		"other blanks": files("a: 'b {c}'", map[string]string{"tr": "a: 'b {d}'"}),
		"not in":       files("a: b", map[string]string{"uz": "a: b\nc: d"}),
	} {
		if _, err := say.Load(dir); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v does not say %q", err, want)
		}
	}
}
