package delivery

// uzbek are the fillers of Uzbek. "O'sha" and "haligi" point at things more
// often than they fill: nothing but commas, or a subject before them, tells.
func uzbek() []rule {
	const pointed = "- ~ siz|sen|men|kungi|gap|masala|muammo|*gan|*dagi"
	const subject = "+ biz|men|u|ular|keyin|va|sen|siz|e-e ~"
	return []rule{
		{say: "/e{2,}|e+(-e+)+/", name: "e-e", cases: []string{always}},
		{say: "/a{2,}|a+(-a+)+/", name: "a-a", cases: []string{always}},
		{say: "/m{2,}|m+(-m+)+|h+m+/", name: "mm", cases: []string{always}},
		{say: "haligi", cases: []string{"+ ,|. ~ ,", pointed, subject}},
		{say: "anaqa|anaqangi", cases: []string{"+ ,|. ~ ,", pointed, subject}},
		{say: "anavi", cases: []string{"+ ,|. ~ ,"}},
		{say: "osha", name: "o'sha", cases: []string{"+ ,|. ~ ,"}},
		{say: "shunaqa", cases: []string{"+ , ~ ,|."}},
		{say: "xullas", cases: []string{"+ . ~", "+ , ~ ,|."}},
		{say: "demak", cases: []string{"+ . ~", "+ , ~ ,"}},
		{say: "yani", name: "ya'ni", cases: []string{"+ . ~", "+ , ~ ,|."}},
		{say: "nu", cases: []string{always}},
	}
}
