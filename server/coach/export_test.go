package coach

import (
	"runtime"

	"github.com/interviewai-pro/interviewai/server/store"
)

// RecordsOf lists a session's stored events, to prove that none are left.
func RecordsOf(sessionID string) store.Query {
	return store.Query{Index: recordsBySession, Equal: []any{sessionID}}
}

// AwaitOpinion waits until a draft's model verdict is there, if one is to come.
func AwaitOpinion(c *Conversation, draftID string, comes bool) {
	c.mu.Lock()
	d := c.drafts[draftID]
	c.mu.Unlock()
	for comes && len(d.opinion) == 0 {
		runtime.Gosched()
	}
}
