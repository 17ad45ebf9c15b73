package delivery

// german are the fillers of German.
func german() []rule {
	return []rule{
		{say: "/ä+h+m*|ä+m+|e+h+m+/", name: "äh", cases: []string{always}},
		{say: "/ö+h+m*|ö+m+/", name: "öh", cases: []string{always}},
		{say: "/h+m+|m{2,}/", name: "hm", cases: []string{always}},
		{say: "halt", cases: []string{
			"+ , ~ ,",
			"- ~ .|,",
			"+ war|ist|sind|waren|hat|haben|hatte|hatten|wurde|wird|kann|muss|mussten|konnten|ich|wir|man|sie|er|es|das|ja|und|dann|so|eben|da|auch|einfach ~",
		}},
		{say: "also", cases: []string{"+ . ~ ,", "+ . ~ ich|wir|äh|ähm|es|das|bei|die|der|man|zuerst", "+ , ~ ,", "+ äh|ähm|ja|na ~"}},
		{say: "na ja", cases: []string{always}},
		{say: "naja", name: "na ja", cases: []string{always}},
		{say: "sozusagen", cases: []string{always}},
		{say: "quasi", cases: []string{always}},
		{say: "irgendwie", cases: []string{"+ , ~ ,|.", "+ und|so|halt|äh ~"}},
		{say: "sagen wir mal|so", cases: []string{always}},
		{say: "sag|sage ich mal", cases: []string{always}},
		{say: "ne|nä|gell", cases: []string{"+ , ~ .|,"}},
		{say: "weißt du", cases: []string{"- ~ , wie|was|ob|wo|warum|wer|wann|dass|welche*", "+ ,|. ~ ,"}},
		{say: "wissen sie", cases: []string{"- ~ , wie|was|ob|wo|warum|wer|wann|dass|welche*", "+ ,|. ~ ,"}},
	}
}
