package web

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"

	"connectrpc.com/connect"
	"golang.org/x/sync/semaphore"

	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/rpc"
)

const (
	// maxSmall bounds calls that carry no file: the longest is a live session's
	// context, 100,000 letters with all of them escaped.
	maxSmall = 2 << 20
	// uploadRoom is how many bytes of files may be on their way through this
	// process. A file is in memory up to four times: as a form, as a message, on
	// its way to the call, and in it.
	uploadRoom = 128 << 20
	// uploadShare is how many of them may be one person's: two recordings.
	uploadShare = 2 * maxCall
	// uploadWait is how long a file waits for room, before it is read.
	uploadWait = 2 * time.Second
	// uploadRetry is when the caller may try again.
	uploadRetry = 5 * time.Second
)

// files are the calls that carry one, with the most bytes of their requests.
var files = map[string]int64{
	interviewaiv1connect.AiServiceTranscribeProcedure:     maxCall,
	interviewaiv1connect.UserServiceUploadAvatarProcedure: maxRESTBody, // in JSON, a third longer
	interviewaiv1connect.CvServiceUploadCvProcedure:       maxRESTBody,
	interviewaiv1connect.CvServicePreviewCvProcedure:      maxRESTBody,
	interviewaiv1connect.CvServiceSaveCvProcedure:         maxRESTBody,
}

var (
	errNoRoom = fault.New(fault.Unavailable, "busy", "Too many files are being received. Try again in a moment.").After(uploadRetry)
	errShare  = fault.New(fault.Limited, "too_many_uploads", "You are sending too many files at once. Wait until one has arrived.").After(uploadRetry)
)

// uploads lets requests with files in: the caller is known and counted before a
// byte of the file is read, and all files together are bounded.
type uploads struct {
	admission *rpc.Admission
	errors    *connect.ErrorWriter
	room      *semaphore.Weighted

	mu   sync.Mutex
	held map[account.UserID]int64
}

func newUploads(admission *rpc.Admission, errors *connect.ErrorWriter) *uploads {
	return &uploads{admission: admission, errors: errors, room: semaphore.NewWeighted(uploadRoom), held: map[account.UserID]int64{}}
}

// begin judges the caller of a procedure and takes room for the request. Call
// end when it was answered. The error is as the interceptors' own.
func (u *uploads) begin(w http.ResponseWriter, r *http.Request, procedure string) (end func(), err error) {
	_, end, err = u.hold(w, r, procedure, sizeOf(r, files[procedure]))
	return end, err
}

// hold is begin for a request of which so many bytes will be in memory, and says
// who the caller is.
func (u *uploads) hold(w http.ResponseWriter, r *http.Request, procedure string, size int64) (who account.Identity, end func(), err error) {
	who, err = u.admission.Admit(r.Context(), procedure, r.Header, w.Header())
	if err != nil {
		return who, nil, err
	}
	if !u.share(who.UserID, size) {
		return who, nil, u.admission.Refuse(r.Context(), procedure, r.Header, errShare)
	}
	ctx, cancel := context.WithTimeout(r.Context(), uploadWait)
	defer cancel()
	if err := u.room.Acquire(ctx, size); err != nil {
		u.unshare(who.UserID, size)
		return who, nil, u.admission.Refuse(r.Context(), procedure, r.Header, errNoRoom.Because(err))
	}
	return who, func() {
		u.room.Release(size)
		u.unshare(who.UserID, size)
	}, nil
}

// sizeOf is how much of a request will be in memory. What is compressed may be
// as large as can be, and so may what does not say how long it is.
func sizeOf(r *http.Request, most int64) int64 {
	for _, name := range []string{"Content-Encoding", "Grpc-Encoding", "Connect-Content-Encoding"} {
		if kind := r.Header.Get(name); kind != "" && kind != "identity" {
			return most
		}
	}
	if r.ContentLength < 0 || r.ContentLength > most {
		return most
	}
	return r.ContentLength
}

func (u *uploads) share(who account.UserID, size int64) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.held[who]+size > uploadShare {
		return false
	}
	u.held[who] += size
	return true
}

func (u *uploads) unshare(who account.UserID, size int64) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.held[who] -= size; u.held[who] == 0 {
		delete(u.held, who)
	}
}

// before stands before a service: its calls with files begin here, all others
// are small. A form comes through here for the second time, as the call that was
// made of it, and has its room.
func (u *uploads) before(s Service, next http.Handler) (http.Handler, error) {
	described, err := descriptor(s.Path)
	if err != nil {
		return nil, err
	}
	unary := map[string]bool{}
	for i := range described.Methods().Len() {
		m := described.Methods().Get(i)
		unary[s.Path+string(m.Name())] = !m.IsStreamingClient() && !m.IsStreamingServer()
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, file := files[r.URL.Path]
		switch {
		case !file && unary[r.URL.Path]:
			limitBody(w, r, maxSmall)
		case file && r.Method == http.MethodPost && !rpc.Counted(r.Context()):
			end, err := u.begin(w, r, r.URL.Path)
			if err != nil {
				_ = u.errors.Write(w, r, err) // a client that is gone needs no answer
				return
			}
			defer end()
		}
		next.ServeHTTP(w, r)
	}), nil
}

// tooLarge is what REST says of a request that is.
var tooLarge = problem{Reason: "request_too_large", Message: fmt.Sprintf("The request is too large: %d MiB is the most, and %d MiB for a picture or a CV.", maxSmall>>20, maxRESTBody>>20)}

// small stands before REST, whose files have handlers of their own.
func small(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ContentLength > maxSmall {
			writeProblem(w, r, http.StatusRequestEntityTooLarge, tooLarge)
			return
		}
		if body, ok := r.Body.(*timedBody); ok { // which must be found there: see late
			body.ReadCloser = http.MaxBytesReader(w, body.ReadCloser, maxSmall)
		}
		next.ServeHTTP(w, r)
	})
}
