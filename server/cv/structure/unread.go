package structure

import "fmt"

// names are the English names of the languages that are not read.
var names = map[string]string{
	"it": "Italian", "nl": "Dutch", "pl": "Polish", "uk": "Ukrainian", "be": "Belarusian", "kk": "Kazakh", "ky": "Kyrgyz", "tg": "Tajik",
	"az": "Azerbaijani", "ro": "Romanian", "cs": "Czech", "sk": "Slovak", "hu": "Hungarian", "sv": "Swedish", "no": "Norwegian",
	"da": "Danish", "fi": "Finnish", "id": "Indonesian", "vi": "Vietnamese", "ca": "Catalan", "hr": "Croatian", "el": "Greek",
	"ar": "Arabic", "he": "Hebrew", "hi": "Hindi", "ko": "Korean", "ja": "Japanese", "th": "Thai", "ka": "Georgian", "hy": "Armenian",
}

// Unread says for a person that CVs in a language (ISO 639-1) are not read yet,
// and what to do; it is empty for one that Reads is true of. An empty code is a
// text whose language cannot be told.
func Unread(language string) string {
	const read = "English, Russian, Uzbek, Spanish, German, French, Portuguese, Turkish or Chinese"
	switch name := names[language]; {
	case Reads(language):
		return ""
	case language == "":
		return "We cannot tell in which language this CV is written, so we do not score it. Write it in sentences, with titles over its parts, in " + read + "."
	case name == "":
		return "We do not read CVs in this language yet, so we do not score it. Upload the CV in " + read + "."
	default:
		return fmt.Sprintf("We do not read CVs in %s yet, so we do not score it. Upload the CV in %s.", name, read)
	}
}
