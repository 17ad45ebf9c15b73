package question

// rules are the words of one language. Phrases are lower case, without
// punctuation; a trailing "*" lets the last word go on ("расскаж*").
type rules struct {
	// unspaced languages are matched without word borders.
	unspaced bool
	// fillers are cut off the start of a clause ("okay", "so").
	fillers []string
	// openers begin a question even without a question mark.
	openers []string
	// inner mark a question wherever they stand (吗, "yoki yo'qmi").
	inner []string
	// enders mark a question as the last word (Turkish mi, Uzbek …mi).
	enders []string
	// requests ask for an answer without being questions; anywhere in a clause
	// that starts with them after fillers.
	requests []string
	// invites do the same wherever they stand ("i would like you to").
	invites []string
	// setups begin a case that the following question is about.
	setups []string
	// remarks make a clause no question, even with a question mark, when they
	// begin it.
	remarks []string
	// chatter makes a clause no question wherever it stands.
	chatter []string
	// whole clauses that are no questions although they look like it.
	whole []string
	// tags at the end of a clause about "you" make it a question.
	tags []string
	// you are the second person's words.
	you []string
	// matter are the candidate's things; "your" is part of them.
	matter []string
	// follow begin a follow-up.
	follow []string
	// refer are words that point back, and are nothing without what was before.
	refer []string
	// backward name an earlier part of the conversation.
	backward []string
	// dangling are last words after which more must come.
	dangling []string
	// behavioral, technical and cases sort questions.
	behavioral, technical, cases []string
}

// tables are the rules by language.
var tables = map[string]*rules{
	"en": &english, "ru": &russian, "uz": &uzbek, "es": &spanish, "de": &german,
	"fr": &french, "pt": &portuguese, "tr": &turkish, "zh": &chinese, "ar": &arabic,
}

// Languages are the codes of the languages that have rules of their own.
func Languages() []string {
	return []string{"en", "ru", "uz", "es", "de", "fr", "pt", "tr", "zh", "ar"}
}
