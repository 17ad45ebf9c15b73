package delivery

// french are the fillers of French.
func french() []rule {
	return []rule{
		{say: "/e+u+h+|h+e+u+/", name: "euh", cases: []string{always}},
		{say: "/h+u+m+|h+m+|m{2,}/", name: "hum", cases: []string{always}},
		{say: "ben|beh", cases: []string{always}},
		{say: "bah", cases: []string{always}},
		{say: "hein", cases: []string{always}},
		{say: "du coup", cases: []string{"+ .|, ~", "+ ~ ,|.", "+ et|donc|mais|alors|euh|a|ai|est|ont|avons|avait|suis|que ~"}},
		{say: "genre", cases: []string{"+ ,|. ~ ,", "- ~ de", "+ , ~", "+ avait|a|est|était|cétait|cest|fait|et|mais|euh|pris|mis ~"}},
		{say: "quoi", cases: []string{"+ , ~ .|,"}},
		{say: "en fait", cases: []string{"+ . ~", "+ , ~ ,|.", "+ et|mais|donc|euh|parce|que ~"}},
		{say: "voilà", cases: []string{"+ , ~ .|,", "+ . ~ ,|.", "+ et|donc|euh ~ .|,"}},
		{say: "enfin", cases: []string{"+ ,|. ~ ,"}},
		{say: "bon", cases: []string{"+ ,|. ~ ,", "+ . ~ ben|bah|alors|euh"}},
		{say: "tu vois|sais", cases: []string{"+ ,|. ~ ,", "+ , ~ ."}},
		{say: "vous voyez|savez", cases: []string{"+ ,|. ~ ,", "+ , ~ ."}},
		{say: "disons", cases: []string{"+ ,|. ~ ,"}},
	}
}
