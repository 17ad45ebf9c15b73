package coach

import "github.com/interviewai-pro/interviewai/server/store"

// RecordsOf lists a session's stored events, to prove that none are left.
func RecordsOf(sessionID string) store.Query {
	return store.Query{Index: recordsBySession, Equal: []any{sessionID}}
}
