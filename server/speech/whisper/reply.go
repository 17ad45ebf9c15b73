package whisper

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/interviewai-pro/interviewai/server/coach"
	"github.com/interviewai-pro/interviewai/server/speech/guard"
	"github.com/interviewai-pro/interviewai/server/speech/transcript"
)

// errRubbish means that the provider answered, but not with a transcription.
var errRubbish = errors.New("the answer is no transcription")

// heard is a provider's answer before the guards.
type heard struct {
	text     string
	language string
	words    []coach.Word
	segments []guard.Segment
}

// verboseJSON is OpenAI's verbose_json; probability is an addition of
// faster-whisper's servers.
type verboseJSON struct {
	Text     *string          `json:"text"`
	Language string           `json:"language"`
	Words    []verboseWord    `json:"words"`
	Segments []verboseStretch `json:"segments"`
	Error    json.RawMessage  `json:"error"`
}

type verboseWord struct {
	Word        string   `json:"word"`
	Start       float64  `json:"start"`
	End         float64  `json:"end"`
	Probability *float64 `json:"probability"`
}

type verboseStretch struct {
	Text             string        `json:"text"`
	Start            float64       `json:"start"`
	End              float64       `json:"end"`
	AvgLogprob       float64       `json:"avg_logprob"`
	CompressionRatio float64       `json:"compression_ratio"`
	NoSpeechProb     float64       `json:"no_speech_prob"`
	Words            []verboseWord `json:"words"`
}

// parse reads an answer strictly: a missing text or a wrong type is rubbish,
// never an empty transcript. length is how long the sound was; times outside
// it are moved to its ends.
func parse(body []byte, length time.Duration) (heard, error) {
	var v verboseJSON
	if err := json.Unmarshal(body, &v); err != nil {
		return heard{}, fmt.Errorf("%w: %w", errRubbish, err)
	}
	if v.Text == nil || (len(v.Error) > 0 && string(v.Error) != "null") {
		return heard{}, fmt.Errorf("%w: it has no text", errRubbish)
	}
	h := heard{text: strings.TrimSpace(*v.Text), language: transcript.Language(v.Language)}
	words := v.Words
	for _, s := range v.Segments {
		from, to := times(s.Start, s.End, length)
		h.segments = append(h.segments, guard.Segment{
			Text: strings.TrimSpace(s.Text), Start: from, End: to,
			NoSpeech: s.NoSpeechProb, LogProb: s.AvgLogprob, Compression: s.CompressionRatio,
		})
		if len(v.Words) == 0 {
			words = append(words, s.Words...)
		}
	}
	for _, w := range words {
		text := strings.TrimSpace(w.Word)
		if text == "" {
			continue
		}
		from, to := times(w.Start, w.End, length)
		word := coach.Word{Text: text, Start: from, End: to, Confidence: -1}
		if w.Probability != nil {
			word.Confidence = min(max(*w.Probability, 0), 1)
		}
		h.words = append(h.words, word)
	}
	return h, nil
}

// times turns seconds into times within the sound, in order.
func times(start, end float64, length time.Duration) (from, to time.Duration) {
	clamp := func(seconds float64) time.Duration {
		return time.Duration(math.Round(min(max(seconds, 0), length.Seconds())*1000)) * time.Millisecond
	}
	from = clamp(start)
	return from, max(from, clamp(end))
}
