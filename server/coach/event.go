package coach

import (
	"time"

	"github.com/interviewai-pro/interviewai/server/coach/answer"
	"github.com/interviewai-pro/interviewai/server/coach/question"
)

// State is where a live session stands.
type State string

// The states of a live session.
const (
	// Waiting: created, no sound has come in yet.
	Waiting State = "waiting"
	// Active: sound is being received.
	Active State = "active"
	// Paused by the user: sound is dropped.
	Paused State = "paused"
	// Disconnected: the peer is lost; the session waits for it.
	Disconnected State = "disconnected"
	// Ended: nothing more will be added.
	Ended State = "ended"
)

// Event is one numbered event of a live session. Exactly one of the pointers
// is set. It is the domain's form of the contract's LiveEvent.
type Event struct {
	// Sequence grows within a session; it never repeats and never goes back.
	Sequence int64 `json:"n" bson:"sequence"`
	// At is when the event was written.
	At time.Time `json:"at" bson:"at"`

	State     *StateChanged        `json:"state,omitempty" bson:"state,omitempty"`
	Level     *AudioLevel          `json:"level,omitempty" bson:"level,omitempty"`
	Started   *SpeechMark          `json:"started,omitempty" bson:"started,omitempty"`
	Stopped   *SpeechMark          `json:"stopped,omitempty" bson:"stopped,omitempty"`
	Said      *Said                `json:"said,omitempty" bson:"said,omitempty"`
	Question  *QuestionDetected    `json:"question,omitempty" bson:"question,omitempty"`
	Ignored   *TurnIgnored         `json:"ignored,omitempty" bson:"ignored,omitempty"`
	Opened    *SuggestionStarted   `json:"opened,omitempty" bson:"opened,omitempty"`
	Delta     *SuggestionDelta     `json:"delta,omitempty" bson:"delta,omitempty"`
	Completed *SuggestionCompleted `json:"completed,omitempty" bson:"completed,omitempty"`
	Cancelled *SuggestionCancelled `json:"cancelled,omitempty" bson:"cancelled,omitempty"`
	Notice    *Notice              `json:"notice,omitempty" bson:"notice,omitempty"`
	Failure   *Failure             `json:"failure,omitempty" bson:"failure,omitempty"`
}

// Lasting reports whether the event belongs to the session's stored record.
// The others (levels, interim words, pieces of a suggestion) only matter while
// they are new.
func (e Event) Lasting() bool {
	switch {
	case e.Said != nil:
		return e.Said.Final
	case e.State != nil, e.Question != nil, e.Ignored != nil, e.Completed != nil, e.Cancelled != nil, e.Notice != nil, e.Failure != nil:
		return true
	default:
		return false
	}
}

// Ends reports whether nothing can follow this event.
func (e Event) Ends() bool { return e.State != nil && e.State.State == Ended }

// StateChanged says where the session stands now, and why.
type StateChanged struct {
	State  State  `json:"state" bson:"state"`
	Reason string `json:"reason,omitempty" bson:"reason,omitempty"`
}

// AudioLevel is the level and quality of one track. Levels are in dB relative
// to full scale, shares are 0 to 1.
type AudioLevel struct {
	Speaker  Speaker `json:"speaker" bson:"speaker"`
	Level    float32 `json:"level" bson:"level"`
	Clipping float32 `json:"clipping" bson:"clipping"`
	Noise    float32 `json:"noise" bson:"noise"`
	Loss     float32 `json:"loss" bson:"loss"`
	Quality  string  `json:"quality" bson:"quality"`
}

// SpeechMark is the start or the true end of speech on the session clock.
type SpeechMark struct {
	Speaker Speaker       `json:"speaker" bson:"speaker"`
	At      time.Duration `json:"at" bson:"at"`
}

// Said is an interim or final transcript of one utterance. Word times and
// Start and End are on the session clock. A final one with an empty text
// withdraws the utterance: it was an echo or held no words.
type Said struct {
	UtteranceID string        `json:"utterance" bson:"utteranceId"`
	Speaker     Speaker       `json:"speaker" bson:"speaker"`
	Text        string        `json:"text" bson:"text"`
	Final       bool          `json:"final" bson:"final"`
	Words       []Word        `json:"words,omitempty" bson:"words,omitempty"`
	Language    string        `json:"language,omitempty" bson:"language,omitempty"`
	Confidence  float64       `json:"confidence" bson:"confidence"`
	Start       time.Duration `json:"start" bson:"start"`
	End         time.Duration `json:"end" bson:"end"`
	Degraded    bool          `json:"degraded,omitempty" bson:"degraded,omitempty"`
	Model       string        `json:"model,omitempty" bson:"model,omitempty"`
}

// QuestionDetected names the questions of one turn.
type QuestionDetected struct {
	TurnID       string        `json:"turn" bson:"turnId"`
	UtteranceIDs []string      `json:"utterances,omitempty" bson:"utteranceIds,omitempty"`
	Questions    []string      `json:"questions" bson:"questions"`
	Kind         question.Kind `json:"kind" bson:"kind"`
	FollowUpOf   string        `json:"followUpOf,omitempty" bson:"followUpOf,omitempty"`
	Rule         string        `json:"rule,omitempty" bson:"rule,omitempty"`
}

// TurnIgnored says that a turn of the interviewer held nothing to answer.
type TurnIgnored struct {
	TurnID string `json:"turn" bson:"turnId"`
	Rule   string `json:"rule,omitempty" bson:"rule,omitempty"`
}

// SuggestionStarted opens a suggestion.
type SuggestionStarted struct {
	SuggestionID string `json:"suggestion" bson:"suggestionId"`
	TurnID       string `json:"turn" bson:"turnId"`
	Question     string `json:"question" bson:"question"`
	Variant      string `json:"variant" bson:"variant"`
	Model        string `json:"model,omitempty" bson:"model,omitempty"`
	Outline      bool   `json:"outline,omitempty" bson:"outline,omitempty"`
}

// SuggestionDelta is more text of an open suggestion.
type SuggestionDelta struct {
	SuggestionID string `json:"suggestion" bson:"suggestionId"`
	Text         string `json:"text" bson:"text"`
}

// Timings are moments on the session clock; zero means not measured.
type Timings struct {
	EndOfSpeech     time.Duration `json:"endOfSpeech,omitempty" bson:"endOfSpeech,omitempty"`
	TranscriptReady time.Duration `json:"transcriptReady,omitempty" bson:"transcriptReady,omitempty"`
	TurnCommitted   time.Duration `json:"turnCommitted,omitempty" bson:"turnCommitted,omitempty"`
	FirstToken      time.Duration `json:"firstToken,omitempty" bson:"firstToken,omitempty"`
	LastToken       time.Duration `json:"lastToken,omitempty" bson:"lastToken,omitempty"`
	Speculated      bool          `json:"speculated,omitempty" bson:"speculated,omitempty"`
}

// SuggestionCompleted closes a suggestion with all its parts.
type SuggestionCompleted struct {
	SuggestionID   string        `json:"suggestion" bson:"suggestionId"`
	TurnID         string        `json:"turn" bson:"turnId"`
	Answer         answer.Answer `json:"answer" bson:"answer"`
	Model          string        `json:"model,omitempty" bson:"model,omitempty"`
	Cached         bool          `json:"cached,omitempty" bson:"cached,omitempty"`
	TokensUsed     int           `json:"tokens,omitempty" bson:"tokensUsed,omitempty"`
	Timings        Timings       `json:"timings" bson:"timings"`
	Contradictions []string      `json:"contradictions,omitempty" bson:"contradictions,omitempty"`
	// Interrupted says that the model broke off: the answer is what came.
	Interrupted bool `json:"interrupted,omitempty" bson:"interrupted,omitempty"`
}

// SuggestionCancelled withdraws a suggestion. TurnID is the turn it was for.
type SuggestionCancelled struct {
	SuggestionID string `json:"suggestion" bson:"suggestionId"`
	TurnID       string `json:"turn" bson:"turnId"`
	Reason       string `json:"reason" bson:"reason"`
}

// Notice tells the user something that is not an error.
type Notice struct {
	Kind    string `json:"kind" bson:"kind"`
	Message string `json:"message" bson:"message"`
}

// Failure tells the user that something failed and what to do next.
type Failure struct {
	Reason  string `json:"reason" bson:"reason"`
	Message string `json:"message" bson:"message"`
	TurnID  string `json:"turn,omitempty" bson:"turnId,omitempty"`
}
