package transcript

import "strings"

// Language returns the ISO 639-1 code of a language given as a code ("en",
// "pt-BR", "zh_CN") or by its English name, as Whisper answers ("english").
// It is empty for what it does not know.
func Language(name string) string {
	name = strings.ToLower(strings.TrimSpace(name))
	if code, ok := names()[name]; ok {
		return code
	}
	code, _, _ := strings.Cut(strings.ReplaceAll(name, "_", "-"), "-")
	if len(code) == 2 && isLetter(code[0]) && isLetter(code[1]) {
		return code
	}
	return ""
}

func isLetter(b byte) bool { return b >= 'a' && b <= 'z' }

// names are the languages of Whisper's tokenizer by the names it answers with.
func names() map[string]string {
	return map[string]string{
		"english": "en", "chinese": "zh", "german": "de", "spanish": "es", "russian": "ru", "korean": "ko",
		"french": "fr", "japanese": "ja", "portuguese": "pt", "turkish": "tr", "polish": "pl", "catalan": "ca",
		"dutch": "nl", "arabic": "ar", "swedish": "sv", "italian": "it", "indonesian": "id", "hindi": "hi",
		"finnish": "fi", "vietnamese": "vi", "hebrew": "he", "ukrainian": "uk", "greek": "el", "malay": "ms",
		"czech": "cs", "romanian": "ro", "danish": "da", "hungarian": "hu", "tamil": "ta", "norwegian": "no",
		"thai": "th", "urdu": "ur", "croatian": "hr", "bulgarian": "bg", "lithuanian": "lt", "latin": "la",
		"maori": "mi", "malayalam": "ml", "welsh": "cy", "slovak": "sk", "telugu": "te", "persian": "fa",
		"latvian": "lv", "bengali": "bn", "serbian": "sr", "azerbaijani": "az", "slovenian": "sl", "kannada": "kn",
		"estonian": "et", "macedonian": "mk", "breton": "br", "basque": "eu", "icelandic": "is", "armenian": "hy",
		"nepali": "ne", "mongolian": "mn", "bosnian": "bs", "kazakh": "kk", "albanian": "sq", "swahili": "sw",
		"galician": "gl", "marathi": "mr", "punjabi": "pa", "sinhala": "si", "khmer": "km", "shona": "sn",
		"yoruba": "yo", "somali": "so", "afrikaans": "af", "occitan": "oc", "georgian": "ka", "belarusian": "be",
		"tajik": "tg", "sindhi": "sd", "gujarati": "gu", "amharic": "am", "yiddish": "yi", "lao": "lo",
		"uzbek": "uz", "faroese": "fo", "haitian creole": "ht", "pashto": "ps", "turkmen": "tk", "nynorsk": "nn",
		"maltese": "mt", "sanskrit": "sa", "luxembourgish": "lb", "myanmar": "my", "burmese": "my", "tibetan": "bo",
		"tagalog": "tl", "malagasy": "mg", "assamese": "as", "tatar": "tt", "lingala": "ln", "hausa": "ha",
		"bashkir": "ba", "javanese": "jv", "sundanese": "su", "castilian": "es", "flemish": "nl", "mandarin": "zh",
	}
}
