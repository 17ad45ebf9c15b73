package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/interview/recording"
)

// recordingView is a recording as its owner sees it.
type recordingView struct {
	RecordingID string           `json:"recordingId"`
	SessionID   string           `json:"sessionId"`
	QuestionID  string           `json:"questionId"`
	Status      recording.Status `json:"status"`
	// Size in bytes; null while it is not known.
	Size     *int64 `json:"size"`
	Received int64  `json:"received"`
	FileName string `json:"fileName"`
	MimeType string `json:"mimeType"`
	// Duration in seconds; 0 until the recording was read.
	Duration float64 `json:"duration"`
	Keep     bool    `json:"keep"`
	// AudioURL is empty when there is nothing to be heard.
	AudioURL  string    `json:"audioUrl"`
	CreatedAt time.Time `json:"createdAt"`
	// ExpiresAt is null when the sound is kept, or gone.
	ExpiresAt  *time.Time        `json:"expiresAt"`
	Transcript string            `json:"transcript"`
	Language   string            `json:"language"`
	Confidence float64           `json:"confidence"`
	Degraded   bool              `json:"degraded"`
	Words      []recordingWord   `json:"words"`
	Failure    *recordingFailure `json:"failure"`
	// Waiting says why it is still processing; null when nothing is in the way.
	Waiting *recordingFailure `json:"waiting"`
}

// recordingWord has times in seconds.
type recordingWord struct {
	Word       string  `json:"word"`
	Start      float64 `json:"start"`
	End        float64 `json:"end"`
	Confidence float64 `json:"confidence"`
}

type recordingFailure struct {
	Reason  string `json:"reason"`
	Message string `json:"message"`
}

func viewOf(r recording.Recording) recordingView {
	v := recordingView{
		RecordingID: r.ID, SessionID: r.InterviewID, QuestionID: r.QuestionID, Status: r.Status, Received: r.Received,
		FileName: r.FileName, MimeType: r.MimeType, Duration: r.Duration.Seconds(), Keep: r.Keep, CreatedAt: r.CreatedAt,
		Words: []recordingWord{}, Failure: failureOf(r.Failure), Waiting: failureOf(r.Waiting),
	}
	if r.Size > 0 {
		v.Size = &r.Size
	}
	if !r.ExpiresAt.IsZero() && (len(r.Parts) > 0 || r.Status == recording.Uploading) {
		v.ExpiresAt = &r.ExpiresAt
	}
	if len(r.Parts) > 0 && r.Status != recording.Uploading {
		v.AudioURL = recording.Path(r.InterviewID, r.ID) + "/audio"
	}
	if t := r.Transcript; t != nil {
		v.Transcript, v.Language, v.Confidence, v.Degraded = t.Text, t.Language, t.Confidence, t.Degraded
		for _, w := range t.Words {
			v.Words = append(v.Words, recordingWord{w.Text, w.Start.Seconds(), w.End.Seconds(), w.Confidence})
		}
	}
	return v
}

func failureOf(f *recording.Failure) *recordingFailure {
	if f == nil {
		return nil
	}
	return &recordingFailure{f.Reason, f.Message}
}

// keep changes whether a recording's sound stays: {"keep": true}.
func (s *recordings) keep(w http.ResponseWriter, r *http.Request, who account.UserID) {
	var wish struct {
		Keep *bool `json:"keep"`
	}
	limitBody(w, r, maxField)
	if err := json.NewDecoder(r.Body).Decode(&wish); err != nil || wish.Keep == nil {
		message := `Say whether the recording is kept: {"keep": true}.`
		writeProblem(w, r, http.StatusBadRequest, problem{
			Reason: "invalid_argument", Message: message, Fields: []problemField{{Field: "keep", Rule: "required", Message: message}},
		})
		return
	}
	found, err := s.all.SetKeep(r.Context(), who, r.PathValue("sessionId"), r.PathValue("id"), *wish.Keep)
	if err != nil {
		s.refuse(w, r, fmt.Errorf("keep recording: %w", err))
		return
	}
	writeJSON(w, http.StatusOK, viewOf(found))
}

// form takes a whole recording as multipart/form-data. It is passed on while it
// arrives, so what belongs to it must stand before it.
func (s *recordings) form(w http.ResponseWriter, r *http.Request, who account.UserID) {
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(recordingTime))
	limitBody(w, r, recording.MaxBytes+1<<20)
	form, err := r.MultipartReader()
	if err != nil {
		writeProblem(w, r, http.StatusUnsupportedMediaType, problem{
			Reason: "unsupported_media_type", Message: `Send the recording as multipart/form-data, in the field "audio", or in parts by tus 1.0.`,
		})
		return
	}
	n := recording.New{InterviewID: r.PathValue("sessionId")}
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			s.badForm(w, r, `The form has no recording in its field "audio".`)
			return
		}
		if err != nil {
			s.badForm(w, r, "The form is cut off or cannot be read.")
			return
		}
		name := part.FormName()
		if name == "audio" || name == "file" {
			if n.QuestionID == "" {
				s.badField(w, r, "questionId", "required", `Name the question in the field "questionId", which must stand before the field "audio".`)
				return
			}
			n.FileName = part.FileName()
			s.whole(w, r, who, n, part)
			return
		}
		value, err := io.ReadAll(io.LimitReader(part, maxField))
		if err != nil {
			s.badForm(w, r, "The form is cut off or cannot be read.")
			return
		}
		switch name {
		case "questionId":
			n.QuestionID = string(value)
		case "keep":
			if n.Keep, err = keeps(string(value)); err != nil {
				s.refuse(w, r, err)
				return
			}
		}
	}
}

var errKeep = fault.BadField("keep", "boolean", "Say true or false: whether the recording is kept.")

// keeps reads a wish to keep a recording; without one it is not kept.
func keeps(wish string) (bool, error) {
	switch wish {
	case "true", "false", "":
		return wish == "true", nil
	}
	return false, errKeep
}

func (s *recordings) badForm(w http.ResponseWriter, r *http.Request, message string) {
	s.badField(w, r, "audio", "form", message)
}

func (s *recordings) badField(w http.ResponseWriter, r *http.Request, field, rule, message string) {
	writeProblem(w, r, http.StatusBadRequest, problem{
		Reason: "invalid_argument", Message: message, Fields: []problemField{{Field: field, Rule: rule, Message: message}},
	})
}

// whole keeps a recording from its first byte to its last; of one that breaks off
// nothing stays.
func (s *recordings) whole(w http.ResponseWriter, r *http.Request, who account.UserID, n recording.New, audio io.Reader) {
	begun, err := s.all.Create(r.Context(), who, n)
	if err != nil {
		s.refuse(w, r, fmt.Errorf("begin recording: %w", err))
		return
	}
	sent := &remembering{Reader: audio}
	kept, err := s.all.Write(r.Context(), who, begun.InterviewID, begun.ID, 0, sent)
	if err == nil {
		kept, err = s.all.Finish(r.Context(), who, begun.InterviewID, begun.ID)
	}
	if err != nil {
		if dropped := s.all.Delete(context.WithoutCancel(r.Context()), who, begun.InterviewID, begun.ID); dropped != nil {
			err = errors.Join(err, dropped)
		}
		if sent.err != nil && fault.From(err) == nil && !errors.As(err, new(*http.MaxBytesError)) {
			s.badForm(w, r, "The form is cut off or cannot be read.")
			return
		}
		s.refuse(w, r, fmt.Errorf("receive recording: %w", err))
		return
	}
	w.Header().Set("Location", recording.Path(kept.InterviewID, kept.ID))
	writeJSON(w, http.StatusCreated, viewOf(kept))
}

// remembering is a reader that tells the sender's failures from ours.
type remembering struct {
	io.Reader
	err error
}

// Read implements io.Reader.
func (m *remembering) Read(p []byte) (int, error) {
	n, err := m.Reader.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		m.err = err
	}
	return n, err //nolint:wrapcheck // a reader returns its reader's error
}
