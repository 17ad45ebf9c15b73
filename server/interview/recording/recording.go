// Package recording keeps answers of mock interviews that were recorded: their
// bytes arrive in parts, whichever process takes the next one, are decoded and
// transcribed by a job, and are gone a day later unless their owner keeps them.
//
//	Create ─► Write … Write ─► (all bytes) job ─► Process: decode, transcribe, measure ─► Done ─► ready
//	              │                                    │       recogniser away: again later
//	              └─► failed: no audio file            └─► failed: too long, no words ─► Done
//
// What was recorded is never guessed at: without a recogniser a recording waits,
// and after a day its owner is asked to answer again.
package recording

import (
	"time"

	"github.com/interviewai-pro/interviewai/server/interview/delivery"
	"github.com/interviewai-pro/interviewai/server/store"
)

// Status is how far a recording is.
type Status string

// The statuses.
const (
	// Uploading: bytes are missing.
	Uploading Status = "uploading"
	// Processing: all bytes are there and are being read, or wait for it.
	Processing Status = "processing"
	// Ready: it was transcribed, and Options.Done knows.
	Ready Status = "ready"
	// Failed: see Failure; nothing more will happen to it.
	Failed Status = "failed"
)

// Failure is why a recording could not be used, or why it waits.
type Failure struct {
	// Reason is a fault's, stable.
	Reason string `bson:"reason"`
	// Message for a person, in the interview's language.
	Message string `bson:"message"`
}

// Word is one recognised word.
type Word struct {
	Text string `bson:"text"`
	// Start and End count from the beginning of the recording.
	Start time.Duration `bson:"start"`
	End   time.Duration `bson:"end"`
	// Confidence is 0 to 1, or negative when the recogniser gives none.
	Confidence float64 `bson:"confidence"`
}

// Transcript is what was understood.
type Transcript struct {
	Text  string `bson:"text"`
	Words []Word `bson:"words"`
	// Language is an ISO 639-1 code; empty when unknown.
	Language string `bson:"language"`
	// Confidence is 0 to 1 over the whole text.
	Confidence float64 `bson:"confidence"`
	// Model names what recognised it.
	Model string `bson:"model"`
	// Degraded is true when the offline fallback was used.
	Degraded bool `bson:"degraded"`
	// Delivery is how it was said; nil where nothing measures.
	Delivery *delivery.Figures `bson:"delivery,omitempty"`
}

// Recording is one recorded answer.
type Recording struct {
	ID          string `bson:"_id"`
	UserID      string `bson:"userId"`
	InterviewID string `bson:"interviewId"`
	QuestionID  string `bson:"questionId"`
	// Asked is the interview's language, in which the answer is expected.
	Asked  string `bson:"asked"`
	Status Status `bson:"status"`
	// Size in bytes; 0 while it is not known.
	Size int64 `bson:"size"`
	// Received are the bytes that are kept already: where the next part begins.
	Received int64 `bson:"received"`
	// FileName as the sender had it; empty for none.
	FileName string `bson:"fileName"`
	// MimeType by content, not by the sender's word; empty until it is known.
	MimeType string `bson:"mimeType"`
	// Duration of the sound; 0 until it was decoded.
	Duration time.Duration `bson:"duration"`
	// Transcript is nil until there is one.
	Transcript *Transcript `bson:"transcript,omitempty"`
	// Keep is its owner's wish that the sound stays.
	Keep      bool      `bson:"keep"`
	CreatedAt time.Time `bson:"createdAt"`
	// ExpiresAt is when the sound is deleted; zero when it is kept or gone.
	ExpiresAt time.Time `bson:"expiresAt,omitempty"`
	// Failure is set when Status is Failed.
	Failure *Failure `bson:"failure,omitempty"`
	// Waiting says why it is still processing after an attempt.
	Waiting *Failure `bson:"waiting,omitempty"`

	// Parts are the kept bytes, in their order.
	Parts []Part `bson:"parts"`
	// Key of the parts: see seal.
	Key []byte `bson:"key"`
	// Try counts the jobs it had.
	Try int `bson:"try"`
	// NextTryAt is when a job is or was due: to read it, or to tell Options.Done that
	// it failed; zero when nothing is left to do.
	NextTryAt time.Time `bson:"nextTryAt,omitempty"`
	// RemoveAt is when a recording without sound and without transcript is
	// forgotten.
	RemoveAt time.Time `bson:"removeAt,omitempty"`
}

// Part is a blob with some of a recording's bytes.
type Part struct {
	Name string `bson:"name"`
	// Size in bytes, without what encryption adds.
	Size int64 `bson:"size"`
}

// HasAudio reports whether the whole sound can be heard at that time.
func (r *Recording) HasAudio(now time.Time) bool {
	return len(r.Parts) > 0 && r.Status != Uploading && (r.ExpiresAt.IsZero() || now.Before(r.ExpiresAt))
}

// Path is where a recording of an interview is served.
func Path(interviewID, id string) string {
	return "/api/v1/interviews/" + interviewID + "/recordings/" + id
}

// BlobPrefix begins the names of all recordings' blobs.
const BlobPrefix = "recordings/"

func folder(id string) string { return BlobPrefix + id + "/" }

// The indexes.
const (
	byInterview = "by_interview"
	byKeep      = "by_keep"
	byExpiry    = "by_expiry"
	byTry       = "by_try"
)

func collection() store.Definition[Recording] {
	return store.Define[Recording]("interview_recordings", store.Schema{
		Owner:  "userId",
		Expiry: store.Expiry{Field: "removeAt"},
		Indexes: []store.Index{
			{Name: byInterview, Fields: []string{"userId", "interviewId", "createdAt"}},
			{Name: byKeep, Fields: []string{"userId", "keep"}},
			{Name: byExpiry, Fields: []string{"expiresAt"}},
			{Name: byTry, Fields: []string{"nextTryAt"}},
		},
		Encrypted: []string{"transcript", "fileName", "parts", "key"},
		Hidden:    []string{"parts", "key", "try", "nextTryAt", "removeAt"},
	})
}
