package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"mime/multipart"
	"net/http"
	"time"

	"connectrpc.com/connect"
	"google.golang.org/protobuf/encoding/protojson"

	interviewaiv1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/server/web/forward"
)

const (
	avatarPath = "/api/v1/users/avatar"
	// maxAvatar is the contract's bound (UploadAvatarRequest.image).
	maxAvatar = 5 << 20
	// avatarLife is how long caches keep a picture without asking. A new one has a
	// new key, but one of a closed account must go.
	avatarLife = "public, max-age=3600"
)

// Avatars are people's pictures.
type Avatars interface {
	// Open returns the picture under a key, its size in bytes and when it was
	// made. Its error is a fault of kind NotFound when there is none.
	Open(ctx context.Context, key string) (picture io.ReadCloser, size int64, modified time.Time, err error)
}

// avatars serves pictures to everybody who knows their keys.
type avatars struct {
	pictures Avatars
	logger   *slog.Logger
}

// ServeHTTP implements http.Handler.
func (a avatars) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	picture, size, modified, err := a.pictures.Open(r.Context(), r.PathValue("key"))
	if err != nil {
		writeFault(w, r, a.logger, fmt.Errorf("open avatar: %w", err))
		return
	}
	defer picture.Close() //nolint:errcheck // only read
	content, err := io.ReadAll(io.LimitReader(picture, maxAvatar+1))
	if err != nil || int64(len(content)) != size {
		writeFault(w, r, a.logger, fmt.Errorf("read avatar (%d of %d bytes): %w", len(content), size, errors.Join(err, io.ErrUnexpectedEOF)))
		return
	}
	// Only what we write ourselves is a picture; whatever else got here must
	// not be run by a browser.
	kind := http.DetectContentType(content)
	if kind != "image/jpeg" && kind != "image/png" {
		writeFault(w, r, a.logger, fmt.Errorf("read avatar: it is %s", kind))
		return
	}
	header := w.Header()
	header.Set("Content-Type", kind)
	header.Set("Cache-Control", avatarLife)
	header.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	header.Set("ETag", etag(content))
	http.ServeContent(w, r, "", modified, bytes.NewReader(content))
}

// avatarUpload takes a picture as a form, which the transcoder cannot, and makes
// the same call of it that everybody else makes.
type avatarUpload struct {
	client interviewaiv1connect.UserServiceClient
	// rest takes the call in its other shape, JSON with base64.
	rest    http.Handler
	uploads *uploads
}

func newAvatarUpload(client connect.HTTPClient, baseURL string, rest http.Handler, u *uploads) http.Handler {
	return avatarUpload{interviewaiv1connect.NewUserServiceClient(client, baseURL), rest, u}
}

// ServeHTTP implements http.Handler.
func (a avatarUpload) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	end, err := a.uploads.begin(w, r, interviewaiv1connect.UserServiceUploadAvatarProcedure)
	if err != nil {
		writeRefusal(w, r, refusalOf(err))
		return
	}
	defer end()
	if media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || media != "multipart/form-data" {
		a.rest.ServeHTTP(w, r)
		return
	}
	limitBody(w, r, maxAvatar+1<<20)
	image, err := readPicture(r)
	if err != nil {
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			writeProblem(w, r, http.StatusRequestEntityTooLarge, problem{Reason: "image_too_large", Message: "The picture is larger than 5 MiB."})
			return
		}
		message := `Send the picture as multipart/form-data, in the field "avatar".`
		writeProblem(w, r, http.StatusBadRequest, problem{
			Reason: "invalid_argument", Message: message,
			Fields: []problemField{{Field: "avatar", Rule: "form", Message: message}},
		})
		return
	}
	request := connect.NewRequest(&interviewaiv1.UploadAvatarRequest{Image: image})
	forward.Header(r, request.Header())
	response, err := a.client.UploadAvatar(r.Context(), request)
	if err != nil {
		writeRefusal(w, r, refusalOf(err))
		return
	}
	body, err := protojson.MarshalOptions{EmitUnpopulated: true}.Marshal(response.Msg)
	if err != nil {
		panic(fmt.Errorf("marshal avatar: %w", err)) // generated messages can be marshalled
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(body) // a client that is gone needs no answer
}

// readPicture returns the content of the form's field "avatar", reading no more
// than a picture may have. The field may also be called as in the JSON of this
// call, or as in the form of the specification's other upload.
func readPicture(r *http.Request) ([]byte, error) {
	form, err := r.MultipartReader()
	if err != nil {
		return nil, fmt.Errorf("read form: %w", err)
	}
	for {
		var part *multipart.Part
		if part, err = form.NextPart(); err != nil {
			return nil, fmt.Errorf("read form: %w", err) // at its end too: there is no picture
		}
		switch part.FormName() {
		case "avatar", "image", "file":
		default:
			continue
		}
		image, err := io.ReadAll(io.LimitReader(part, maxAvatar+1))
		if err != nil {
			return nil, fmt.Errorf("read form: %w", err)
		}
		if len(image) > maxAvatar {
			return nil, &http.MaxBytesError{Limit: maxAvatar}
		}
		return image, nil
	}
}
