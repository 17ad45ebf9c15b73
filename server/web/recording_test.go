package web_test

import (
	"bufio"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/interview/recording"
	rt "github.com/interviewai-pro/interviewai/server/interview/recording/recordingtest"
	"github.com/interviewai-pro/interviewai/server/jobs"
	"github.com/interviewai-pro/interviewai/server/observe"
	"github.com/interviewai-pro/interviewai/server/redis/redistest"
	"github.com/interviewai-pro/interviewai/server/rpc"
	"github.com/interviewai-pro/interviewai/server/web"
)

const recordingsPath = "/api/v1/interviews/" + rt.Interview + "/recordings"

// serveRecordings serves recordings; tokens are people's names.
func serveRecordings(t *testing.T, all web.Recordings) *site {
	t.Helper()
	return serveWith(t, func(o *web.Options) {
		o.Recordings = all
		_, admission, err := rpc.Guard(rpc.InterceptorOptions{
			Logger: o.Logger, Metrics: observe.NewMetrics("test"), Now: time.Now,
			Authenticate: func(_ context.Context, token string) (account.Identity, error) {
				if token == "" || token == "bad" {
					return account.Identity{}, account.ErrToken
				}
				return account.Identity{UserID: account.UserID(token), Role: account.User}, nil
			},
		})
		if err != nil {
			t.Fatal(err)
		}
		o.Admission = admission
	})
}

// tus are the headers of one request of the protocol, of the owner.
func tus(more ...string) []string {
	return append([]string{"Authorization", "Bearer " + string(rt.Owner), "Tus-Resumable", "1.0.0"}, more...)
}

// metadata is a value of Upload-Metadata, of pairs.
func metadata(pairs ...string) string {
	var all []string
	for i := 0; i < len(pairs); i += 2 {
		all = append(all, pairs[i]+" "+base64.StdEncoding.EncodeToString([]byte(pairs[i+1])))
	}
	return strings.Join(all, ",")
}

// beginUpload creates an upload and returns its path.
func (s *site) beginUpload(t *testing.T, size int, pairs ...string) string {
	t.Helper()
	response, text := s.send(t, "POST", recordingsPath, "", tus("Upload-Length", strconv.Itoa(size), "Upload-Metadata", metadata(append(pairs, "questionId", rt.Question)...))...)
	at := response.Header.Get("Location")
	if response.StatusCode != http.StatusCreated || !strings.HasPrefix(at, recordingsPath+"/") {
		t.Fatalf("create: %d %q %s", response.StatusCode, at, text)
	}
	return at
}

// patch sends some bytes of an upload.
func (s *site) patch(t *testing.T, at string, offset int, content string) (*http.Response, string) {
	t.Helper()
	return s.send(t, "PATCH", at, content, tus("Content-Type", "application/offset+octet-stream", "Upload-Offset", strconv.Itoa(offset))...)
}

func (s *site) offset(t *testing.T, at string) int {
	t.Helper()
	response, _ := s.send(t, "HEAD", at, "", tus()...)
	offset, err := strconv.Atoi(response.Header.Get("Upload-Offset"))
	if err != nil || response.StatusCode != http.StatusOK || response.Header.Get("Cache-Control") != "no-store" {
		t.Fatalf("offset: %d %v", response.StatusCode, response.Header)
	}
	return offset
}

// shown is a recording as REST shows it.
type shown struct {
	RecordingID, SessionID, QuestionID, Status, MimeType, FileName, AudioURL, Transcript, Language string
	Size                                                                                           *int64
	Received                                                                                       int64
	Duration                                                                                       float64
	Keep                                                                                           bool
	ExpiresAt                                                                                      *time.Time
	Words                                                                                          []struct {
		Word       string
		Start, End float64
	}
	Failure, Waiting *struct{ Reason, Message string }
}

func (s *site) recording(t *testing.T, at string) shown {
	t.Helper()
	response, text := s.send(t, "GET", at, "", "Authorization", "Bearer "+string(rt.Owner))
	var found shown
	if err := json.Unmarshal([]byte(text), &found); err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("%d %s", response.StatusCode, text)
	}
	return found
}

// cutOff sends the beginning of a PATCH and closes the connection in its middle.
func (s *site) cutOff(t *testing.T, at string, offset int, content string, claimed int) {
	t.Helper()
	conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = fmt.Fprintf(conn, "PATCH %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nTus-Resumable: 1.0.0\r\nContent-Type: application/offset+octet-stream\r\nUpload-Offset: %d\r\nContent-Length: %d\r\n\r\n%s",
		at, rt.Owner, offset, claimed, content)
	if err == nil {
		// No more will come; the answer says that the server has seen it.
		err = conn.(*net.TCPConn).CloseWrite()
	}
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil || response.StatusCode != http.StatusBadRequest {
		t.Errorf("cut off: %v, %v", response, err)
	} else {
		_, _ = io.Copy(io.Discard, response.Body)
	}
	_ = conn.Close()
}

func TestAResumedUploadThroughTwoProcesses(t *testing.T) {
	r := rt.New(t)
	work, err := jobs.Open(t.Context(), jobs.Options{DB: r.DB, Redis: redistest.Client(t), Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	queue := func(o *recording.Options) { o.Queue = recordingQueue{work} }
	services := []*recording.Service{r.Another(t, queue), r.Another(t, queue)}
	first, second := serveRecordings(t, services[0]), serveRecordings(t, services[1])
	processed := make(chan error, 1)
	work.Handle(recording.WorkTranscribe, func(ctx context.Context, w jobs.Work) error {
		var job recording.Job
		err := json.Unmarshal(w.Payload, &job)
		if err == nil {
			err = services[1].Process(ctx, job)
		}
		processed <- err
		return err
	})
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	ended := make(chan error, 1)
	go func() { ended <- work.Run(ctx) }()
	defer func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}()

	audio := string(rt.Audio(t, "wav", 30*time.Second)) // 2.9 MB
	chunk := len(audio)/5 + 1
	at := first.beginUpload(t, len(audio), "filename", "answer one.wav", "filetype", "text/html")
	for i := range 2 {
		if response, text := first.patch(t, at, i*chunk, audio[i*chunk:(i+1)*chunk]); response.StatusCode != http.StatusNoContent || response.Header.Get("Upload-Offset") != strconv.Itoa((i+1)*chunk) {
			t.Fatalf("chunk %d: %d %s", i, response.StatusCode, text)
		}
	}
	const arrived = 100_000
	first.cutOff(t, at, 2*chunk, audio[2*chunk:2*chunk+arrived], chunk)
	if got := second.offset(t, at); got != 2*chunk+arrived {
		t.Fatalf("offset after the cut: %d, want %d", got, 2*chunk+arrived)
	}
	if response, text := second.patch(t, at, 2*chunk, audio[2*chunk:]); response.StatusCode != http.StatusConflict || !strings.Contains(text, `"recording_offset"`) {
		t.Errorf("wrong offset: %d %s", response.StatusCode, text)
	}
	for from := 2*chunk + arrived; from < len(audio); from += chunk {
		if response, text := second.patch(t, at, from, audio[from:min(len(audio), from+chunk)]); response.StatusCode != http.StatusNoContent {
			t.Fatalf("from %d: %d %s", from, response.StatusCode, text)
		}
	}
	if err := <-processed; err != nil {
		t.Fatal(err)
	}
	got := first.recording(t, at)
	if got.Status != "ready" || got.Transcript != rt.Said || len(got.Words) != 11 || got.MimeType != "audio/wav" || got.FileName != "answer one.wav" ||
		got.Received != int64(len(audio)) || got.Duration != 30 || got.ExpiresAt == nil || got.QuestionID != rt.Question {
		t.Errorf("%+v", got)
	}
	response, heard := first.send(t, "GET", got.AudioURL, "", "Authorization", "Bearer u1")
	if h := response.Header; heard != audio || h.Get("Content-Type") != "audio/wav" || h.Get("Cache-Control") != "private, no-store" ||
		h.Get("Content-Disposition") != `attachment; filename="answer one.wav"` || h.Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(h.Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("%d bytes, %v", len(heard), h)
	}
	response, heard = first.send(t, "GET", got.AudioURL, "", "Authorization", "Bearer u1", "Range", "bytes=1048570-1048580")
	if response.StatusCode != http.StatusPartialContent || heard != audio[1048570:1048581] {
		t.Errorf("range: %d, %d bytes", response.StatusCode, len(heard))
	}
}

// recordingQueue is the jobs as recordings want them.
type recordingQueue struct{ jobs *jobs.Jobs }

func (q recordingQueue) Add(ctx context.Context, job recording.Job, delay time.Duration) error {
	_, err := q.jobs.Add(ctx, jobs.New{
		Queue: jobs.AIProcessing, Kind: recording.WorkTranscribe, Owner: job.UserID, Key: job.ID + "/" + strconv.Itoa(job.Try), Payload: job, Delay: delay,
	})
	return err
}

func TestTheProtocol(t *testing.T) {
	r := rt.New(t)
	s := serveRecordings(t, r.Service)
	response, _ := s.send(t, "OPTIONS", recordingsPath, "")
	if h := response.Header; h.Get("Tus-Version") != "1.0.0" || h.Get("Tus-Max-Size") != strconv.Itoa(recording.MaxBytes) || h.Get("Tus-Extension") != "creation,creation-with-upload,termination,creation-defer-length" {
		t.Errorf("options: %v", h)
	}
	audio := string(rt.Audio(t, "ogg", time.Second))
	meta := metadata("questionId", rt.Question)
	octets := []string{"Content-Type", "application/offset+octet-stream"}
	at := s.beginUpload(t, len(audio))
	somebody := []string{"Authorization", "Bearer u2", "Tus-Resumable", "1.0.0"}
	for _, c := range []struct {
		name, method, path, body string
		header                   []string
		status                   int
		want                     string
	}{
		{"too large", "POST", recordingsPath, "", tus("Upload-Length", strconv.Itoa(recording.MaxBytes+1), "Upload-Metadata", meta), 413, "recording_too_large"},
		{"empty", "POST", recordingsPath, "", tus("Upload-Length", "0", "Upload-Metadata", meta), 400, "recording_empty"},
		{"no length", "POST", recordingsPath, "", tus("Upload-Metadata", meta), 400, "Upload-Length"},
		{"no question", "POST", recordingsPath, "", tus("Upload-Length", "9"), 400, `"field":"questionId"`},
		{"kept, or not?", "POST", recordingsPath, "", tus("Upload-Length", "9", "Upload-Metadata", metadata("questionId", rt.Question, "keep", "1")), 400, `"field":"keep"`},
		{"answered already", "POST", recordingsPath, "", tus("Upload-Length", "9", "Upload-Metadata", metadata("questionId", "answered")), 409, "question_answered"},
		{"no such interview", "POST", "/api/v1/interviews/i2/recordings", "", tus("Upload-Length", "9", "Upload-Metadata", meta), 404, "not_found"},
		{"nobody", "POST", recordingsPath, "", []string{"Tus-Resumable", "1.0.0", "Upload-Length", "9", "Upload-Metadata", meta}, 401, "invalid_token"},
		{"junk at once", "POST", recordingsPath, strings.Repeat("junk", 200), tus(append(octets, "Upload-Length", "800", "Upload-Metadata", meta)...), 400, "recording_format"},
		{"somebody else's offset", "HEAD", at, "", somebody, 404, ""},
		{"somebody else's bytes", "PATCH", at, audio, append(append([]string{}, somebody...), append(octets, "Upload-Offset", "0")...), 404, "not_found"},
		{"somebody else's state", "GET", at, "", somebody, 404, "not_found"},
		{"somebody else's deletion", "DELETE", at, "", somebody, 404, "not_found"},
		{"somebody else's sound", "GET", at + "/audio", "", somebody, 404, "not_found"},
		{"somebody else's list", "GET", recordingsPath, "", somebody, 404, "not_found"},
		{"the list of no interview", "GET", "/api/v1/interviews/i2/recordings", "", tus(), 404, "not_found"},
		{"by way of another interview", "HEAD", strings.Replace(at, "/i1/", "/i2/", 1), "", tus(), 404, ""},
		{"no offset", "PATCH", at, audio, tus(octets...), 400, "Upload-Offset"},
		{"another type", "PATCH", at, audio, tus("Content-Type", "audio/ogg", "Upload-Offset", "0"), 415, "offset+octet-stream"},
		{"more than was said", "PATCH", at, audio + "x", tus(append(octets, "Upload-Offset", "0")...), 413, "recording_size"},
		{"bytes from afar", "PATCH", at, audio, tus(append(octets, "Upload-Offset", "7")...), 409, "recording_offset"},
		{"POST to a recording", "POST", at, "", tus(), 405, "method_not_allowed"},
		{"sound that is not there", "GET", at + "/audio", "", tus(), 404, "not_found"},
	} {
		response, text := s.send(t, c.method, c.path, c.body, c.header...)
		if response.StatusCode != c.status || !strings.Contains(text, c.want) {
			t.Errorf("%s: %d %s", c.name, response.StatusCode, text)
		}
		if c.method != "HEAD" {
			shape(t, []byte(text), response.Header.Get("X-Request-Id"))
		}
	}
	response, text := s.send(t, "POST", recordingsPath, "", "Authorization", "Bearer u1", "Tus-Resumable", "0.2.2", "Upload-Length", "9", "Upload-Metadata", meta)
	if response.StatusCode != http.StatusPreconditionFailed || response.Header.Get("Tus-Version") != "1.0.0" || !strings.Contains(text, "tus_version") {
		t.Errorf("another version: %d %s", response.StatusCode, text)
	}
	// A client that can only POST.
	response, text = s.send(t, "POST", at, audio, tus(append(octets, "Upload-Offset", "0", "X-HTTP-Method-Override", "PATCH")...)...)
	if response.StatusCode != http.StatusNoContent || s.recording(t, at).Status != "processing" {
		t.Errorf("overridden: %d %s", response.StatusCode, text)
	}
	response, _ = s.send(t, "POST", at, "", tus("X-HTTP-Method-Override", "DELETE")...)
	if response.StatusCode != http.StatusNoContent || response.Header.Get("Tus-Resumable") != "1.0.0" {
		t.Errorf("deleted: %d %v", response.StatusCode, response.Header)
	}
	if names := r.BlobNames(t); len(names) != 0 {
		t.Errorf("left: %v", names)
	}
}

func TestRecordedWhileItIsSent(t *testing.T) {
	r := rt.New(t)
	s := serveRecordings(t, r.Service)
	audio := string(rt.Audio(t, "webm", 2*time.Second))
	response, text := s.send(t, "POST", recordingsPath, audio[:3000], tus("Upload-Defer-Length", "1", "Content-Type", "application/offset+octet-stream", "Upload-Metadata", metadata("questionId", rt.Question, "keep", "true"))...)
	at := response.Header.Get("Location")
	if response.StatusCode != http.StatusCreated || response.Header.Get("Upload-Offset") != "3000" {
		t.Fatalf("%d %s", response.StatusCode, text)
	}
	if found := s.recording(t, at); found.Size != nil || !found.Keep || found.Status != "uploading" {
		t.Errorf("%+v", found)
	}
	if response, text = s.patch(t, at, 3000, audio[3000:]); response.StatusCode != http.StatusNoContent {
		t.Fatalf("%d %s", response.StatusCode, text)
	}
	response, text = s.send(t, "PATCH", at, "", tus("Content-Type", "application/offset+octet-stream", "Upload-Offset", strconv.Itoa(len(audio)), "Upload-Length", strconv.Itoa(len(audio)))...)
	if response.StatusCode != http.StatusNoContent {
		t.Fatalf("%d %s", response.StatusCode, text)
	}
	r.Work(t)
	if found := s.recording(t, at); found.Status != "ready" || found.ExpiresAt != nil {
		t.Errorf("%+v", found)
	}
	junk := s.beginUpload(t, 1000)
	if response, text := s.patch(t, junk, 0, strings.Repeat("junk", 200)); response.StatusCode != http.StatusBadRequest || !strings.Contains(text, `"recording_format"`) {
		t.Errorf("junk: %d %s", response.StatusCode, text)
	}
	if response, text := s.patch(t, junk, 800, "more"); response.StatusCode != http.StatusConflict || !strings.Contains(text, `"recording_format"`) {
		t.Errorf("more junk: %d %s", response.StatusCode, text)
	}
	if found := s.recording(t, junk); found.Status != "failed" || found.Failure.Reason != "recording_format" {
		t.Errorf("%+v", found)
	}
}

func TestAWholeRecordingAsAForm(t *testing.T) {
	r := rt.New(t)
	s := serveRecordings(t, r.Service)
	audio := string(rt.Audio(t, "mp3", 2*time.Second))
	for _, c := range []struct {
		name   string
		fields []string
		status int
		want   string
	}{
		{"good", []string{"questionId", rt.Question, "audio", audio}, 201, `"status":"processing"`},
		{"kept", []string{"questionId", rt.Question, "keep", "true", "file", audio}, 201, `"expiresAt":"2026`},
		{"the question comes late", []string{"audio", audio, "questionId", rt.Question}, 400, `"field":"questionId","rule":"required"`},
		{"kept, or not?", []string{"questionId", rt.Question, "keep", "yes", "audio", audio}, 400, `"field":"keep","rule":"boolean"`},
		{"no recording", []string{"questionId", rt.Question}, 400, `has no recording`},
		{"empty", []string{"questionId", rt.Question, "audio", ""}, 400, "recording_empty"},
		{"junk", []string{"questionId", rt.Question, "audio", "Dear Sir or Madam"}, 400, "recording_format"},
		{"too large", []string{"questionId", rt.Question, "audio", audio + strings.Repeat("x", recording.MaxBytes)}, 413, "recording_too_large"},
		{"answered already", []string{"questionId", "answered", "audio", audio}, 409, "question_answered"},
	} {
		body, kind := form(t, c.fields...)
		response, text := s.send(t, "POST", recordingsPath, body, "Authorization", "Bearer u1", "Content-Type", kind, "Cookie", "__Host-device=d", "Sec-Fetch-Site", "same-origin")
		if response.StatusCode != c.status || !strings.Contains(text, c.want) {
			t.Errorf("%s: %d %s", c.name, response.StatusCode, text)
		}
		if c.status == 201 && !strings.HasPrefix(response.Header.Get("Location"), recordingsPath+"/") {
			t.Errorf("%s: %v", c.name, response.Header)
		}
	}
	body, kind := form(t, "questionId", rt.Question, "audio", audio)
	if response, text := s.send(t, "POST", recordingsPath, body[:len(body)-1000], "Authorization", "Bearer u1", "Content-Type", kind); response.StatusCode != http.StatusBadRequest || !strings.Contains(text, "cut off") {
		t.Errorf("cut off: %d %s", response.StatusCode, text)
	}
	r.Work(t)
	response, text := s.send(t, "GET", recordingsPath, "", "Authorization", "Bearer u1")
	var list struct{ Recordings []shown }
	if err := json.Unmarshal([]byte(text), &list); err != nil || response.StatusCode != http.StatusOK || len(list.Recordings) != 2 || list.Recordings[0].Status != "ready" {
		t.Fatalf("%v %s", err, text)
	}
	at := recordingsPath + "/" + list.Recordings[0].RecordingID
	for body, want := range map[string]int{`{"keep":true}`: 200, `{}`: 400, `no`: 400} {
		if response, text := s.send(t, "PUT", at+"/keep", body, "Authorization", "Bearer u1", "Content-Type", "application/json"); response.StatusCode != want {
			t.Errorf("%s: %d %s", body, response.StatusCode, text)
		}
	}
	if found := s.recording(t, at); !found.Keep || found.ExpiresAt != nil {
		t.Errorf("%+v", found)
	}
	if response, text := s.send(t, "POST", recordingsPath, "x", "Authorization", "Bearer u1", "Content-Type", "audio/mpeg"); response.StatusCode != http.StatusUnsupportedMediaType {
		t.Errorf("%d %s", response.StatusCode, text)
	}
	if response, _ := s.send(t, "DELETE", at, "", "Authorization", "Bearer u1"); response.StatusCode != http.StatusNoContent {
		t.Errorf("deleted: %d", response.StatusCode)
	}
	if response, text := s.send(t, "GET", at+"/audio", "", "Authorization", "Bearer u1"); response.StatusCode != http.StatusNotFound {
		t.Errorf("%d %s", response.StatusCode, text)
	}
}

func TestBrowsersMayUpload(t *testing.T) {
	r := rt.New(t)
	s := serveRecordings(t, r.Service)
	app := "https://app.interviewai.pro"
	response, _ := s.send(t, "OPTIONS", recordingsPath+"/r1", "", "Origin", app, "Access-Control-Request-Method", "PATCH", "Access-Control-Request-Headers", "authorization,content-type,tus-resumable,upload-offset")
	if h := response.Header; h.Get("Access-Control-Allow-Origin") != app || h.Get("Access-Control-Allow-Methods") != "PATCH" || !strings.Contains(h.Get("Access-Control-Allow-Headers"), "upload-offset") {
		t.Errorf("asked before: %v", h)
	}
	audio := string(rt.Audio(t, "ogg", time.Second))
	at := s.beginUpload(t, len(audio))
	cookies := []string{"Cookie", "__Host-device=d", "Content-Type", "application/offset+octet-stream", "Upload-Offset", "0"}
	if response, text := s.send(t, "PATCH", at, audio, tus(append(cookies, "Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site")...)...); response.StatusCode != http.StatusForbidden {
		t.Errorf("another site: %d %s", response.StatusCode, text)
	}
	response, text := s.send(t, "PATCH", at, audio, tus(append(cookies, "Origin", app, "Sec-Fetch-Site", "cross-site")...)...)
	if h := response.Header; response.StatusCode != http.StatusNoContent || !strings.Contains(h.Get("Access-Control-Expose-Headers"), "Upload-Offset") || h.Get("X-Frame-Options") != "DENY" {
		t.Errorf("our own: %d %s %v", response.StatusCode, text, h)
	}
}
