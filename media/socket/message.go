package socket

import (
	"encoding/base64"
	"encoding/json"
	"fmt"

	interviewaiv1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
)

// Codes of error messages. The specification names the first; the others are in
// its style.
const (
	codeTranscription = "TRANSCRIPTION_FAILED"
	codeAnswer        = "ANSWER_FAILED"
	codeMessage       = "INVALID_MESSAGE"
	codeSession       = "WRONG_SESSION"
	codeState         = "STREAM_NOT_STARTED"
	codeEnded         = "STREAM_ENDED"
	codeBusy          = "UNAVAILABLE"
	codeRate          = "RATE_LIMITED"
	codeAudio         = "INVALID_AUDIO"
)

const (
	minRate, maxRate, defaultRate = 8000, 48000, 16000
	// maxChunk is the longest audio_chunk, in seconds.
	maxChunk = 2
	// maxMessage bounds a message in bytes: two seconds at 48 kHz in base64,
	// and the rest of the object. A larger one ends the socket.
	maxMessage = maxChunk*maxRate*2*4/3 + 4<<10
	// maxOpus bounds a binary message: the speaker and one packet.
	maxOpus     = 1 + 1500
	maxLanguage = 16
	maxSession  = 100
)

// fault is bad input, as the client is told of it.
type fault struct{ code, message string }

func (f *fault) Error() string { return f.code + ": " + f.message }

func invalid(format string, args ...any) *fault {
	return &fault{codeMessage, fmt.Sprintf(format, args...)}
}

// incoming is a text message of the client (specification §6.2). Speaker is
// ours: "interviewer" (the default) or "candidate".
type incoming struct {
	Type      string `json:"type"`
	SessionID string `json:"sessionId"`
	Speaker   string `json:"speaker"`
	Config    struct {
		SampleRate *float64 `json:"sampleRate"`
		Language   string   `json:"language"`
	} `json:"config"`
	Data      string   `json:"data"`
	Timestamp *float64 `json:"timestamp"`
}

// command is a checked message.
type command struct {
	kind      string // the message's type
	sessionID string
	speaker   interviewaiv1.Speaker
	named     bool // the message names its speaker
	rate      int
	pcm       []byte // little-endian 16-bit samples
}

// parse reads a text message. The fault names the field and its rule.
func parse(text []byte) (command, *fault) {
	var in incoming
	if err := json.Unmarshal(text, &in); err != nil {
		return command{}, invalid("not the JSON expected: %v", err)
	}
	c := command{kind: in.Type, sessionID: in.SessionID, named: in.Speaker != ""}
	switch in.Speaker {
	case "", "interviewer":
		c.speaker = interviewaiv1.Speaker_SPEAKER_INTERVIEWER
	case "candidate":
		c.speaker = interviewaiv1.Speaker_SPEAKER_CANDIDATE
	default:
		return command{}, invalid("speaker: must be \"interviewer\" or \"candidate\"")
	}
	if in.SessionID == "" || len(in.SessionID) > maxSession {
		return command{}, invalid("sessionId: must have 1 to %d characters", maxSession)
	}
	switch in.Type {
	case "start_stream":
		return c, c.start(in)
	case "audio_chunk":
		return c, c.chunk(in)
	case "end_stream":
		return c, nil
	default:
		return command{}, invalid("type: must be \"start_stream\", \"audio_chunk\" or \"end_stream\"")
	}
}

func (c *command) start(in incoming) *fault {
	c.rate = defaultRate
	if r := in.Config.SampleRate; r != nil {
		if *r < minRate || *r > maxRate || *r != float64(int(*r)) {
			return invalid("config.sampleRate: must be a whole number from %d to %d", minRate, maxRate)
		}
		c.rate = int(*r)
	}
	if len(in.Config.Language) > maxLanguage {
		return invalid("config.language: must have at most %d characters", maxLanguage)
	}
	return nil
}

func (c *command) chunk(in incoming) *fault {
	if t := in.Timestamp; t != nil && *t < 0 {
		return invalid("timestamp: must not be negative")
	}
	pcm, err := base64.StdEncoding.DecodeString(in.Data)
	switch {
	case err != nil:
		return invalid("data: must be base64 (RFC 4648 §4)")
	case len(pcm) == 0:
		return invalid("data: must not be empty")
	case len(pcm)%2 != 0:
		return invalid("data: must be 16-bit samples, an even number of bytes")
	}
	c.pcm = pcm
	return nil
}

// outgoing is a message to the client (specification §6.2).
type outgoing struct {
	Type      string `json:"type"`
	SessionID string `json:"sessionId,omitempty"`
	// transcription; speaker is ours
	Text       *string  `json:"text,omitempty"`
	IsFinal    *bool    `json:"isFinal,omitempty"`
	Confidence *float32 `json:"confidence,omitempty"`
	Speaker    string   `json:"speaker,omitempty"`
	// answer
	Answers        []answer `json:"answers,omitempty"`
	ProcessingTime *int64   `json:"processingTime,omitempty"`
	// error
	Code    string `json:"code,omitempty"`
	Message string `json:"message,omitempty"`
}

// answer is one variant.
type answer struct {
	Variant   string   `json:"variant"`
	Content   string   `json:"content"`
	KeyPoints []string `json:"keyPoints"`
}

func speakerName(s interviewaiv1.Speaker) string {
	if s == interviewaiv1.Speaker_SPEAKER_CANDIDATE {
		return "candidate"
	}
	return "interviewer"
}

// translate makes the specification's message of an event; most events have
// none.
func translate(e *interviewaiv1.LiveEvent) (outgoing, bool) {
	switch {
	case e.GetTranscript() != nil:
		t := e.GetTranscript()
		text, final, confidence := t.GetText(), t.GetFinal(), t.GetConfidence()
		return outgoing{
			Type: "transcription", SessionID: e.GetSessionId(), Text: &text, IsFinal: &final, Confidence: &confidence,
			Speaker: speakerName(t.GetSpeaker()),
		}, true
	case e.GetSuggestionCompleted() != nil:
		s := e.GetSuggestionCompleted()
		points := s.GetAnswer().GetKeyPoints()
		if points == nil {
			points = []string{}
		}
		took := s.GetTimings().GetLastToken().AsDuration() - s.GetTimings().GetEndOfSpeech().AsDuration()
		millis := max(0, took.Milliseconds())
		return outgoing{
			Type: "answer", SessionID: e.GetSessionId(), ProcessingTime: &millis,
			Answers: []answer{{Variant: s.GetAnswer().GetVariant(), Content: s.GetAnswer().GetContent(), KeyPoints: points}},
		}, true
	case e.GetError() != nil:
		code := codeAnswer
		if e.GetError().GetReason() == "transcription_unavailable" {
			code = codeTranscription
		}
		return outgoing{Type: "error", SessionID: e.GetSessionId(), Code: code, Message: e.GetError().GetMessage()}, true
	}
	return outgoing{}, false
}
