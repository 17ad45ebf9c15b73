package delivery

// spanish are the fillers of Spanish.
func spanish() []rule {
	return []rule{
		{say: "/e+h+m*|e+m+/", name: "eh", cases: []string{always}},
		{say: "/m{2,}|h+m+/", name: "mmm", cases: []string{always}},
		{say: "este", cases: []string{"+ ,|. ~ ,", "+ y|pues|bueno|eh|pero ~ *amos|*emos|*imos|creo|no|yo|la|el|los|las|un|una|me|se"}},
		{say: "o sea", cases: []string{"+ ,|. ~ ,", "+ . ~", "+ , ~ .", "+ y|pero|eh ~"}},
		{say: "pues", cases: []string{"+ . ~", "+ , ~ ,", "+ y|pero|eh|bueno ~"}},
		{say: "digamos", cases: []string{"+ ,|. ~ ,", "+ , ~ ."}},
		{say: "bueno", cases: []string{"+ ,|. ~ ,", "+ . ~ pues|eh|yo|este"}},
		{say: "sabes|sabe", cases: []string{"+ , ~ .|,"}},
		{say: "a ver", cases: []string{"+ ,|. ~ ,", "+ bueno|pues|eh ~"}},
		{say: "en plan", cases: []string{"- un|el|al|del ~", "+ , ~", "+ y|era|fue|estaba|todo|así ~"}},
		{say: "tipo", cases: []string{"+ , ~ ,"}},
		{say: "entiendes|verdad", name: "¿verdad?", cases: []string{"+ , ~ ."}},
	}
}
