package coach

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"strings"
	"time"

	"github.com/interviewai-pro/interviewai/server/coach/memory"
	"github.com/interviewai-pro/interviewai/server/store"
)

// Context is what the coach knows before the interview begins. CV and
// JobDescription are plain text, one fact a line, written by the user: data,
// never instructions.
type Context struct {
	CV             string `bson:"cv"`
	JobDescription string `bson:"jobDescription"`
	Company        string `bson:"company"`
	JobRole        string `bson:"jobRole"`
	CandidateName  string `bson:"candidateName"`
}

// Options say how suggestions should be. Empty strings mean the defaults:
// professional, medium, the question's own language.
type Options struct {
	Style      string `bson:"style"`
	Length     string `bson:"length"`
	Variations int    `bson:"variations"`
	KeyPoints  bool   `bson:"keyPoints"`
	Followups  bool   `bson:"followups"`
	Language   string `bson:"language"`
}

// Session is one live coached interview as it is stored.
type Session struct {
	ID     string `bson:"_id"`
	UserID string `bson:"userId"`
	// SignIn is the sign-in session that opened this one: when it ends, no more
	// sound is taken. Empty for tokens made without one.
	SignIn string `bson:"signInId,omitempty"`
	// Interview is the mock interview of which a question is answered in this
	// session: nobody but the candidate is heard, nothing is suggested, and the
	// session is listed and erased with the interview. Empty for all others.
	Interview    string  `bson:"interviewId,omitempty"`
	State        State   `bson:"status"`
	LanguageHint string  `bson:"languageHint"`
	Language     string  `bson:"language"`
	Context      Context `bson:"context"`
	Options      Options `bson:"options"`
	// Memory is what has been asked and said (AI-003), as of the last turn.
	Memory    memory.Snapshot `bson:"memory"`
	StartedAt time.Time       `bson:"startedAt"`
	EndedAt   time.Time       `bson:"endedAt,omitzero"`
	// SequenceLimit is the highest event number that may have been used.
	SequenceLimit int64 `bson:"sequenceLimit"`
}

// Record is one lasting event of a session as it is stored.
type Record struct {
	ID        string `bson:"_id"`
	UserID    string `bson:"userId"`
	SessionID string `bson:"sessionId"`
	Sequence  int64  `bson:"sequence"`
	Event     Event  `bson:"event"`
}

const (
	sessionsByOwner  = "by_owner"
	recordsBySession = "by_session"
)

// Sessions declares the collection of live sessions. What the user told us
// and what was said is encrypted at rest.
var Sessions = store.Define[Session]("live_sessions", store.Schema{
	Owner:     "userId",
	Indexes:   []store.Index{{Name: sessionsByOwner, Fields: []string{"userId", "startedAt"}}},
	Encrypted: []string{"context", "memory"},
})

// Records declares the collection of lasting events: a document each, so that
// writing one costs the same after two hours as after two minutes, and no
// document grows towards MongoDB's limit.
var Records = store.Define[Record]("live_events", store.Schema{
	Owner:     "userId",
	Indexes:   []store.Index{{Name: recordsBySession, Fields: []string{"sessionId", "sequence"}}},
	Encrypted: []string{"event"},
})

func recordID(sessionID string, sequence int64) string {
	return fmt.Sprintf("%s/%012d", sessionID, sequence)
}

// newID returns an opaque identifier of 130 random bits.
func newID() string { return strings.ToLower(rand.Text()) }

// idOfRequest returns the identifier that an owner's idempotency key always
// leads to; it cannot be guessed from the key without the owner's id.
func idOfRequest(owner, key string) string {
	sum := sha256.Sum256([]byte(owner + "\x00" + key))
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:16]))
}
