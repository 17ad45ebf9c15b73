package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"

	"connectrpc.com/connect"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/server/web/forward"
)

const (
	cvUploadPath  = "/api/v1/cv/upload"
	cvPreviewPath = "/api/v1/cv/preview"
	cvSavePath    = "/api/v1/cv/save"
	// maxCV is the specification's 5 MB (CV-001).
	maxCV = 5 << 20
	// maxCVField bounds the other fields: 20,000 letters of up to four bytes, or
	// some corrections.
	maxCVField = 80_000
)

// cvForm is a CV as a form, which the transcoder cannot take. The same call is
// made of it that everybody else makes.
type cvForm struct {
	client interviewaiv1connect.CvServiceClient
	// rest takes the call in its other shape, JSON with base64.
	rest    http.Handler
	uploads *uploads
	// procedure is UploadCv, PreviewCv or SaveCv.
	procedure string
}

// cvForms are the handlers of the calls with a CV in them, by path.
func cvForms(client connect.HTTPClient, baseURL string, rest http.Handler, u *uploads) map[string]http.Handler {
	c := interviewaiv1connect.NewCvServiceClient(client, baseURL)
	return map[string]http.Handler{
		cvUploadPath:  cvForm{c, rest, u, interviewaiv1connect.CvServiceUploadCvProcedure},
		cvPreviewPath: cvForm{c, rest, u, interviewaiv1connect.CvServicePreviewCvProcedure},
		cvSavePath:    cvForm{c, rest, u, interviewaiv1connect.CvServiceSaveCvProcedure},
	}
}

// ServeHTTP implements http.Handler.
func (f cvForm) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	end, err := f.uploads.begin(w, r, f.procedure)
	if err != nil {
		writeRefusal(w, r, refusalOf(err))
		return
	}
	defer end()
	if media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || media != "multipart/form-data" {
		f.rest.ServeHTTP(w, r)
		return
	}
	limitBody(w, r, maxCV+1<<20)
	call, err := readCV(r)
	if err != nil {
		writeCVProblem(w, r, err)
		return
	}
	answer, status, err := f.send(r, call)
	if err != nil {
		writeRefusal(w, r, refusalOf(err))
		return
	}
	body, err := protojson.MarshalOptions{EmitUnpopulated: true}.Marshal(answer)
	if err != nil {
		panic(fmt.Errorf("marshal cv: %w", err)) // generated messages can be marshalled
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write(body) //nolint:gosec // it is JSON and says so; a client that is gone needs no answer
}

// cvCall is what a form holds; each call takes of it what it knows.
type cvCall struct {
	file                         []byte
	fileName, jobDescription, cv string
	corrections                  []*v1.CvCorrection
}

// send makes the call.
func (f cvForm) send(r *http.Request, c *cvCall) (proto.Message, int, error) {
	switch f.procedure {
	case interviewaiv1connect.CvServiceUploadCvProcedure:
		return made(r, f.client.UploadCv, http.StatusCreated, &v1.UploadCvRequest{
			File: c.file, FileName: c.fileName, JobDescription: c.jobDescription, CvId: c.cv,
		})
	case interviewaiv1connect.CvServiceSaveCvProcedure:
		return made(r, f.client.SaveCv, http.StatusCreated, &v1.SaveCvRequest{
			File: c.file, FileName: c.fileName, JobDescription: c.jobDescription, Corrections: c.corrections,
		})
	}
	return made(r, f.client.PreviewCv, http.StatusOK, &v1.PreviewCvRequest{File: c.file, FileName: c.fileName, JobDescription: c.jobDescription})
}

// made makes one call on behalf of a request.
func made[Q, A any](r *http.Request, call func(context.Context, *connect.Request[Q]) (*connect.Response[A], error), status int, message *Q) (proto.Message, int, error) {
	request := connect.NewRequest(message)
	forward.Header(r, request.Header())
	response, err := call(r.Context(), request)
	if err != nil {
		return nil, 0, err
	}
	answer, _ := any(response.Msg).(proto.Message) // generated messages are
	return answer, status, nil
}

// readCV reads the form's fields, in whatever order they come.
func readCV(r *http.Request) (*cvCall, error) {
	form, err := r.MultipartReader()
	if err != nil {
		return nil, fmt.Errorf("read form: %w", err)
	}
	call := &cvCall{}
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("read form: %w", err)
		}
		if err := readCVField(call, part); err != nil {
			return nil, err
		}
	}
	if call.file == nil {
		return nil, fieldError{"file", "required", `Send the CV as multipart/form-data, in the field "file".`}
	}
	return call, nil
}

// maxFieldName is how many bytes of a field's name are read and repeated; those
// of this form are shorter.
const maxFieldName = 100

// nameOf is a field's name as a refusal may repeat it.
func nameOf(part *multipart.Part) string {
	name := part.FormName()
	return strings.ToValidUTF8(name[:min(len(name), maxFieldName)], "\ufffd")
}

func readCVField(call *cvCall, part *multipart.Part) error {
	name := nameOf(part)
	most := int64(maxCVField)
	if name == "file" {
		most = maxCV
	}
	value, err := io.ReadAll(io.LimitReader(part, most+1))
	switch {
	case err != nil:
		return fmt.Errorf("read form: %w", err)
	case int64(len(value)) > most && most == maxCV:
		return &http.MaxBytesError{Limit: maxCV}
	case int64(len(value)) > most:
		return fieldError{name, "max_len", fmt.Sprintf("The field %q may have at most %d bytes.", name, maxCVField)}
	}
	switch name {
	case "file":
		call.file, call.fileName = value, strings.ToValidUTF8(part.FileName(), "\ufffd")
	case "jobDescription":
		call.jobDescription = strings.ToValidUTF8(string(value), "\ufffd")
	case "cvId":
		call.cv = strings.ToValidUTF8(string(value), "\ufffd")
	case "corrections":
		var list v1.SaveCvRequest
		if err := protojson.Unmarshal(fmt.Appendf(nil, `{"corrections":%s}`, value), &list); err != nil {
			return fieldError{"corrections", "json", `Write corrections as JSON: [{"path":"personalInfo.name","value":"Anna Berg"}].`}
		}
		call.corrections = list.GetCorrections()
	default:
		return fieldError{name, "unknown_field", "This form has no such field. It takes file, jobDescription, cvId and corrections."}
	}
	return nil
}

// fieldError is a mistake in one field of a form.
type fieldError struct{ field, rule, message string }

func (e fieldError) Error() string { return e.message }

func writeCVProblem(w http.ResponseWriter, r *http.Request, err error) {
	var tooLarge *http.MaxBytesError
	wrong := fieldError{"file", "invalid_argument", "The form is cut off or cannot be read."}
	status, reason := http.StatusBadRequest, "invalid_argument"
	switch {
	case errors.As(err, &tooLarge):
		status, reason = http.StatusRequestEntityTooLarge, "cv_too_large"
		wrong = fieldError{"file", reason, "This file is larger than 5 MB. Save it without pictures, or export it again in a smaller size."}
	case errors.As(err, &wrong):
	}
	writeProblem(w, r, status, problem{
		Reason: reason, Message: wrong.message, Fields: []problemField{{Field: wrong.field, Rule: wrong.rule, Message: wrong.message}},
	})
}
