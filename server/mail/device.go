package mail

import "strings"

// mark is a part of a browser's name for itself and what people call it.
type mark struct{ part, name string }

// browsers in the order to look for them: most call themselves Chrome or Safari
// too (RFC 9110 §10.1.5 leaves them free to).
var browsers = []mark{
	{"Edg/", "Edge"},
	{"EdgA/", "Edge"},
	{"EdgiOS/", "Edge"},
	{"OPR/", "Opera"},
	{"YaBrowser/", "Yandex Browser"},
	{"SamsungBrowser/", "Samsung Internet"},
	{"FxiOS/", "Firefox"},
	{"Firefox/", "Firefox"},
	{"CriOS/", "Chrome"},
	{"Chrome/", "Chrome"},
	{"Safari/", "Safari"},
}

// systems, likewise: Android says Linux, an iPhone says Mac OS X.
var systems = []mark{
	{"Windows", "Windows"},
	{"Android", "Android"},
	{"iPhone", "iPhone"},
	{"iPad", "iPad"},
	{"CrOS", "ChromeOS"},
	{"Mac OS X", "macOS"},
	{"Linux", "Linux"},
}

// device is a User-Agent as its owner would say it: "Firefox, Linux". Anything
// that is not a browser we know is shown as it calls itself, if that is
// harmless: a stranger could send advertisements with our letters by failing to
// sign in under their name.
func device(agent string) string {
	if !strings.HasPrefix(agent, "Mozilla/") {
		return harmless(agent)
	}
	var found []string
	for _, list := range [][]mark{browsers, systems} {
		for _, m := range list {
			if strings.Contains(agent, m.part) {
				found = append(found, m.name)
				break
			}
		}
	}
	if len(found) == 0 {
		return harmless(agent)
	}
	return strings.Join(found, ", ")
}
