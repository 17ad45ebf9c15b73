package sphinx

import (
	"container/list"
	"sync"
)

// maxVoices is how many voices are remembered: two a session, about 200 bytes
// each with their key.
const maxVoices = 4096

// voices remembers what was learnt of voices, so that a speaker's next segment
// is understood from its first word. The voice used longest ago is forgotten
// when there are too many; it is then learnt anew. Safe for concurrent use.
type voices struct {
	limit int

	mu    sync.Mutex
	byKey map[string]*list.Element
	order *list.List // of *voice, the one used last in front
}

type voice struct {
	key    string
	learnt cepstrum
}

func newVoices(limit int) *voices {
	return &voices{limit: limit, byKey: map[string]*list.Element{}, order: list.New()}
}

// recall returns what is known of a voice: nothing when it is new or has no key.
func (v *voices) recall(key string) cepstrum {
	v.mu.Lock()
	defer v.mu.Unlock()
	e, ok := v.byKey[key]
	if !ok {
		return cepstrum{}
	}
	v.order.MoveToFront(e)
	return e.Value.(*voice).learnt
}

// remember keeps what was learnt of a voice. Without a key it does nothing.
func (v *voices) remember(key string, c cepstrum) {
	if key == "" || !c.known() {
		return
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if e, ok := v.byKey[key]; ok {
		e.Value.(*voice).learnt = c
		v.order.MoveToFront(e)
		return
	}
	v.byKey[key] = v.order.PushFront(&voice{key: key, learnt: c})
	if v.order.Len() > v.limit {
		oldest := v.order.Back()
		delete(v.byKey, v.order.Remove(oldest).(*voice).key)
	}
}
