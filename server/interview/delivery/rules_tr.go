package delivery

// turkish are the fillers of Turkish. "Şey" is the word for a thing as well:
// what counts or describes it stands before it then.
func turkish() []rule {
	return []rule{
		{say: "/ı{2,}h*m*|ı+h+m*/", name: "ııı", cases: []string{always}},
		{say: "/e{2,}|e+h+m*/", name: "eee", cases: []string{always}},
		{say: "/h+m+|m{2,}/", name: "hmm", cases: []string{always}},
		{say: "şey", cases: []string{"+ ,|. ~ ,", "+ biz|ben|onlar|sen|sonra|ve|yani|ama|işte|ııı|eee ~"}},
		{say: "yani", cases: []string{"+ . ~", "+ , ~ .|,", "+ ~ .", "+ şey|işte|ama ~"}},
		{say: "hani", cases: []string{"- ~ nerede|nerde", "+ ,|. ~ ,", "+ ve|ama|yani|şey ~"}},
		{say: "işte", cases: []string{"+ ,|. ~ ,", "+ , ~ .", "+ yani|ve|ama|sonra|şey ~"}},
		{say: "falan", cases: []string{"- ~ filan|kişi|yer", "+ ~ ,|."}},
	}
}
