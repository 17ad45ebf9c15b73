package web

import (
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"strconv"

	"connectrpc.com/connect"
	"google.golang.org/protobuf/encoding/protojson"

	interviewaiv1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/server/web/forward"
)

const (
	transcribePath = "/api/v1/ai/transcribe"
	// maxRecording is the specification's 25 MB (AI-001).
	maxRecording = 25 << 20
	// maxForm leaves room for the form around the recording.
	maxForm  = maxRecording + 1<<20
	maxField = 4096
)

// transcribe takes a recording as a form, which the transcoder cannot, and
// makes the same call of it that everybody else makes: through the in-process
// listener, so that all interceptors are passed.
type transcribe struct {
	client  interviewaiv1connect.AiServiceClient
	uploads *uploads
}

func newTranscribe(client connect.HTTPClient, baseURL string, u *uploads) http.Handler {
	return transcribe{interviewaiv1connect.NewAiServiceClient(client, baseURL), u}
}

// ServeHTTP implements http.Handler.
func (t transcribe) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	end, err := t.uploads.begin(w, r, interviewaiv1connect.AiServiceTranscribeProcedure)
	if err != nil {
		writeRefusal(w, r, refusalOf(err))
		return
	}
	defer end()
	limitBody(w, r, maxForm)
	form, err := r.MultipartReader()
	if err != nil {
		writeProblem(w, r, http.StatusUnsupportedMediaType, problem{Reason: "unsupported_media_type", Message: "Send the recording as multipart/form-data, in the field \"audio\"."})
		return
	}
	call, err := readForm(form)
	if err != nil {
		writeFormProblem(w, r, err)
		return
	}
	request := connect.NewRequest(call)
	forward.Header(r, request.Header())
	response, err := t.client.Transcribe(r.Context(), request)
	if err != nil {
		writeRefusal(w, r, refusalOf(err))
		return
	}
	writeTranscript(w, call.GetFormat(), response.Msg)
}

// errForm is a form that cannot be a request; its text is for the caller.
type errForm string

func (e errForm) Error() string { return string(e) }

// readForm reads the fields in whatever order they come.
func readForm(form *multipart.Reader) (*interviewaiv1.TranscribeRequest, error) {
	call := &interviewaiv1.TranscribeRequest{}
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("read form: %w", err)
		}
		if err := readField(call, part); err != nil {
			return nil, err
		}
	}
	if len(call.GetAudio()) == 0 {
		return nil, errForm(`The form has no recording in its field "audio".`)
	}
	return call, nil
}

func readField(call *interviewaiv1.TranscribeRequest, part *multipart.Part) error {
	name := part.FormName()
	most := int64(maxField)
	if name == "audio" || name == "file" {
		most = maxRecording
	}
	value, err := io.ReadAll(io.LimitReader(part, most+1))
	if err != nil {
		return fmt.Errorf("read form: %w", err)
	}
	if int64(len(value)) > most {
		if most == maxRecording {
			return &http.MaxBytesError{Limit: maxRecording}
		}
		return errForm("The field " + strconv.Quote(name) + " is too long.")
	}
	switch name {
	case "audio", "file":
		call.Audio = value
	case "language":
		call.Language = string(value)
	case "format", "response_format":
		call.Format = string(value)
	case "prompt":
		call.Prompt = string(value)
	case "temperature":
		number, err := strconv.ParseFloat(string(value), 32)
		if err != nil {
			return errForm("temperature is not a number.")
		}
		call.Temperature = float32(number)
	}
	return nil
}

func writeFormProblem(w http.ResponseWriter, r *http.Request, err error) {
	var tooLarge *http.MaxBytesError
	var wrong errForm
	switch {
	case errors.As(err, &tooLarge):
		writeProblem(w, r, http.StatusRequestEntityTooLarge, problem{Reason: "recording_too_large", Message: "The recording is larger than 25 MB."})
	case errors.As(err, &wrong):
		writeProblem(w, r, http.StatusBadRequest, problem{
			Reason: "invalid_argument", Message: wrong.Error(),
			Fields: []problemField{{Field: "audio", Rule: "form", Message: wrong.Error()}},
		})
	default:
		writeProblem(w, r, http.StatusBadRequest, problem{Reason: "invalid_argument", Message: "The form is cut off or cannot be read."})
	}
}

// writeTranscript answers in the format that was asked for.
func writeTranscript(w http.ResponseWriter, format string, found *interviewaiv1.TranscribeResponse) {
	types := map[string]string{"text": "text/plain; charset=utf-8", "srt": "application/x-subrip; charset=utf-8", "vtt": "text/vtt; charset=utf-8"}
	if contentType, ok := types[format]; ok {
		w.Header().Set("Content-Type", contentType)
		_, _ = io.WriteString(w, found.GetFormatted()) // a client that is gone needs no answer
		return
	}
	body, err := protojson.MarshalOptions{EmitUnpopulated: true}.Marshal(found)
	if err != nil {
		panic(fmt.Errorf("marshal transcript: %w", err)) // generated messages can be marshalled
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(body)
}
