package facts

import (
	"strings"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/cv/fold"
)

// signs are currencies' own, names what they are called, folded.
var (
	signs = map[rune]string{
		'$': "usd", '€': "eur", '£': "gbp", '¥': "jpy", '₽': "rub", '₸': "kzt", '₴': "uah", '₹': "inr", '₺': "try",
	}
	currencies = map[string]string{
		"usd": "usd", "dollar": "usd", "dollars": "usd", "dolares": "usd", "долларов": "usd", "eur": "eur", "euro": "eur", "euros": "eur",
		"евро": "eur", "gbp": "gbp", "rub": "rub", "rubles": "rub", "руб": "rub", "рублей": "rub", "som": "uzs", "uzs": "uzs",
		"tl": "try", "brl": "brl", "reais": "brl", "chf": "chf", "kzt": "kzt",
	}
)

// numbers finds the values of numbers, in digits and in letters, with their
// units.
func (x *lexicon) numbers(text string, all []token) {
	for i := range all {
		t := &all[i]
		digits := startsDigit(t.raw)
		var value string
		switch {
		case digits:
			value = valueOf(t.raw)
		case x.groups["num"][t.low] != "":
			value = x.groups["num"][t.low]
		case x.groups["vague"][t.low] != "":
			value = "~" + x.groups["vague"][t.low]
		default:
			continue
		}
		if !digits {
			t.number = value
			continue
		}
		before, behind := strings.TrimSpace(text[:t.start]), text[t.end:]
		last, _ := utf8.DecodeLastRuneInString(before)
		next, _ := utf8.DecodeRuneInString(strings.TrimSpace(behind))
		unit := signs[last]
		if unit == "" {
			unit = signs[next]
		}
		if next == '%' || last == '%' && (i == 0 || all[i-1].number == "") {
			unit = "%"
		}
		if strings.HasPrefix(behind, "+") {
			unit += "+"
		}
		for _, a := range fold.Apostrophes {
			if rest, ok := strings.CutPrefix(behind, string(a)); ok {
				t.ending = fold.Text(rest[:wordEnd(rest, 0)])
			}
		}
		// "2M", "3 млн", "20 percent", "5000 EUR": the words belong to the number.
		for n := i + 1; n < len(all) && n <= i+2; n++ {
			next := &all[n]
			gap := strings.Trim(next.gap, " \u00a0\u202f.+")
			if gap != "" || next.number != "" {
				break
			}
			if power, ok := x.groups["times"][next.low]; ok && (len(power) == 1) && (len(next.low) > 1 || next.gap == "") {
				value = value + "e" + power
				next.part = true
				continue
			}
			if name, ok := currencies[next.low]; ok {
				unit, next.part = name, true
			} else if x.is("percent", next.low) {
				unit = "%"
			}
			break
		}
		if i > 0 && x.is("percent", all[i-1].low) && strings.TrimSpace(t.gap) == "" {
			unit = "%" // yüzde 20
		}
		t.number = scale(value) + unit
	}
}

// valueOf makes ways alike of writing a number in digits: "1,200", "1.200" and "1
// 200" are one, "1.5" and "1,5" too.
func valueOf(raw string) string {
	raw = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "").Replace(raw)
	if parts := strings.FieldsFunc(raw, func(r rune) bool { return r == '.' || r == ',' }); len(parts) > 1 {
		last := parts[len(parts)-1]
		head := strings.Join(parts[:len(parts)-1], "")
		switch {
		case len(last) == 3 && len(parts[0]) <= 3 && parts[0] != "0":
			raw = head + last
		case len(parts) == 2:
			raw = head + "." + last
		default:
			raw = strings.Join(parts, ".") // a date or a version
		}
	}
	return raw
}

// scale writes a value with powers of ten out: "1.5e6" is 1500000.
func scale(value string) string {
	parts := strings.Split(value, "e")
	digits := parts[0]
	for _, p := range parts[1:] {
		whole, fraction, _ := strings.Cut(digits, ".")
		n := int(p[0] - '0')
		for len(fraction) < n {
			fraction += "0"
		}
		digits = whole + fraction[:n]
		if rest := strings.TrimRight(fraction[n:], "0"); rest != "" {
			digits += "." + rest
		}
	}
	return digits
}

// meaning is what a number or a name means by what stands beside it: "from",
// "over", or the other end of a range.
func (x *lexicon) meaning(all []token, i int) string {
	t := all[i]
	for _, class := range []string{"from", "to", "at"} {
		if t.ending != "" && x.is(class, t.ending) {
			return class
		}
	}
	if t.number != "" {
		if i > 0 && all[i-1].number != "" && joint(t.gap) != "" {
			return joint(t.gap) + all[i-1].number
		}
		if i+1 < len(all) && all[i+1].number != "" && joint(all[i+1].gap) != "" {
			return "before" + joint(all[i+1].gap)
		}
		if strings.HasSuffix(strings.TrimSpace(t.gap), "<") || strings.HasSuffix(strings.TrimSpace(t.gap), ">") || strings.HasSuffix(strings.TrimSpace(t.gap), "~") {
			return strings.TrimSpace(t.gap)
		}
	}
	if i == 0 || strings.ContainsAny(t.gap, ",;:()\n") {
		return ""
	}
	before := all[i-1].low
	two := ""
	if i > 1 {
		two = all[i-2].low + "_" + before
	}
	classes := []string{"about", "over", "under", "from", "to", "at"}
	if t.number == "" {
		classes = []string{"from", "to", "at"}
	}
	for _, class := range classes {
		if _, ok := x.groups[class][two]; ok {
			return class
		}
	}
	for _, class := range classes {
		if _, ok := x.groups[class][before]; ok && all[i-1].number == "" {
			return class
		}
	}
	return ""
}

// joint is what joins two numbers: a dash, a slash, a colon; empty where they are
// apart.
func joint(gap string) string {
	switch g := strings.TrimSpace(strings.Trim(gap, "%+")); g {
	case "-", "–", "—", "/", ":", "x", "×":
		return strings.NewReplacer("–", "-", "—", "-").Replace(g)
	}
	return ""
}
