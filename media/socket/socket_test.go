package socket

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"
	"go.uber.org/goleak"
	"google.golang.org/protobuf/types/known/durationpb"

	interviewaiv1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/media/access"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const patience = 60 * time.Second

// recorder is a session layer that writes down what happens.
type recorder struct {
	mu     sync.Mutex
	lines  []string
	notes  chan struct{}
	events chan *interviewaiv1.LiveEvent
	places map[interviewaiv1.Speaker]*place
	refuse error
}

func newRecorder() *recorder {
	return &recorder{
		notes: make(chan struct{}, 1000), events: make(chan *interviewaiv1.LiveEvent, 10),
		places: map[interviewaiv1.Speaker]*place{},
	}
}

func (r *recorder) note(format string, args ...any) {
	r.mu.Lock()
	r.lines = append(r.lines, fmt.Sprintf(format, args...))
	r.mu.Unlock()
	select {
	case r.notes <- struct{}{}:
	default:
	}
}

func (r *recorder) await(t *testing.T, want string) {
	t.Helper()
	deadline := time.After(patience)
	for {
		r.mu.Lock()
		found := slices.Contains(r.lines, want)
		lines := strings.Join(r.lines, "\n")
		r.mu.Unlock()
		if found {
			return
		}
		select {
		case <-r.notes:
		case <-deadline:
			t.Fatalf("%q is not in\n%s", want, lines)
		}
	}
}

func (r *recorder) Join(_ context.Context, id string, s interviewaiv1.Speaker) (Binding, error) {
	if r.refuse != nil {
		return nil, r.refuse
	}
	r.note("join %s %s", id, speakerName(s))
	p := &place{recorder: r, speaker: s, done: make(chan struct{})}
	r.mu.Lock()
	r.places[s] = p
	r.mu.Unlock()
	return p, nil
}

type place struct {
	*recorder
	speaker interviewaiv1.Speaker
	done    chan struct{}
	once    sync.Once
	lost    bool
}

func (p *place) PushPCM(pcm []int16, rate int, _ time.Time) error {
	p.note("pcm %s %d %d", speakerName(p.speaker), rate, pcm)
	return nil
}

func (p *place) PushOpus(b []byte, _ time.Time) error {
	if b[0] == 0xff {
		return errors.New("rubbish")
	}
	p.note("opus %s %x", speakerName(p.speaker), b)
	return nil
}

func (p *place) Subscribe() (Events, error) { return feed{p.events}, nil }
func (p *place) Done() <-chan struct{}      { return p.done }
func (p *place) Err() error {
	if p.lost {
		return ErrOver
	}
	return nil
}

func (p *place) Leave(reason string) {
	p.once.Do(func() {
		p.note("leave %s %s", speakerName(p.speaker), reason)
		close(p.done)
	})
}

func (p *place) lose() {
	p.once.Do(func() {
		p.lost = true
		close(p.done)
	})
}

type feed struct{ c chan *interviewaiv1.LiveEvent }

func (f feed) Events() <-chan *interviewaiv1.LiveEvent { return f.c }
func (feed) Close()                                    {}

type tokens struct{}

func (tokens) Grant(_ context.Context, token string) (access.Grant, error) {
	switch token {
	case "good":
		return access.Grant{SessionID: "s1", UserID: "u"}, nil
	case "judge":
		return access.Grant{}, access.ErrKeys
	}
	return access.Grant{}, access.ErrToken
}

type stage struct {
	sessions *recorder
	url      string
	stop     func()
}

func newStage(t *testing.T, cfg Config) *stage {
	t.Helper()
	r := newRecorder()
	s := New(cfg, tokens{}, r)
	ctx, stop := context.WithCancel(context.Background())
	var runs sync.WaitGroup
	runs.Go(func() {
		if err := s.Run(ctx); err != nil {
			t.Error(err)
		}
	})
	s.serve(true) // Run may begin a little later
	web := httptest.NewServer(s)
	t.Cleanup(func() {
		stop()
		runs.Wait()
		web.Close()
		http.DefaultClient.CloseIdleConnections()
	})
	return &stage{sessions: r, url: "ws" + strings.TrimPrefix(web.URL, "http"), stop: stop}
}

type client struct {
	t  *testing.T
	ws *websocket.Conn
}

// try connects; the socket is nil if it was refused.
func (s *stage) try(t *testing.T, query string, options *websocket.DialOptions) (*websocket.Conn, int) {
	t.Helper()
	ws, resp, err := websocket.Dial(t.Context(), s.url+query, options)
	if resp == nil {
		t.Fatal(err)
	}
	if resp.Body != nil {
		_ = resp.Body.Close()
	}
	return ws, resp.StatusCode
}

func (s *stage) dial(t *testing.T) *client {
	t.Helper()
	ws, status := s.try(t, "", &websocket.DialOptions{HTTPHeader: http.Header{"Authorization": {"Bearer good"}}})
	if ws == nil {
		t.Fatalf("status %d", status)
	}
	t.Cleanup(func() { _ = ws.CloseNow() })
	return &client{t, ws}
}

func (c *client) say(text string) {
	c.t.Helper()
	if err := c.ws.Write(c.t.Context(), websocket.MessageText, []byte(text)); err != nil {
		c.t.Fatal(err)
	}
}

func (c *client) sayBinary(b ...byte) {
	c.t.Helper()
	if err := c.ws.Write(c.t.Context(), websocket.MessageBinary, b); err != nil {
		c.t.Fatal(err)
	}
}

func (c *client) hear(want string) {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(c.t.Context(), patience)
	defer cancel()
	_, got, err := c.ws.Read(ctx)
	if err != nil {
		c.t.Fatal(err)
	}
	if string(got) != want {
		c.t.Fatalf("heard %s\nwant  %s", got, want)
	}
}

func (c *client) hearEnd(want websocket.StatusCode) {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(c.t.Context(), patience)
	defer cancel()
	for {
		if _, _, err := c.ws.Read(ctx); err != nil {
			if got := websocket.CloseStatus(err); got != want {
				c.t.Fatalf("closed with %v (%v), want %v", got, err, want)
			}
			return
		}
	}
}

func chunk(speaker string, pcm ...byte) string {
	return fmt.Sprintf(`{"type":"audio_chunk","sessionId":"s1","speaker":%q,"data":%q,"timestamp":1699704000000}`, speaker, base64.StdEncoding.EncodeToString(pcm))
}

func TestTheSpecificationsMessages(t *testing.T) {
	s := newStage(t, Config{})
	c := s.dial(t)
	c.say(`{"type":"start_stream","sessionId":"s1","config":{"sampleRate":16000,"language":"en"}}`)
	c.say(`{"type":"audio_chunk","sessionId":"s1","data":"AQACAP//","timestamp":1699704000000}`)
	s.sessions.await(t, "join s1 interviewer")
	s.sessions.await(t, "pcm interviewer 16000 [1 2 -1]")
	s.sessions.events <- &interviewaiv1.LiveEvent{SessionId: "s1", Event: &interviewaiv1.LiveEvent_Transcript{Transcript: &interviewaiv1.Transcript{
		Speaker: interviewaiv1.Speaker_SPEAKER_INTERVIEWER, Text: "Tell me about yourself", Final: true, Confidence: 0.96,
	}}}
	c.hear(`{"type":"transcription","sessionId":"s1","text":"Tell me about yourself","isFinal":true,"confidence":0.96,"speaker":"interviewer"}`)
	s.sessions.events <- &interviewaiv1.LiveEvent{SessionId: "s1", Event: &interviewaiv1.LiveEvent_SuggestionCompleted{SuggestionCompleted: &interviewaiv1.SuggestionCompleted{
		Answer:  &interviewaiv1.GeneratedAnswer{Variant: "professional", Content: "I'm a software engineer...", KeyPoints: []string{"Go"}},
		Timings: &interviewaiv1.SuggestionTimings{EndOfSpeech: durationpb.New(time.Second), LastToken: durationpb.New(3850 * time.Millisecond)},
	}}}
	c.hear(`{"type":"answer","sessionId":"s1","answers":[{"variant":"professional","content":"I'm a software engineer...","keyPoints":["Go"]}],"processingTime":2850}`)
	s.sessions.events <- &interviewaiv1.LiveEvent{SessionId: "s1", Event: &interviewaiv1.LiveEvent_Error{Error: &interviewaiv1.LiveError{Reason: "transcription_unavailable", Message: "Failed to transcribe audio"}}}
	c.hear(`{"type":"error","sessionId":"s1","code":"TRANSCRIPTION_FAILED","message":"Failed to transcribe audio"}`)
	c.say(`{"type":"end_stream","sessionId":"s1"}`)
	s.sessions.await(t, "leave interviewer ended")
	s.sessions.events <- &interviewaiv1.LiveEvent{SessionId: "s1", Event: &interviewaiv1.LiveEvent_Transcript{Transcript: &interviewaiv1.Transcript{Text: ""}}}
	c.hear(`{"type":"transcription","sessionId":"s1","text":"","isFinal":false,"confidence":0,"speaker":"interviewer"}`)
	if err := c.ws.Close(websocket.StatusNormalClosure, ""); err != nil {
		t.Error(err)
	}
}

func TestTwoSpeakersAndOpus(t *testing.T) {
	s := newStage(t, Config{})
	c := s.dial(t)
	c.say(`{"type":"start_stream","sessionId":"s1","speaker":"candidate","config":{"sampleRate":48000}}`)
	c.say(`{"type":"audio_chunk","sessionId":"s1","data":"BwA="}`) // the only stream is meant
	c.say(`{"type":"start_stream","sessionId":"s1"}`)
	c.say(chunk("interviewer", 1, 0))
	c.say(chunk("candidate", 2, 0))
	c.sayBinary(0, 0xfc, 1)
	c.sayBinary(1, 0xfc, 2)
	for _, want := range []string{
		"pcm candidate 48000 [7]", "pcm interviewer 16000 [1]", "pcm candidate 48000 [2]", "opus interviewer fc01", "opus candidate fc02",
	} {
		s.sessions.await(t, want)
	}
	c.say(`{"type":"end_stream","sessionId":"s1","speaker":"candidate"}`)
	s.sessions.await(t, "leave candidate ended")
	if err := c.ws.CloseNow(); err != nil {
		t.Error(err)
	}
	s.sessions.await(t, "leave interviewer closed")
}

func TestBadInputIsExplained(t *testing.T) {
	s := newStage(t, Config{})
	long := base64.StdEncoding.EncodeToString(make([]byte, 2*(maxChunk*16000+1)))
	for _, tc := range []struct{ say, code, field string }{
		{`{`, codeMessage, "JSON"},
		{`[]`, codeMessage, "JSON"},
		{`{"type":"audio_chunk","sessionId":7}`, codeMessage, "sessionId"},
		{`{"type":"hello","sessionId":"s1"}`, codeMessage, "type"},
		{`{"type":"start_stream"}`, codeMessage, "sessionId"},
		{`{"type":"start_stream","sessionId":"s2"}`, codeSession, "sessionId"},
		{`{"type":"start_stream","sessionId":"s1","speaker":"x"}`, codeMessage, "speaker"},
		{`{"type":"start_stream","sessionId":"s1","config":{"sampleRate":7999}}`, codeMessage, "config.sampleRate"},
		{`{"type":"start_stream","sessionId":"s1","config":{"sampleRate":16000.5}}`, codeMessage, "config.sampleRate"},
		{`{"type":"start_stream","sessionId":"s1","config":{"language":"01234567890123456"}}`, codeMessage, "config.language"},
		{`{"type":"audio_chunk","sessionId":"s1","speaker":"candidate","data":"AAA="}`, codeState, "start_stream"},
		{`{"type":"audio_chunk","sessionId":"s1","data":"%"}`, codeMessage, "data"},
		{`{"type":"audio_chunk","sessionId":"s1","data":""}`, codeMessage, "data"},
		{`{"type":"audio_chunk","sessionId":"s1","data":"AA=="}`, codeMessage, "data"},
		{`{"type":"audio_chunk","sessionId":"s1","data":"AAA=","timestamp":-1}`, codeMessage, "timestamp"},
		{`{"type":"audio_chunk","sessionId":"s1","data":"` + long + `"}`, codeMessage, "data"},
		{`{"type":"end_stream","sessionId":"s1","speaker":"candidate"}`, codeState, "stream"},
		{"\x00", codeMessage, "binary"},
		{"\x02\xfc", codeMessage, "first byte"},
		{"\x01\xfc", codeState, "start_stream"},
		{"\x00\xff", codeAudio, "Opus"},
		{"\x00" + strings.Repeat("x", maxOpus), codeMessage, "packet"},
	} {
		t.Run(tc.say[:min(len(tc.say), 60)], func(t *testing.T) {
			c := s.dial(t)
			c.say(`{"type":"start_stream","sessionId":"s1"}`)
			if tc.say[0] < 8 {
				c.sayBinary([]byte(tc.say)...)
			} else {
				c.say(tc.say)
			}
			var got outgoing
			_, text, err := c.ws.Read(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(text, &got); err != nil || got.Type != "error" || got.Code != tc.code || !strings.Contains(got.Message, tc.field) {
				t.Fatalf("%s %v, want %s about %s", text, err, tc.code, tc.field)
			}
			c.sayBinary(0, 0xfc, 9) // the socket goes on
			s.sessions.await(t, "opus interviewer fc09")
		})
	}
}

func TestWhatEndsASocket(t *testing.T) {
	start := `{"type":"start_stream","sessionId":"s1"}`
	for _, tc := range []struct {
		story  string
		cfg    Config
		do     func(s *stage, c *client)
		status websocket.StatusCode
	}{
		{"idle", Config{IdleTimeout: 20 * time.Millisecond}, func(*stage, *client) {}, websocket.StatusPolicyViolation},
		{"a message too big", Config{}, func(_ *stage, c *client) { c.say(strings.Repeat(" ", maxMessage+1)) }, websocket.StatusMessageTooBig},
		{"bad messages without end", Config{}, func(_ *stage, c *client) {
			for range maxFaults + 1 {
				c.say("{")
			}
		}, websocket.StatusPolicyViolation},
		{"the server drains", Config{}, func(s *stage, c *client) {
			c.say(start)
			s.sessions.await(t, "join s1 interviewer")
			s.stop()
		}, websocket.StatusGoingAway},
		{"the session ends", Config{}, func(s *stage, c *client) {
			c.say(start)
			s.sessions.await(t, "join s1 interviewer")
			close(s.sessions.events)
		}, websocket.StatusGoingAway},
	} {
		t.Run(tc.story, func(t *testing.T) {
			s := newStage(t, tc.cfg)
			c := s.dial(t)
			tc.do(s, c)
			c.hearEnd(tc.status)
		})
	}
}

func TestFloodsAndLosses(t *testing.T) {
	s := newStage(t, Config{})
	c := s.dial(t)
	c.say(`{"type":"start_stream","sessionId":"s1","config":{"sampleRate":8000}}`)
	second := make([]byte, 2*8000*maxChunk)
	for range 6 { // twelve seconds of sound at once
		c.say(chunk("interviewer", second...))
	}
	c.hear(`{"type":"error","sessionId":"s1","code":"RATE_LIMITED","message":"sound must not come faster than twice real time"}`)
	s.sessions.mu.Lock()
	p := s.sessions.places[interviewaiv1.Speaker_SPEAKER_INTERVIEWER]
	s.sessions.mu.Unlock()
	p.lose()
	c.hear(`{"type":"error","sessionId":"s1","speaker":"interviewer","code":"STREAM_ENDED","message":"the stream has ended: the session is over, or another connection sends this speaker"}`)
}

func TestWhoMayConnect(t *testing.T) {
	s := newStage(t, Config{Origins: []string{"https://app.example.org"}})
	for _, tc := range []struct {
		story, query, origin, token string
		protocols                   []string
		status                      int
	}{
		{"header", "", "", "good", nil, 101},
		{"query", "?access_token=good", "", "", nil, 101},
		{"subprotocol", "", "", "", []string{"interviewai", "token.good"}, 101},
		{"our origin", "", "https://app.example.org", "good", nil, 101},
		{"foreign origin", "", "https://evil.example", "good", nil, 403},
		{"no token", "", "", "", nil, 401},
		{"bad token", "?access_token=x", "", "", nil, 401},
		{"token cannot be judged", "", "", "judge", nil, 503},
	} {
		t.Run(tc.story, func(t *testing.T) {
			header := http.Header{}
			if tc.token != "" {
				header.Set("Authorization", "Bearer "+tc.token)
			}
			if tc.origin != "" {
				header.Set("Origin", tc.origin)
			}
			ws, status := s.try(t, tc.query, &websocket.DialOptions{HTTPHeader: header, Subprotocols: tc.protocols})
			if status != tc.status {
				t.Fatalf("status %d", status)
			}
			if ws != nil {
				if want := len(tc.protocols) > 0; want != (ws.Subprotocol() == protocol) {
					t.Errorf("subprotocol %q", ws.Subprotocol())
				}
				_ = ws.CloseNow()
			}
		})
	}
}

func TestRefusals(t *testing.T) {
	s := newStage(t, Config{MaxSockets: 1})
	s.sessions.refuse = fmt.Errorf("full: %w", ErrBusy)
	c := s.dial(t)
	c.say(`{"type":"start_stream","sessionId":"s1"}`)
	c.hear(`{"type":"error","sessionId":"s1","code":"UNAVAILABLE","message":"no room for another stream now; try again"}`)
	if _, status := s.try(t, "?access_token=good", nil); status != http.StatusServiceUnavailable {
		t.Errorf("a second socket: %d", status)
	}
}

// FuzzMessage feeds text and binary messages to a started stream: whatever
// comes, it is taken or explained, never more than a message's worth of sound.
func FuzzMessage(f *testing.F) {
	f.Add(true, []byte(`{"type":"start_stream","sessionId":"s1","config":{"sampleRate":16000,"language":"en"}}`))
	f.Add(true, []byte(`{"type":"audio_chunk","sessionId":"s1","data":"AQACAP//","timestamp":1699704000000}`))
	f.Add(true, []byte(`{"type":"end_stream","sessionId":"s1","speaker":"candidate"}`))
	f.Add(true, []byte(`{"type":"start_stream","sessionId":"s1","config":{"sampleRate":1e300}}`))
	f.Add(false, []byte{0, 0xfc, 1, 2})
	f.Add(false, []byte{1})
	f.Fuzz(func(t *testing.T, text bool, data []byte) {
		kind := websocket.MessageBinary
		if text {
			kind = websocket.MessageText
		}
		r := newRecorder()
		c := newConn(New(Config{}, tokens{}, r), nil, "s1")
		ctx, cancel := context.WithCancel(t.Context())
		now := time.Unix(1_700_000_000, 0)
		if f := c.handle(ctx, websocket.MessageText, []byte(`{"type":"start_stream","sessionId":"s1","config":{"sampleRate":8000}}`), now); f != nil {
			t.Fatal(f)
		}
		if f := c.handle(ctx, kind, data, now); f != nil && (f.code == "" || f.message == "") {
			t.Errorf("an empty explanation for %q", data)
		}
		if len(c.samples) > maxChunk*maxRate {
			t.Errorf("%d samples were taken", len(c.samples))
		}
		cancel()
		c.loops.Wait()
	})
}
