package phrase

import "strings"

// suffixes cuts endings off that stand one behind another, as in Turkic
// languages. It is rough: two forms of one word need to end up alike, and two
// words apart, no more.
type suffixes struct {
	// endings are cut off from the end, the longest first.
	endings []string
	// rounds is how many are cut off at most, least what must be left in letters.
	rounds, least int
}

// uzbek has the endings of nouns and verbs in Latin letters without
// apostrophes.
var uzbek = suffixes{
	endings: strings.Fields(`
		larimizning larimizni larimizga laringizni larining larimiz laringiz lariga larida laridan larini
		larning larni larga larda lardan
		ganligini ganimda ganimiz ganidan ganlari ganman ganmiz gandan ganda gani gan
		ishimiz ishning ishdan ishini ishlar ishni ishga ishda ishi ishim ish
		yapman yapmiz yapti aman amiz adigan adilar adi yman ymiz ydigan ydilar ydi
		dilar dingiz dik dim ding di
		imizning imizni imizga imizda imizdan ingiz imiz
		sining sidan siga sini sida si
		ining idan iga ini ida
		ning dan ni ga ka qa da
		lar lik dagi gina
		moqchi moq ganicha gach guncha sangiz sam sak sa
		ib ab im i m b sh`),
	rounds: 3, least: 3,
}

// turkishVerbs has the endings of verbs, without accents, that the Snowball
// algorithm, made for nouns, leaves.
var turkishVerbs = suffixes{
	endings: strings.Fields(`
		iyorduk uyorduk iyordum uyordum iyorlar uyorlar iyorum uyorum iyoruz uyoruz iyordu uyordu iyor uyor
		yorum yoruz yordu yor
		acagim ecegim acagiz ecegiz acak ecek
		diklarini diktan dikten digim dugum tigim tugum digimiz dugumuz tigimiz digin dugun digi dugu tigi tugu
		dim dum tim tum dik duk tik tuk dilar diler dular tilar tiler di du ti tu
		mistim mistik mistir misti mis mus
		arak erek madan meden maktan mekten makta mekte mak mek mayi meyi maya meye manin menin ma me
		arim erim irim urim ariz eriz iriz uruz ar er ir ur
		ince inca ip up an en`),
	rounds: 2, least: 3,
}

func (s suffixes) cut(word string) string {
	for range s.rounds {
		longest := ""
		for _, e := range s.endings {
			if len(e) > len(longest) && len(word)-len(e) >= s.least && strings.HasSuffix(word, e) {
				longest = e
			}
		}
		if longest == "" {
			break
		}
		word = strings.TrimSuffix(word, longest)
	}
	// k and g, q and gʻ change places before endings: kerak, keragi.
	if last := len(word) - 1; last >= s.least-1 && (word[last] == 'g' || word[last] == 'q') {
		word = word[:last] + "k"
	}
	return word
}
