package speechtest

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Word is a word of a response. A negative Probability is left out, as OpenAI
// does; faster-whisper's servers give one.
type Word struct {
	Text        string
	Start, End  float64
	Probability float64
}

// Segment is a segment of a response.
type Segment struct {
	Text                                string
	Start, End                          float64
	NoSpeech, LogProb, CompressionRatio float64
}

// Response is what the emulator answers. With Text alone it answers as for
// clear speech: one segment over the whole sound, words spread evenly.
type Response struct {
	Text     string
	Language string // the name, such as "english"; that when empty
	Words    []Word
	Segments []Segment

	// Delay is added to the server's. Hang never answers.
	Delay time.Duration
	Hang  bool
	// Status other than 0 and 200 answers with an OpenAI error.
	Status int
	// Body, when not empty, is sent as it is, as ContentType (application/json
	// when empty): for rubbish.
	Body, ContentType string
	// Truncate ends the connection in the middle of the body.
	Truncate bool
}

func (r Response) write(w http.ResponseWriter, req Request) {
	if r.Status != 0 && r.Status != http.StatusOK && r.Body == "" {
		refuse(w, r.Status, "scripted failure")
		return
	}
	body, kind := []byte(r.Body), r.ContentType
	if kind == "" {
		kind = "application/json"
	}
	if r.Body == "" {
		body, kind = r.encode(req)
	}
	w.Header().Set("Content-Type", kind)
	if r.Status != 0 {
		w.WriteHeader(r.Status)
	}
	if r.Truncate {
		_, _ = w.Write(body[:len(body)/2])
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler) // cuts the connection
	}
	_, _ = w.Write(body) // a client that went away is its test's business
}

// encode writes the answer in the format that was asked for.
func (r Response) encode(req Request) (body []byte, kind string) {
	var v any = map[string]any{"text": r.Text}
	switch req.Format {
	case "text", "srt", "vtt":
		return []byte(r.Text + "\n"), "text/plain"
	case "verbose_json":
		v = r.verbose(req)
	}
	body, err := json.Marshal(v)
	if err != nil {
		return []byte(err.Error()), "text/plain"
	}
	return body, "application/json"
}

func (r Response) verbose(req Request) map[string]any {
	language := r.Language
	if language == "" {
		language = "english"
	}
	segments := r.Segments
	if segments == nil && r.Text != "" {
		segments = []Segment{{Text: r.Text, End: req.Seconds(), LogProb: -0.2, CompressionRatio: 1.2}}
	}
	words := r.Words
	if words == nil {
		fields := strings.Fields(r.Text)
		each := req.Seconds() / float64(max(1, len(fields)))
		for i, f := range fields {
			words = append(words, Word{
				Text: strings.Trim(f, ".,?!"), Probability: -1,
				Start: float64(i) * each, End: float64(i+1) * each,
			})
		}
	}
	v := map[string]any{"task": "transcribe", "language": language, "duration": req.Seconds(), "text": r.Text}
	if len(req.Granularities) == 0 || slices.Contains(req.Granularities, "segment") {
		list := []map[string]any{}
		for i, s := range segments {
			list = append(list, map[string]any{
				"id": i, "seek": 0, "start": s.Start, "end": s.End, "text": " " + s.Text, "tokens": []int{}, "temperature": 0,
				"avg_logprob": s.LogProb, "compression_ratio": s.CompressionRatio, "no_speech_prob": s.NoSpeech,
			})
		}
		v["segments"] = list
	}
	if slices.Contains(req.Granularities, "word") {
		list := []map[string]any{}
		for _, word := range words {
			m := map[string]any{"word": word.Text, "start": word.Start, "end": word.End}
			if word.Probability >= 0 {
				m["probability"] = word.Probability
			}
			list = append(list, m)
		}
		v["words"] = list
	}
	return v
}

func refuse(w http.ResponseWriter, status int, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{
		"error": map[string]any{"message": message, "type": "invalid_request_error", "param": nil, "code": nil},
	})
}
