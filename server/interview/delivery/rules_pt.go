package delivery

// portuguese are the fillers of Portuguese.
func portuguese() []rule {
	return []rule{
		{say: "/[ãâ]+h+m*|h+ã+|e+h+m*|é{2,}|é+(-é+)+/", name: "ãh", cases: []string{always}},
		{say: "/h+u+m+|h+m+|m{2,}/", name: "hum", cases: []string{always}},
		{say: "é", cases: []string{"+ ,|. ~ ,"}},
		{say: "né", cases: []string{always}},
		{say: "tipo", cases: []string{
			"+ ,|. ~ ,", "- ~ de", "+ , ~",
			"+ foi|era|e|mas|aí|estava|levou|tinha|gente|eu|ele|ela|eles|nós ~",
		}},
		{say: "tipo assim", cases: []string{always}},
		{say: "então", cases: []string{"+ ,|. ~ ,"}},
		{say: "assim", cases: []string{"+ ,|. ~ ,"}},
		{say: "bom|bem", cases: []string{"+ ,|. ~ ,"}},
		{say: "sabe", cases: []string{"+ , ~ .|,"}},
		{say: "entende|entendeu", cases: []string{"+ , ~ .|,"}},
		{say: "quer dizer", cases: []string{"+ ,|. ~ ,"}},
		{say: "digamos assim", cases: []string{always}},
		{say: "digamos", cases: []string{"+ ,|. ~ ,"}},
	}
}
