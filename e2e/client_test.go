package e2e

import (
	"bytes"
	"context"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"connectrpc.com/connect"
	"google.golang.org/protobuf/encoding/protojson"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
)

const demo = "../clients/demo/"

// ctl runs the command-line client to its end.
func (s *service) ctl(t *testing.T, command string, args ...string) (stdout, stderr string, err error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, program(clientProgram), append([]string{command}, args...)...)
	cmd.Env = cleanEnvironment("INTERVIEWAI_SERVER="+s.url, "INTERVIEWAI_TOKEN="+s.token(t, "candidate@example.org"))
	var out, diagnostics bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &diagnostics
	err = cmd.Run()
	return out.String(), diagnostics.String(), err
}

// play plays a recording and returns every event, in order.
func (s *service) play(t *testing.T, args ...string) []*v1.LiveEvent {
	t.Helper()
	out, diagnostics, err := s.ctl(t, "play", append([]string{"--json"}, args...)...)
	if err != nil {
		t.Fatalf("play %v: %v\n%s", args, err, diagnostics)
	}
	return readEvents(t, out)
}

func readEvents(t *testing.T, lines string) []*v1.LiveEvent {
	t.Helper()
	var events []*v1.LiveEvent
	for line := range strings.Lines(lines) {
		e := &v1.LiveEvent{}
		if err := protojson.Unmarshal([]byte(line), e); err != nil {
			t.Fatalf("%v in %q", err, line)
		}
		if n := len(events); n > 0 && e.GetSequence() <= events[n-1].GetSequence() {
			t.Errorf("event %d came after %d", e.GetSequence(), events[n-1].GetSequence())
		}
		events = append(events, e)
	}
	return events
}

// said joins a speaker's final words.
func said(events []*v1.LiveEvent, speaker v1.Speaker) string {
	var words []string
	for _, e := range events {
		if x := e.GetTranscript(); x.GetFinal() && x.GetSpeaker() == speaker && x.GetText() != "" {
			words = append(words, x.GetText())
		}
	}
	return strings.Join(words, " ")
}

// pick returns what f finds in the events.
func pick[T any](events []*v1.LiveEvent, f func(*v1.LiveEvent) *T) []*T {
	var found []*T
	for _, e := range events {
		if x := f(e); x != nil {
			found = append(found, x)
		}
	}
	return found
}

// bearer puts a token on calls.
type bearer string

func (b bearer) WrapUnary(next connect.UnaryFunc) connect.UnaryFunc {
	return func(ctx context.Context, req connect.AnyRequest) (connect.AnyResponse, error) {
		req.Header().Set("Authorization", "Bearer "+string(b))
		return next(ctx, req)
	}
}

func (b bearer) WrapStreamingClient(next connect.StreamingClientFunc) connect.StreamingClientFunc {
	return func(ctx context.Context, spec connect.Spec) connect.StreamingClientConn {
		conn := next(ctx, spec)
		conn.RequestHeader().Set("Authorization", "Bearer "+string(b))
		return conn
	}
}

func (b bearer) WrapStreamingHandler(next connect.StreamingHandlerFunc) connect.StreamingHandlerFunc {
	return next
}

func (s *service) live(t *testing.T, email string) interviewaiv1connect.LiveServiceClient {
	t.Helper()
	return interviewaiv1connect.NewLiveServiceClient(http.DefaultClient, s.url, connect.WithInterceptors(bearer(s.token(t, email))))
}

func newSession(t *testing.T, live interviewaiv1connect.LiveServiceClient) string {
	t.Helper()
	res, err := live.CreateLiveSession(t.Context(), connect.NewRequest(&v1.CreateLiveSessionRequest{Consent: true}))
	if err != nil {
		t.Fatal(err)
	}
	return res.Msg.GetSession().GetId()
}

// watchUntil returns the events after a number up to the first that is enough.
func watchUntil(t *testing.T, live interviewaiv1connect.LiveServiceClient, session string, after int64, enough func(*v1.LiveEvent) bool) []*v1.LiveEvent {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	stream, err := live.WatchLiveSession(ctx, connect.NewRequest(&v1.WatchLiveSessionRequest{SessionId: session, AfterSequence: after}))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = stream.Close() }()
	var events []*v1.LiveEvent
	for stream.Receive() {
		e := stream.Msg().GetEvent()
		if e.GetSequence() <= after {
			t.Errorf("event %d, watched after %d", e.GetSequence(), after)
		}
		events = append(events, e)
		if enough(e) {
			return events
		}
	}
	t.Fatalf("the watch ended after %d events: %v", len(events), stream.Err())
	return nil
}

// clip cuts a stretch of a recording into a file of the format that its name
// says.
func clip(t *testing.T, source, name, from, to string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	cut := exec.CommandContext(t.Context(), "ffmpeg", "-nostdin", "-loglevel", "error", "-i", source, "-ss", from, "-to", to, file)
	if out, err := cut.CombinedOutput(); err != nil {
		t.Fatalf("cut %s: %v\n%s", source, err, out)
	}
	return file
}

// Two of the interviewer's questions, and where they are with the silence around
// them, in seconds.
const (
	firstQuestion                        = "can you tell me about yourself"
	firstQuestionFrom, firstQuestionTo   = "10.6", "14.2"
	doubleQuestion                       = "how do you test your code and what do you do when a test fails"
	doubleQuestionFrom, doubleQuestionTo = "45.0", "52.0"
	lastQuestion                         = "why do you want to work for our company"
	lastQuestionFrom, lastQuestionTo     = "59.0", "62.6"
)

// like holds heard words to those spoken, as far as an offline recogniser goes:
// two of three must be right, and what is heard besides counts as wrong.
func like(t *testing.T, heard, spoken string) {
	t.Helper()
	want := strings.Fields(spoken)
	if wrong := editDistance(strings.Fields(strings.ToLower(heard)), want); wrong*3 > len(want) {
		t.Errorf("heard %q for %q", heard, spoken)
	}
}

// editDistance is the number of words to put in, take out or change.
func editDistance(a, b []string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j := range b {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
