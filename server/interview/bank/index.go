package bank

import (
	"hash/fnv"
	"slices"
)

// Index is a bank made ready for Select. It does not change and serves any
// number of goroutines.
type Index struct {
	questions []Question
	entries   []entry
	// byID is a question's place.
	byID map[string]int
	// byType is the places of a type's questions.
	byType map[string][]int
	// categories, technologies and languages are numbered, so that selecting
	// compares numbers: with strings fifty thousand questions took 40 ms.
	categories   map[[2]string]int
	technologies map[string]int
	languages    map[string]int
	domains      map[string]int
	difficulties map[string]int
}

// entry is what selecting needs of a question: all in one cache line, because
// fifty thousand are looked at.
type entry struct {
	category, domain int32
	difficulty       int32
	// mask has a bit for each technology's number modulo 64: without a common bit
	// there is no common technology.
	mask         uint64
	technologies []int
	// languages has a bit for each.
	languages uint64
	hash      uint64
}

// NewIndex makes questions ready. They are kept, and not to be changed. Of two
// with the same id the latter counts.
func NewIndex(questions []Question) *Index {
	x := &Index{
		questions: questions, entries: make([]entry, len(questions)), byID: make(map[string]int, len(questions)), byType: map[string][]int{},
		categories: map[[2]string]int{}, technologies: map[string]int{}, languages: map[string]int{},
		domains: map[string]int{}, difficulties: map[string]int{},
	}
	for i, lang := range Languages() {
		x.languages[lang] = i
	}
	for i := range questions {
		q := &questions[i]
		x.byID[q.ID] = i
		x.byType[q.Type] = append(x.byType[q.Type], i)
		e := entry{
			category: int32(number(x.categories, [2]string{q.Domain, q.Category})), domain: int32(number(x.domains, q.Domain)),
			difficulty: int32(number(x.difficulties, q.Difficulty)),
		}
		for _, t := range q.Technologies {
			n := number(x.technologies, t)
			e.technologies = append(e.technologies, n)
			e.mask |= 1 << (n % 64)
		}
		for _, lang := range Languages() {
			if _, ok := q.Texts[lang]; ok {
				e.languages |= 1 << x.languages[lang]
			}
		}
		h := fnv.New64a()
		_, _ = h.Write([]byte(q.ID))
		e.hash = h.Sum64()
		x.entries[i] = e
	}
	return x
}

// Question finds one by its id.
func (x *Index) Question(id string) (*Question, bool) {
	i, ok := x.byID[id]
	if !ok {
		return nil, false
	}
	return &x.questions[i], true
}

// Questions are all, in the bank's order. They are not to be changed.
func (x *Index) Questions() []Question { return x.questions }

// number is a name's, the next free one if it has none.
func number[K comparable](numbers map[K]int, name K) int {
	n, ok := numbers[name]
	if !ok {
		n = len(numbers)
		numbers[name] = n
	}
	return n
}

// lookup is a name's number, or one that no question has.
func lookup(numbers map[string]int, name string) int32 {
	if n, ok := numbers[name]; ok {
		return int32(n)
	}
	return -1
}

// common counts the technologies of a question that are wanted.
func (e *entry) common(wanted []int, mask uint64) int {
	if e.mask&mask == 0 {
		return 0
	}
	n := 0
	for _, t := range e.technologies {
		if slices.Contains(wanted, t) {
			n++
		}
	}
	return n
}

// chance is the lot that a seed draws for a question: splitmix64 of both.
func (e *entry) chance(seed uint64) uint64 {
	x := e.hash + (seed+1)*0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
