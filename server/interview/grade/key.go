package grade

import (
	"crypto/sha256"
	"io"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
)

// key is a question's content in one language: a question that was edited is
// another one.
type key [sha256.Size]byte

func keyOf(q *bank.Question, language string) key {
	t, lang := q.In(language)
	h := sha256.New()
	add := func(list ...string) {
		for _, s := range list {
			_, _ = io.WriteString(h, s) // a hash never fails
			_, _ = h.Write([]byte{0})
		}
		_, _ = h.Write([]byte{1})
	}
	add(q.ID, q.Type, lang, t.Question, t.Context, t.Sample)
	add(t.Hints...)
	for _, p := range t.Points {
		add(p.ID, p.Point)
		add(p.Says...)
	}
	var k key
	h.Sum(k[:0])
	return k
}
