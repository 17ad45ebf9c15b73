package grade

import (
	"math"
	"strings"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
	"github.com/interviewai-pro/interviewai/server/interview/bank/phrase"
)

// reference is a question in one language, made ready to grade answers to it.
type reference struct {
	id, kind string
	lang     string
	text     bank.Text
	// recalls: the question asks for a story, as behavioral ones do that do not ask
	// what the person would do.
	recalls bool
	points  []expected
	sample  *reading
	// sampleKeys, askedKeys are the words of the sample answer and of what the person
	// has before them: question, context, hints.
	sampleKeys, askedKeys map[string]bool
	// topic are all words of the question, its points and its sample.
	topic map[string]bool
	// known are those of some length.
	known []known
	// size is how much the topic's words weigh (the length of the vector).
	size float64
	// told are runs of words of what the person may have read: see runs.
	told map[string]bool
	// brief is what is enough, where that is little.
	brief *brief
}

// expected is a point that an answer is searched for.
type expected struct {
	says []accepted
	// loose are the says' words, each by all its synonyms.
	loose [][]string
	// weights are what the point's words tell of it.
	weights map[string]float64
	// own are the words of the point's text, in order, and whole what they tell of it
	// together.
	own   []string
	whole float64
	// others is how many words its accepted phrases have that its text has not.
	others int
	// shunned are words of what the point says not to do ("does not press for
	// overtime"): they tell of it beside a negation only.
	shunned map[string]bool
	// sentence is the sample's that makes the point.
	sentence string
}

// accepted is an accepted phrase; one that negates means it ("did not hide"), one
// that is shunned only names what not to do.
type accepted struct {
	phrase           phrase.Phrase
	negates, shunned bool
}

// What a word tells of a point, by where it stands: in accepted phrases, in the
// point's own text, in the sentence of the sample that makes it.
const (
	saysShare   = 1.0
	pointShare  = 0.8
	sampleShare = 0.5
	// askedShare is what is left of a word that the question has already, sharedShare
	// of one that other points have, too.
	askedShare  = 0.3
	sharedShare = 0.6
)

func asked(t bank.Text) string {
	return t.Question + "\n\n" + t.Context + "\n\n" + strings.Join(t.Hints, "\n\n")
}

// newReference makes a question ready. Phrases that cannot be compiled are left
// out: questions made from a CV come from a model.
func newReference(q *bank.Question, language string) *reference {
	text, lang := q.In(language)
	ref := &reference{id: q.ID, kind: q.Type, lang: lang, text: text, sample: read(lang, text.Sample)}
	ref.sampleKeys = ref.sample.keys()
	ref.askedKeys = scan(lang, asked(text)).keys()
	ref.recalls = q.Type == bank.Behavioral && recalls(lang, text.Question)
	ref.told = map[string]bool{}
	all := scan(lang, whole(text))
	ref.topic, ref.known = all.keys(), all.vocabulary()
	for _, key := range sorted(ref.topic) {
		ref.size += common(lang).weight(key) * common(lang).weight(key)
	}
	ref.size = math.Sqrt(max(ref.size, 1e-9))
	for _, s := range append([]string{text.Question, text.Context}, text.Hints...) {
		runs(scan(lang, s), ref.told)
	}
	for _, p := range text.Points {
		ref.points = append(ref.points, ref.expect(p))
		runs(scan(lang, p.Point), ref.told)
	}
	ref.share()
	ref.brief = ref.short()
	return ref
}

// recalls tells whether a question asks for what happened, and not for what one
// would do.
func recalls(lang, question string) bool {
	r := scan(lang, question)
	return len(r.tokens) > 0 && words(lang).recalled.in(r, 0, len(r.tokens)-1)
}

func (ref *reference) expect(p bank.Point) expected {
	e := expected{weights: map[string]float64{}, shunned: shunned(read(ref.lang, p.Point))}
	var made []piece
	said := map[string]bool{}
	for _, s := range p.Says {
		compiled, err := phrase.Compile(ref.lang, s)
		if err != nil {
			continue
		}
		way := scan(ref.lang, strings.ReplaceAll(s, "+", " "))
		ref.weigh(&e, way, saysShare)
		var keys []string
		for _, u := range way.units {
			keys = append(keys, u.key)
			said[u.key] = true
		}
		e.says = append(e.says, accepted{compiled, way.negates(), e.shuns(keys)})
		if len(keys) > 0 {
			e.loose = append(e.loose, keys)
		}
		for _, m := range ref.sample.doc.Matches(compiled) {
			made = append(made, ref.sample.pieces[ref.sample.pieceOf(m.First)])
		}
	}
	own := scan(ref.lang, p.Point)
	e.own = sorted(own.keys())
	for _, key := range e.own {
		delete(said, key)
	}
	e.others = len(said)
	ref.weigh(&e, own, pointShare)
	for _, m := range made {
		sentence := ref.sample.text[m.start:m.end]
		if e.sentence == "" {
			e.sentence = sentence
		}
		ref.weigh(&e, scan(ref.lang, sentence), sampleShare)
	}
	return e
}

// weigh adds a text's words to those that tell of a point.
func (ref *reference) weigh(e *expected, r *reading, share float64) {
	b := common(ref.lang)
	for _, u := range r.units {
		w := b.weight(u.key) * share
		if ref.askedKeys[u.key] {
			w *= askedShare
		}
		e.weights[u.key] = max(e.weights[u.key], w)
	}
}

// minWhole keeps a point of nothing but common words from being told by any.
const minWhole = 0.01

// share takes from words that more than one point has, and adds up what is left.
func (ref *reference) share() {
	points := map[string]int{}
	for _, e := range ref.points {
		for key := range e.weights {
			points[key]++
		}
	}
	for i, e := range ref.points {
		for key := range e.weights {
			for range points[key] - 1 {
				e.weights[key] *= sharedShare
			}
		}
		ref.points[i].whole = minWhole
		for _, key := range e.own {
			ref.points[i].whole += e.weights[key]
		}
	}
}
