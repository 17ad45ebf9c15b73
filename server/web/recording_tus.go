package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/tus/tusd/v2/pkg/handler"
	"golang.org/x/exp/slog"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/interview/recording"
)

const (
	tusVersion     = "1.0.0"
	tusContentType = "application/offset+octet-stream"
	// tusIdle is how long a sender may be silent.
	tusIdle = 30 * time.Second
)

// The headers of the protocol, for browsers on other origins.
var (
	tusRequestHeaders = []string{"Tus-Resumable", "Upload-Length", "Upload-Offset", "Upload-Metadata", "Upload-Defer-Length", "X-HTTP-Method-Override"}
	tusAnswerHeaders  = []string{"Tus-Resumable", "Tus-Version", "Tus-Extension", "Tus-Max-Size", "Upload-Length", "Upload-Offset", "Upload-Metadata", "Upload-Defer-Length"}
)

// newTus speaks the protocol for resumable uploads (tus 1.0) over the recordings.
// Nothing of an upload is in this process: any other may take its next part.
func newTus(all Recordings) (*handler.UnroutedHandler, error) {
	store := tusStore{all}
	composer := handler.NewStoreComposer()
	composer.UseCore(store)
	composer.UseTerminater(store)
	composer.UseLengthDeferrer(store)
	tus, err := handler.NewUnroutedHandler(handler.Config{
		StoreComposer: composer, MaxSize: recording.MaxBytes, BasePath: "/", DisableDownload: true,
		Cors: &handler.CorsConfig{Disable: true}, NetworkTimeout: tusIdle,
		// The recordings themselves finish what a broken connection has brought.
		GracefulRequestCompletionTimeout: time.Millisecond,
		Logger:                           slog.New(slog.NewTextHandler(io.Discard, &slog.HandlerOptions{Level: slog.Level(math.MaxInt)})),
	})
	if err != nil {
		return nil, fmt.Errorf("serve resumable uploads: %w", err)
	}
	return tus, nil
}

// tusCall is what the protocol's handler does not know of a request: whose it is
// and in which interview; and what its errors do not tell: why it was refused.
type tusCall struct {
	who       account.UserID
	interview string
	refused   error
}

type tusCallKey struct{}

func tusCallOf(ctx context.Context) *tusCall {
	c, _ := ctx.Value(tusCallKey{}).(*tusCall)
	return c
}

// fail keeps why a request is refused, for the answer.
func (c *tusCall) fail(err error) error {
	if err != nil && c.refused == nil {
		c.refused = err
	}
	return err
}

// options says what of the protocol is spoken here.
func (s *recordings) options(w http.ResponseWriter, r *http.Request) {
	s.tus.Middleware(http.NotFoundHandler()).ServeHTTP(w, r)
}

// offset says how much of a recording is here.
func (s *recordings) offset(w http.ResponseWriter, r *http.Request, who account.UserID) {
	s.serveTus(w, r, who, s.tus.HeadFile)
}

// write takes the next bytes of a recording.
func (s *recordings) write(w http.ResponseWriter, r *http.Request) {
	who, end, ok := s.holding(w, r, recordingUse)
	if !ok {
		return
	}
	defer end()
	s.serveTus(w, r, who, s.tus.PatchFile)
}

// serveTus lets the protocol's handler answer a request, and words its refusals.
func (s *recordings) serveTus(w http.ResponseWriter, r *http.Request, who account.UserID, serve http.HandlerFunc) {
	call := &tusCall{who: who, interview: r.PathValue("sessionId")}
	inner := r.Clone(context.WithValue(r.Context(), tusCallKey{}, call))
	inner.URL = &url.URL{Path: "/" + r.PathValue("id")}
	inner.Header.Del("X-HTTP-Method-Override") // it was obeyed already
	inner.Header.Del("X-Request-Id")
	if inner.Body != nil {
		inner.Body = &untilBody{inner.Body, time.Now().Add(recordingTime)}
	}
	answer := &tusAnswer{ResponseWriter: w, call: call}
	s.tus.Middleware(serve).ServeHTTP(answer, inner)
	answer.finish(s, r)
}

// untilBody bounds how long a request's body may take as a whole; the protocol's
// handler bounds how long nothing may come.
type untilBody struct {
	io.ReadCloser
	until time.Time
}

// Read implements io.Reader.
func (b *untilBody) Read(p []byte) (int, error) {
	if time.Now().After(b.until) {
		return 0, errLate
	}
	return b.ReadCloser.Read(p) //nolint:wrapcheck // a reader returns its reader's error
}

// errLate is what the protocol's handler takes for a timeout.
var errLate = lateError{}

type lateError struct{}

func (lateError) Error() string   { return "the body took too long" }
func (lateError) Timeout() bool   { return true }
func (lateError) Temporary() bool { return true }

// tusStore is recordings as the protocol's handler wants them.
type tusStore struct{ all Recordings }

// NewUpload implements handler.DataStore.
func (s tusStore) NewUpload(ctx context.Context, info handler.FileInfo) (handler.Upload, error) {
	call := tusCallOf(ctx)
	keep, err := keeps(info.MetaData["keep"])
	if err != nil {
		return nil, call.fail(err)
	}
	n := recording.New{
		InterviewID: call.interview, QuestionID: info.MetaData["questionId"], Size: info.Size,
		FileName: strings.ToValidUTF8(info.MetaData["filename"], "\ufffd"), Keep: keep,
	}
	if info.Size == 0 && !info.SizeIsDeferred {
		return nil, call.fail(recording.ErrEmpty)
	}
	r, err := s.all.Create(ctx, call.who, n)
	if err != nil {
		return nil, call.fail(fmt.Errorf("begin recording: %w", err))
	}
	return &tusUpload{s.all, call, r}, nil
}

// GetUpload implements handler.DataStore.
func (s tusStore) GetUpload(ctx context.Context, id string) (handler.Upload, error) {
	call := tusCallOf(ctx)
	r, err := s.all.Get(ctx, call.who, call.interview, id)
	if err != nil {
		return nil, call.fail(fmt.Errorf("get recording: %w", err))
	}
	return &tusUpload{s.all, call, r}, nil
}

// AsTerminatableUpload implements handler.TerminaterDataStore, by which the
// protocol's handler says that uploads can be deleted.
func (s tusStore) AsTerminatableUpload(u handler.Upload) handler.TerminatableUpload {
	return u.(*tusUpload) //nolint:forcetypeassert // all are
}

// AsLengthDeclarableUpload implements handler.LengthDeferrerDataStore.
func (s tusStore) AsLengthDeclarableUpload(u handler.Upload) handler.LengthDeclarableUpload {
	return u.(*tusUpload) //nolint:forcetypeassert // all are
}

// tusUpload is one recording during one request.
type tusUpload struct {
	all  Recordings
	call *tusCall
	r    recording.Recording
}

// WriteChunk implements handler.Upload. Nothing follows where the request itself
// said that all is here.
func (u *tusUpload) WriteChunk(ctx context.Context, offset int64, from io.Reader) (int64, error) {
	if u.r.Size > 0 && u.r.Received == u.r.Size {
		return 0, nil
	}
	r, err := u.all.Write(ctx, u.call.who, u.call.interview, u.r.ID, offset, from)
	if r.ID == "" {
		return 0, u.call.fail(err)
	}
	u.r = r
	return max(0, r.Received-offset), u.call.fail(err)
}

// GetInfo implements handler.Upload. Of what has failed nothing more is taken.
func (u *tusUpload) GetInfo(context.Context) (handler.FileInfo, error) {
	if u.r.Status == recording.Failed {
		return handler.FileInfo{}, u.call.fail(errFailed(u.r))
	}
	return handler.FileInfo{ID: u.r.ID, Size: u.r.Size, SizeIsDeferred: u.r.Size == 0, Offset: u.r.Received}, nil
}

// GetReader implements handler.Upload; sound is served elsewhere.
func (u *tusUpload) GetReader(context.Context) (io.ReadCloser, error) {
	return nil, errors.ErrUnsupported
}

// FinishUpload implements handler.Upload. The last byte has finished it.
func (u *tusUpload) FinishUpload(context.Context) error { return nil }

// Terminate implements handler.TerminatableUpload.
func (u *tusUpload) Terminate(ctx context.Context) error {
	return u.call.fail(u.all.Delete(ctx, u.call.who, u.call.interview, u.r.ID))
}

// DeclareLength implements handler.LengthDeclarableUpload.
func (u *tusUpload) DeclareLength(ctx context.Context, size int64) error {
	r, err := u.all.Declare(ctx, u.call.who, u.call.interview, u.r.ID, size)
	if err == nil {
		u.r = r
	}
	return u.call.fail(err)
}
