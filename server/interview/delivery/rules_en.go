package delivery

// english are the fillers of English. "Like", "well" and "kind of" mean
// something more often than not, so without commas round them their neighbours
// have to speak for a filler.
func english() []rule {
	const numbers = "two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty|sixty|" +
		"hundred|hundreds|thousand|thousands|half|1*|2*|3*|4*|5*|6*|7*|8*|9*"
	const quoted = ",|.|i|you|we|they|he|she|it|oh|okay|ok|yeah|no|well|what|why|how|can|this|that"
	return []rule{
		{say: "/u+h*m+h*|e+r+m+/", name: "um", cases: []string{always}},
		{say: "/u+h+|er|e+h+/", name: "uh", cases: []string{"- ~ huh", always}},
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
			"+ ,|. ~ ,",
			"- a|an|the|what|this|that|any|some|same|every|each|another|which|one|no|new|right|wrong|these|those|different|certain|other|best|only ~",
			"- ~ thing|things|stuff",
			always,
		}},
		{say: "basically", cases: []string{
			"- ~ the|a|an|identical|equal|unchanged|one|free|same", "- . ~ the", always,
		}},
		{say: "well", cases: []string{
			"- like , ~",
			"+ .|, ~ ,",
			"+ . ~ i|we|you|it|its|that|thats|there|they|um|uh|so|in|actually",
			"+ um|uh ~", "+ um|uh , ~",
		}},
		{say: "like", cases: []string{
			"+ ,|. ~ ,", "+ , ~ .",
			"- kind|sort of ~", "- its|is|was ~ , oh|well|okay",
			"+ ~ you know", "+ ~ , you know|um|uh", "+ ~ i mean", "+ ~ , i mean", "+ you know , ~", "+ i mean , ~",
			"- ~ i|we|you|they said|mentioned|told|did",
			// "And I was like, no": it says who spoke.
			"- i|he|she|we|they|you|everybody|everyone was|were|am|are ~ " + quoted,
			"- im|hes|shes|theyre|youre ~ " + quoted,
			"+ i|we|you|they|he|she ~ ,",
			"+ there is|was|were ~", "+ theres ~", "+ gave|give|gives|got|get me|him|her|us|them|you ~",
			"+ of|from|into|at|on|with|about|over|by|for|if|cause|because ~",
			"- the ~ .|,", "- this|that|it ~ a|an", "+ a|an|my|your|his|our|their|the|this|that ~",
			"+ had|have|has|got|are|is ~ this|that|these|those",
			"- ~ this|that|these|those|it|me|you|him|her|them|us|to",
			"- look|looks|looked|looking|sound|sounds|sounded|feel|feels|felt|feeling|seem|seems|seemed ~",
			"+ just|up|already|even ~ *ed",
			"+ am|im|was|were|is|are just ~ *able|*ed|*ing|so|really",
			"- something|anything|nothing|things|stuff|just|more|much|exactly|else|not|rather|also|really ~",
			"- i|we|they|who|users|people|would|id|wed|dont|didnt|did|do|does|might|may|will|ill ~",
			"+ to ~ " + numbers,
			"- to ~",
			"- is|was|were|its|are|be ~ a|an|the|when|if|how|in|having|what|any|every",
			"+ is|was|were|are|its|im|hes|shes|theyre|be|been|being|had|has|got|took|and|but|so|because|cause|then|um|uh|or|in|for|after|within|maybe|only|these|those ~",
			"+ that|of ~ ,",
			"+ . ~ i|we|you|they|he|she|thats|its|theres|if|when|how",
			"+ ~ really|totally|super|completely|literally|nobody|everyone|everybody|um|uh",
			"+ ~ " + numbers,
		}},
	}
}
