package delivery

// english are the fillers of English. "Like", "well", "so" and "kind of" mean
// something more often than not, so without commas round them their neighbours
// have to speak for a filler.
func english() []rule {
	const numbers = "two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty|sixty|" +
		"hundred|hundreds|thousand|thousands|half|1*|2*|3*|4*|5*|6*|7*|8*|9*"
	return []rule{
		{say: "/u+h*m+h*|e+r+m+/", name: "um", cases: []string{always}},
		{say: "/u+h+|e+r+|e+h+/", name: "uh", cases: []string{"- ~ huh", always}},
		{say: "/h+m+|m{2,}/", name: "hmm", cases: []string{always}},
		{say: "you know", cases: []string{
			"- do|did|does|dont|didnt|if|as|let|when|once|how|what|because|that|since|unless|whether|before|until|people|things|everything|all ~",
			"+ ,|. ~ ,|.",
			"- ~ the|how|what|why|when|where|that|who|if|it|about|him|her|them|this|whether|my|your|our|their|better",
			always,
		}},
		{say: "i mean", cases: []string{
			"- what|which|how|as|if|say|by|that ~",
			"+ ~ ,",
			"+ ~ we|they|you|i|its|there|theres|like|um|uh|who|nobody|everyone|yeah|yes|no",
			"+ and|but|so|um|uh ~",
		}},
		{say: "kind|sort of", cases: []string{
			"- a|an|the|what|this|that|any|some|same|every|each|another|which|one|no|new|right|wrong|these|those|different|certain|other|best|only ~",
			"+ ,|. ~ ,",
			"+ is|was|were|are|be|been|its|im|hes|shes|theyre|were|just|felt|feels|i|we|you|they|he|she|it|got|really|and|but|that|um|uh|have|had ~",
		}},
		{say: "basically", cases: []string{
			"- ~ the|a|an|identical|equal|unchanged|one|free|same", "- . ~ the", always,
		}},
		{say: "well", cases: []string{
			"+ .|, ~ ,",
			"+ . ~ i|we|you|it|its|that|thats|there|they|um|uh|so|in|actually",
			"+ um|uh ~",
		}},
		{say: "so", cases: []string{"+ . ~ ,"}},
		{say: "like", cases: []string{
			"+ ,|. ~ ,",
			"+ ~ you know",
			"+ ~ i mean",
			"- ~ i|we|you|they said|mentioned|told|did",
			"- ~ this|that|these|those|it|me|you|him|her|them|us|to",
			"- look|looks|looked|looking|sound|sounds|sounded|feel|feels|felt|feeling|seem|seems|seemed ~",
			"- something|anything|nothing|things|stuff|just|more|much|exactly|else|not|rather|also|really ~",
			"- i|we|they|who|users|people|would|id|wed|dont|didnt|did|do|does|might|may|will|ill|to|the ~",
			"- is|was|were|its|are|be ~ a|an|the|when|if|how|in|having|what|any|every",
			"+ is|was|were|are|its|im|hes|shes|theyre|be|been|had|has|got|took|and|but|so|because|then|um|uh|or|in|for|after|within|maybe|only ~",
			"+ ~ really|totally|super|completely|literally|nobody|everyone|everybody|um|uh",
			"+ ~ " + numbers,
		}},
	}
}
