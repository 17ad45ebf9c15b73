package memory

import (
	"regexp"
	"strings"
)

// The words by which facts are recognised, all languages together: a text of
// one language does not hit another one's words by accident often enough to
// matter, and candidates mix languages.
var (
	yearsForm = regexp.MustCompile(`(?:(\d{1,2})\s*\+?\s*[- ]?(?:years?|yrs|лет|года?|yil\w*|años?|jahren?|ans|anos?|yıl\w*|年|سنوات|سنة|عاما))|(?:(?:سنوات|سنة)\s+(\d{1,2}))`)
	agoForm   = regexp.MustCompile(`years? ago|years? old|лет назад|года? назад|yil oldin|hace \d+ años|vor \d+ jahren|il y a \d+ ans|há \d+ anos|yıl önce|年前|قبل \d+`)

	experienceWord = regexp.MustCompile(`experience|опыт|tajriba|experiencia|erfahrung|expérience|experiência|deneyim|tecrübe|经验|خبرة`)
	presentWord    = regexp.MustCompile(`(?i)^(present|now|today|current|currently|date|настоящее|наст|сейчас|hozir|hozirgacha|actualidad|presente|actual|heute|jetzt|aujourd|présent|atual|bugün|günümüz|halen|今|至今|现在|الآن|الحاضر)`)
	titleWord      = regexp.MustCompile(`(?i)\b(engineer|developer|manager|lead|architect|analyst|consultant|intern|director|head|officer|specialist|designer|administrator|scientist|programmer|entwickler|ingenieur|ingénieur|développeu\w+|ingenier\w|desarrollador\w?|desenvolvedor\w?|engenheir\w|mühendis\w*|geliştirici|muhandis\w*|dasturchi)\b|разработчик|инженер|менеджер|архитектор|工程师|开发|مهندس|مطور`)
	monthWord      = regexp.MustCompile(`(?i)^(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\.?\s*$`)
	headingParts   = regexp.MustCompile(`\s[-–—]\s|[,|•·(){}\[\]\t]`)

	placeForm = regexp.MustCompile(`(?:(?i:\b(?:at|bei|chez)\s+)|(?i:\bwork(?:ed|ing)\s+(?:for|with)\s+)|(?i:работал[аи]?\s+в\s+)|(?i:\btrabaj\S+\s+en\s+)|(?i:\btrabalh\S+\s+n[ao]\s+))(?:the\s+)?([\p{L}\d][\p{L}\d&.'-]*(?:\s+[\p{Lu}\d][\p{L}\d&.'-]*){0,3})`)
	notPlace  = map[string]bool{
		"the": true, "a": true, "an": true, "least": true, "most": true, "home": true, "work": true, "first": true,
		"all": true, "my": true, "that": true, "this": true, "scale": true, "some": true, "once": true, "any": true,
		"people": true, "them": true, "it": true, "us": true, "our": true, "night": true, "university": true,
		"different": true, "several": true, "many": true, "end": true, "present": true, "times": true, "one": true,
	}

	teamForms = []*regexp.Regexp{
		regexp.MustCompile(`\bteams? of (?:about |around |up to |over )?(\d{1,4})\b`),
		regexp.MustCompile(`\b(\d{1,4})[- ](?:person|people|engineer|developer|member|man)[- ]team`),
		regexp.MustCompile(`\b(?:led|lead|managed|manage|managing|leading|supervised|mentored) (?:about |around |over )?(\d{1,4}) (?:\w+ )?(?:engineers|developers|people|persons|reports|members)`),
		regexp.MustCompile(`команд\S* (?:из|в) (\d{1,4})`),
		regexp.MustCompile(`(\d{1,4}) (?:kishilik|kishidan iborat|nafar) \S*jamoa`),
		regexp.MustCompile(`(?:equipos?|équipe|equipe|time) de (\d{1,4})`),
		regexp.MustCompile(`team (?:von|mit|aus) (\d{1,4})|(\d{1,4})-köpfig`),
		regexp.MustCompile(`(\d{1,4}) kişilik (?:bir )?(?:ekip|takım)`),
		regexp.MustCompile(`(\d{1,4})\s*(?:个)?人的?团队`),
		regexp.MustCompile(`فريق (?:من|مكون من) (\d{1,4})`),
	}

	neverForms = []*regexp.Regexp{
		regexp.MustCompile(`\bnever (?:really |actually |even |ever )?(?:used|worked|touched|written|wrote|tried|done|coded|programmed|seen)\b`),
		regexp.MustCompile(`\b(?:no|not any|zero|without any) (?:\w+ )?experience (?:with|in|of)\b`),
		regexp.MustCompile(`\b(?:haven'?t|have not|havent) (?:really |ever |actually )?(?:used|worked with|touched|written|tried)\b`),
		regexp.MustCompile(`\b(?:not|never been) familiar with\b|\bdon'?t know (?:any )?\b`),
		regexp.MustCompile(`никогда не (?:использовал|работал|писал|пробовал)|нет опыта|не работал[аи]? с|не использовал`),
		regexp.MustCompile(`hech qachon|ishlatmagan|tajribam yo.q`),
		regexp.MustCompile(`nunca (?:he |usé|trabajé|utilicé)|no tengo experiencia`),
		regexp.MustCompile(`(?:noch )?nie (?:mit |benutzt|verwendet)|keine erfahrung`),
		regexp.MustCompile(`n'ai jamais|jamais (?:utilisé|travaillé)|pas d'expérience|aucune expérience`),
		regexp.MustCompile(`nunca (?:usei|trabalhei|utilizei)|não tenho experiência`),
		regexp.MustCompile(`hiç kullanmadım|hiç çalışmadım|deneyimim yok|tecrübem yok`),
		regexp.MustCompile(`从来?没有?(?:用|使用|接触)过?|没用过|没有.*经验`),
		regexp.MustCompile(`لم أستخدم|لم أعمل|ليس لدي خبرة`),
	}
)

// numberWords are the small numbers that speakers and recognisers write out.
var numberWords = map[string]string{
	"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
	"nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15",
	"sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19", "twenty": "20", "thirty": "30",
	"forty": "40", "fifty": "50", "sixty": "60", "seventy": "70", "eighty": "80", "ninety": "90",
	"два": "2", "две": "2", "двух": "2", "три": "3", "трёх": "3", "трех": "3", "четыре": "4", "четырёх": "4", "пять": "5",
	"пяти": "5", "шесть": "6", "шести": "6", "семь": "7", "семи": "7", "восемь": "8", "восьми": "8", "девять": "9",
	"десять": "10", "десяти": "10", "ikki": "2", "uch": "3", "to'rt": "4", "besh": "5", "olti": "6", "yetti": "7",
	"sakkiz": "8", "to'qqiz": "9", "o'n": "10", "dos": "2", "tres": "3", "cuatro": "4", "cinco": "5", "seis": "6",
	"siete": "7", "ocho": "8", "nueve": "9", "diez": "10", "zwei": "2", "drei": "3", "vier": "4", "fünf": "5",
	"sechs": "6", "sieben": "7", "acht": "8", "neun": "9", "zehn": "10", "deux": "2", "trois": "3", "quatre": "4",
	"cinq": "5", "sept": "7", "huit": "8", "neuf": "9", "dix": "10", "dois": "2", "duas": "2", "três": "3",
	"quatro": "4", "sete": "7", "oito": "8", "nove": "9", "dez": "10", "iki": "2", "üç": "3", "dört": "4",
	"beş": "5", "altı": "6", "yedi": "7", "sekiz": "8", "dokuz": "9", "ثلاث": "3", "ثلاثة": "3", "أربع": "4",
	"أربعة": "4", "خمس": "5", "خمسة": "5", "ست": "6", "سبع": "7", "ثماني": "8", "تسع": "9", "عشر": "10",
}

// hanDigits are the Chinese digits, which stand before 年 and 人 without a space.
var hanDigits = strings.NewReplacer("十五", "15", "十二", "12", "十", "10", "两", "2", "二", "2", "三", "3", "四", "4",
	"五", "5", "六", "6", "七", "7", "八", "8", "九", "9")

// digits writes number words of a lower-case text as digits.
func digits(low string) string {
	low = hanDigits.Replace(low)
	words := strings.Fields(low)
	for i, w := range words {
		core := strings.TrimRight(w, ",.:")
		if d, ok := numberWords[core]; ok {
			words[i] = d + w[len(core):]
		} else if head, rest, ok := strings.Cut(core, "-"); ok && numberWords[head] != "" {
			words[i] = numberWords[head] + "-" + rest
		}
	}
	return strings.Join(words, " ")
}
