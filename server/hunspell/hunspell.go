// Package hunspell asks Hunspell's dictionaries whether words are spelled
// rightly. The dictionaries are Debian's packages; one that is not installed is
// not available, and nothing is said about its language's words.
package hunspell

// #cgo pkg-config: hunspell
// #include <stdlib.h>
// #include <hunspell/hunspell.h>
import "C"

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
	"unsafe"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/unicode/norm"
)

// Dir is where Debian's packages put dictionaries.
const Dir = "/usr/share/hunspell"

// maxLetters of a word that is looked up: German compounds are that long;
// Hunspell takes long words apart in more ways than there is time for.
const maxLetters = 40

// files are the dictionaries' names without extension, by ISO 639-1.
var files = map[string]string{
	"de": "de_DE", "en": "en_US", "es": "es_ES", "fr": "fr_FR",
	"pt": "pt_BR", "ru": "ru_RU", "tr": "tr_TR", "uz": "uz_UZ",
}

// Languages are those that there may be dictionaries of, as ISO 639-1 codes.
func Languages() []string { return []string{"de", "en", "es", "fr", "pt", "ru", "tr", "uz"} }

// Dictionaries are those of a directory. Each is loaded when its first word is
// asked for, and once; all methods may be called at the same time.
type Dictionaries struct {
	dir  string
	each map[string]*dictionary
}

// dictionary is one of them.
type dictionary struct {
	// path is without extension.
	path    string
	load    sync.Once
	version func() string
	// mu guards handle: Hunspell works in buffers of the handle's own.
	mu     sync.Mutex
	handle *C.Hunhandle
	// encoder is nil for UTF-8.
	encoder *encoding.Encoder
}

// Open returns the dictionaries of a directory, of which none needs to be there.
func Open(dir string) *Dictionaries {
	d := &Dictionaries{dir: dir, each: map[string]*dictionary{}}
	for lang, name := range files {
		path := filepath.Join(dir, name)
		d.each[lang] = &dictionary{path: path, version: sync.OnceValue(func() string { return hash(path) })}
	}
	return d
}

// Missing returns the languages whose dictionaries are not installed.
func (d *Dictionaries) Missing() []string {
	var missing []string
	for _, lang := range Languages() {
		if !d.Available(lang) {
			missing = append(missing, lang)
		}
	}
	return missing
}

// Available reports whether a language's dictionary is installed.
func (d *Dictionaries) Available(lang string) bool {
	one := d.each[lang]
	return one != nil && one.installed()
}

// Check reports whether a word is spelled rightly, and whether there is a
// dictionary that can say so; without one, or for what is no word (digits, more
// than 40 letters), ok is false too. Words are letters with apostrophes inside.
func (d *Dictionaries) Check(lang, word string) (ok, available bool) {
	one := d.each[lang]
	if one == nil {
		return false, false
	}
	word, valid := plain(word)
	if !valid {
		return false, one.installed()
	}
	one.mu.Lock()
	defer one.mu.Unlock()
	if !one.ready() {
		return false, false
	}
	return one.knows(lang, word), true
}

// Close frees the dictionaries; none is available any more.
func (d *Dictionaries) Close() {
	for _, lang := range Languages() {
		one := d.each[lang]
		one.mu.Lock()
		one.load.Do(func() {})
		if one.handle != nil {
			C.Hunspell_destroy(one.handle)
			one.handle = nil
		}
		one.mu.Unlock()
	}
}

// Version names what a language's words are judged by: eight hexadecimal digits
// of the dictionary's content, empty without one.
func (d *Dictionaries) Version(lang string) string {
	if one := d.each[lang]; one != nil {
		return one.version()
	}
	return ""
}

func (o *dictionary) installed() bool {
	for _, ext := range []string{".aff", ".dic"} {
		if info, err := os.Stat(o.path + ext); err != nil || !info.Mode().IsRegular() {
			return false
		}
	}
	return true
}

// ready loads the dictionary; o.mu is held.
func (o *dictionary) ready() bool {
	o.load.Do(func() {
		if !o.installed() {
			return
		}
		aff, dic := C.CString(o.path+".aff"), C.CString(o.path+".dic")
		defer C.free(unsafe.Pointer(aff))
		defer C.free(unsafe.Pointer(dic))
		handle := C.Hunspell_create(aff, dic)
		name := C.GoString(C.Hunspell_get_dic_encoding(handle))
		if !strings.EqualFold(name, "UTF-8") {
			// Hunspell's names lack a hyphen: ISO8859-1.
			found, err := ianaindex.IANA.Encoding(strings.Replace(name, "ISO8859", "ISO-8859", 1))
			if err != nil || found == nil {
				C.Hunspell_destroy(handle)
				return
			}
			o.encoder = found.NewEncoder()
		}
		o.handle = handle
	})
	return o.handle != nil
}

// knows reports whether the dictionary has a word; o.mu is held.
func (o *dictionary) knows(lang, word string) bool {
	if lang == "uz" {
		return uzbek(word, o.has)
	}
	return o.has(word)
}

func (o *dictionary) has(word string) bool {
	if o.encoder != nil {
		// A letter that the encoding lacks is in no word of the dictionary.
		encoded, err := o.encoder.String(word)
		if err != nil {
			return false
		}
		word = encoded
	}
	var room [4*maxLetters + 1]byte
	if copy(room[:len(room)-1], word) < len(word) {
		return false
	}
	return C.Hunspell_spell(o.handle, (*C.char)(unsafe.Pointer(&room[0]))) != 0
}

// plain is a word as dictionaries spell it; false for what is none.
func plain(word string) (string, bool) {
	if word == "" || len(word) > 4*maxLetters || !utf8.ValidString(word) {
		return "", false
	}
	word = norm.NFC.String(apostrophes.Replace(word))
	letters, last := 0, '\''
	for _, r := range word {
		if !unicode.IsLetter(r) && (r != '\'' || last == '\'') {
			return "", false
		}
		letters++
		last = r
	}
	return word, letters <= maxLetters
}

var apostrophes = strings.NewReplacer("’", "'", "‘", "'", "ʻ", "'", "ʼ", "'", "`", "'", "´", "'")

// hash is of a dictionary's two files.
func hash(path string) string {
	sum := sha256.New()
	for _, ext := range []string{".aff", ".dic"} {
		if err := add(sum, path+ext); err != nil {
			return ""
		}
	}
	return hex.EncodeToString(sum.Sum(nil)[:4])
}

func add(to io.Writer, path string) error {
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("open dictionary: %w", err)
	}
	defer func() { _ = file.Close() }()
	_, err = io.Copy(to, file)
	return err
}

// Accents returns the word that a word is with other accents, the likeliest;
// empty when there is none. It is much faster than Suggest.
func (d *Dictionaries) Accents(lang, word string) string {
	word, valid := plain(word)
	if !valid || !d.Available(lang) {
		return ""
	}
	for _, candidate := range accented(lang, []rune(word)) {
		if candidate == word {
			continue
		}
		if ok, _ := d.Check(lang, candidate); ok {
			return candidate
		}
	}
	return ""
}

// Suggest returns up to five words that differ little from one that is spelled
// wrongly, the likeliest first: accents, two letters changed about, a letter
// doubled or not, then any other letter. Always the same for the same
// dictionary; Hunspell's own suggestions end when a time is over.
func (d *Dictionaries) Suggest(lang, word string) []string {
	word, valid := plain(word)
	if !valid || !d.Available(lang) {
		return nil
	}
	var found []string
	for _, candidate := range candidates(lang, word) {
		if candidate == word || slices.Contains(found, candidate) {
			continue
		}
		// The lock is not held for all of them: others check words meanwhile.
		if ok, _ := d.Check(lang, candidate); ok {
			if found = append(found, candidate); len(found) == maxSuggestions {
				break
			}
		}
	}
	return found
}
