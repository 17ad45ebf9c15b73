package rpc_test

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"connectrpc.com/connect"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/structpb"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/server/llm/llmtest"
)

// scenario is one call: as it should be, and with bad input.
type scenario struct {
	name string
	call func(context.Context, interviewaiv1connect.LiveServiceClient, string) error
	// bad is told about field.
	bad   func(context.Context, interviewaiv1connect.LiveServiceClient) error
	field string
	// own says that the call concerns no particular session.
	own bool
}

func liveScenarios() []scenario {
	type live = interviewaiv1connect.LiveServiceClient
	return []scenario{
		{
			name: "CreateLiveSession", own: true,
			call: func(ctx context.Context, c live, _ string) error {
				_, err := c.CreateLiveSession(ctx, connect.NewRequest(&v1.CreateLiveSessionRequest{Consent: true}))
				return err
			},
			bad: func(ctx context.Context, c live) error {
				_, err := c.CreateLiveSession(ctx, connect.NewRequest(&v1.CreateLiveSessionRequest{}))
				return err
			}, field: "consent",
		},
		{
			name: "ListLiveSessions", own: true,
			call: func(ctx context.Context, c live, _ string) error {
				_, err := c.ListLiveSessions(ctx, connect.NewRequest(&v1.ListLiveSessionsRequest{}))
				return err
			},
			bad: func(ctx context.Context, c live) error {
				_, err := c.ListLiveSessions(ctx, connect.NewRequest(&v1.ListLiveSessionsRequest{PageToken: "rubbish"}))
				return err
			}, field: "page_token",
		},
		{
			name: "GetLiveSession",
			call: func(ctx context.Context, c live, id string) error {
				_, err := c.GetLiveSession(ctx, connect.NewRequest(&v1.GetLiveSessionRequest{SessionId: id}))
				return err
			},
			bad: func(ctx context.Context, c live) error {
				_, err := c.GetLiveSession(ctx, connect.NewRequest(&v1.GetLiveSessionRequest{}))
				return err
			}, field: "session_id",
		},
		{
			name: "UpdateLiveSession",
			call: func(ctx context.Context, c live, id string) error {
				_, err := c.UpdateLiveSession(ctx, connect.NewRequest(&v1.UpdateLiveSessionRequest{SessionId: id}))
				return err
			},
			bad: func(ctx context.Context, c live) error {
				_, err := c.UpdateLiveSession(ctx, connect.NewRequest(&v1.UpdateLiveSessionRequest{SessionId: "x", Options: &v1.AnswerOptions{Style: "rude"}}))
				return err
			}, field: "options.style",
		},
		{
			name: "RefreshMediaAccess",
			call: func(ctx context.Context, c live, id string) error {
				_, err := c.RefreshMediaAccess(ctx, connect.NewRequest(&v1.RefreshMediaAccessRequest{SessionId: id}))
				return err
			},
			bad: func(ctx context.Context, c live) error {
				_, err := c.RefreshMediaAccess(ctx, connect.NewRequest(&v1.RefreshMediaAccessRequest{}))
				return err
			}, field: "session_id",
		},
		{
			name: "ConnectMedia",
			call: func(ctx context.Context, c live, id string) error {
				_, err := c.ConnectMedia(ctx, connect.NewRequest(&v1.ConnectMediaRequest{
					SessionId: id, OfferSdp: "v=0", Tracks: []*v1.TrackDeclaration{{Mid: "0", Speaker: v1.Speaker_SPEAKER_INTERVIEWER}},
				}))
				return err
			},
			bad: func(ctx context.Context, c live) error {
				_, err := c.ConnectMedia(ctx, connect.NewRequest(&v1.ConnectMediaRequest{SessionId: "x", OfferSdp: "v=0"}))
				return err
			}, field: "tracks",
		},
		{
			name: "AskQuestion",
			call: func(ctx context.Context, c live, id string) error {
				_, err := c.AskQuestion(ctx, connect.NewRequest(&v1.AskQuestionRequest{SessionId: id, Question: "Why?"}))
				return err
			},
			bad: func(ctx context.Context, c live) error {
				_, err := c.AskQuestion(ctx, connect.NewRequest(&v1.AskQuestionRequest{SessionId: "x"}))
				return err
			}, field: "question",
		},
		{
			name: "WatchLiveSession",
			call: func(ctx context.Context, c live, id string) error {
				ctx, cancel := context.WithCancel(ctx)
				defer cancel()
				return firstOfStream(c.WatchLiveSession(ctx, connect.NewRequest(&v1.WatchLiveSessionRequest{SessionId: id})))
			},
			bad: func(ctx context.Context, c live) error {
				return firstOfStream(c.WatchLiveSession(ctx, connect.NewRequest(&v1.WatchLiveSessionRequest{SessionId: "x", AfterSequence: -1})))
			}, field: "after_sequence",
		},
		{
			name: "EndLiveSession",
			call: func(ctx context.Context, c live, id string) error {
				_, err := c.EndLiveSession(ctx, connect.NewRequest(&v1.EndLiveSessionRequest{SessionId: id}))
				return err
			},
			bad: func(ctx context.Context, c live) error {
				_, err := c.EndLiveSession(ctx, connect.NewRequest(&v1.EndLiveSessionRequest{}))
				return err
			}, field: "session_id",
		},
		{
			name: "DeleteLiveSession",
			call: func(ctx context.Context, c live, id string) error {
				_, err := c.DeleteLiveSession(ctx, connect.NewRequest(&v1.DeleteLiveSessionRequest{SessionId: id}))
				return err
			},
			bad: func(ctx context.Context, c live) error {
				_, err := c.DeleteLiveSession(ctx, connect.NewRequest(&v1.DeleteLiveSessionRequest{}))
				return err
			}, field: "session_id",
		},
	}
}

func firstOfStream(stream *connect.ServerStreamForClient[v1.WatchLiveSessionResponse], err error) error {
	if err != nil {
		return err
	}
	if !stream.Receive() {
		return stream.Err()
	}
	return nil
}

// TestEveryLiveCall plays each RPC as a stranger without token, as somebody
// else, with bad input, and as the owner. A new RPC without a line fails.
func TestEveryLiveCall(t *testing.T) {
	s := serveAll(t)
	id := s.create().GetSession().GetId()
	var names []string
	for _, sc := range liveScenarios() {
		names = append(names, sc.name)
		t.Run(sc.name, func(t *testing.T) {
			ctx := t.Context()
			for _, token := range []string{"", "rubbish", serviceToken} {
				if err := sc.call(ctx, s.live(token), id); connect.CodeOf(err) != connect.CodeUnauthenticated {
					t.Errorf("with token %q: %v, want unauthenticated", token, err)
				}
			}
			if err := sc.call(ctx, s.live("token-of-eve"), id); !sc.own && connect.CodeOf(err) != connect.CodeNotFound {
				t.Errorf("somebody else's session: %v, want not found", err)
			}
			err := sc.bad(ctx, s.live("token-of-anna"))
			if _, fields := refusal(err); connect.CodeOf(err) != connect.CodeInvalidArgument || !slices.Contains(fields, sc.field) {
				t.Errorf("bad input: %v, fields %v, want invalid with %s", err, fields, sc.field)
			}
			if err := sc.call(ctx, s.live("token-of-anna"), id); err != nil {
				t.Errorf("the owner: %v", err)
			}
		})
	}
	methods := v1.File_interviewai_v1_live_service_proto.Services().ByName("LiveService").Methods()
	for i := range methods.Len() {
		if name := string(methods.Get(i).Name()); !slices.Contains(names, name) {
			t.Errorf("%s has no scenario", name)
		}
	}
}

func TestCreatedSessionSaysHowToSendSound(t *testing.T) {
	s := serveAll(t)
	res := s.create()
	id := res.GetSession().GetId()
	m := res.GetMedia()
	if m.GetToken() != "media-token-of-anna-for-"+id || m.GetWhipCandidateUrl() != "https://coach.example.org/whip/"+id+"/candidate" ||
		m.GetWebsocketUrl() != "wss://coach.example.org/ws/audio" || m.GetIceServers()[0].GetCredential() != "p" {
		t.Errorf("media access %v", m)
	}
	got := res.GetSession()
	if got.GetState() != v1.LiveState_LIVE_STATE_WAITING || got.GetLastSequence() == 0 || !got.GetOptions().GetIncludeKeyPoints() || got.GetOutlinesOnly() {
		t.Errorf("session %v", got)
	}
}

// TestConversationTurnsSpeechIntoEvents plays the media role's side of the
// contract against the server and watches as a client would.
func TestConversationTurnsSpeechIntoEvents(t *testing.T) {
	s := serveAll(t)
	id := s.create().GetSession().GetId()
	if err := oneConversation(t.Context(), s.conversation("token-of-anna"), id); connect.CodeOf(err) != connect.CodeUnauthenticated {
		t.Errorf("a user opened the media role's stream: %v", err)
	}
	if err := oneConversation(t.Context(), s.conversation(serviceToken), "unknown"); connect.CodeOf(err) != connect.CodeNotFound {
		t.Errorf("a stream for an unknown session: %v", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	stream := s.conversation(serviceToken).Converse(ctx)
	send := func(m *v1.ConverseRequest) {
		t.Helper()
		if err := stream.Send(m); err != nil {
			t.Fatal(err)
		}
	}
	var heard []*v1.ConverseResponse // answers overtake each other
	receive := func(fits func(*v1.ConverseResponse) bool) *v1.ConverseResponse {
		t.Helper()
		if i := slices.IndexFunc(heard, fits); i >= 0 {
			return heard[i]
		}
		for {
			m, err := stream.Receive()
			if err != nil {
				t.Fatal(err)
			}
			heard = append(heard, m)
			if fits(m) {
				return m
			}
		}
	}
	send(&v1.ConverseRequest{Message: &v1.ConverseRequest_Open{Open: &v1.ConverseOpen{SessionId: id, Epoch: "e"}}})
	receive(func(m *v1.ConverseResponse) bool { return m.GetOpened() != nil })
	send(&v1.ConverseRequest{Message: &v1.ConverseRequest_State{State: &v1.MediaState{State: v1.LiveState_LIVE_STATE_ACTIVE}}})
	send(&v1.ConverseRequest{Message: &v1.ConverseRequest_SpeechStarted{SpeechStarted: &v1.SpeechStarted{Speaker: v1.Speaker_SPEAKER_INTERVIEWER}}})
	send(&v1.ConverseRequest{Message: &v1.ConverseRequest_Audio{Audio: &v1.SegmentAudio{
		SegmentId: "i1", Speaker: v1.Speaker_SPEAKER_INTERVIEWER, Start: durationpb.New(time.Second), Pcm: bytesOf(voice()),
	}}})
	send(&v1.ConverseRequest{Message: &v1.ConverseRequest_SpeechEnded{SpeechEnded: &v1.SpeechEnded{Speaker: v1.Speaker_SPEAKER_INTERVIEWER, At: durationpb.New(2 * time.Second)}}})
	send(&v1.ConverseRequest{Message: &v1.ConverseRequest_Transcribe{Transcribe: &v1.TranscribeSegment{SegmentId: "i1", Revision: 1, Samples: 16000, End: durationpb.New(2 * time.Second)}}})
	text := receive(func(m *v1.ConverseResponse) bool { return m.GetTranscript() != nil }).GetTranscript()
	if text.GetText() != "Why do you want to work here?" || text.GetFinal() || text.GetRevision() != 1 {
		t.Fatalf("transcript %v", text)
	}
	send(&v1.ConverseRequest{Message: &v1.ConverseRequest_Draft{Draft: &v1.DraftAnswer{TurnId: "t1", DraftId: "d1", SegmentIds: []string{"i1"}, Text: text.GetText()}}})
	send(&v1.ConverseRequest{Message: &v1.ConverseRequest_EndSegment{EndSegment: &v1.EndSegment{SegmentId: "i1", Revision: 1, Samples: 16000, End: durationpb.New(2 * time.Second)}}})
	receive(func(m *v1.ConverseResponse) bool { return m.GetTranscript().GetFinal() })
	send(&v1.ConverseRequest{Message: &v1.ConverseRequest_Commit{Commit: &v1.CommitTurn{
		TurnId: "t1", DraftId: "d1", SegmentIds: []string{"i1"}, Text: text.GetText(), Speaker: v1.Speaker_SPEAKER_INTERVIEWER,
		EndOfSpeech: durationpb.New(2 * time.Second),
	}}})
	receive(func(m *v1.ConverseResponse) bool { return m.GetTurnAccepted().GetTurnId() == "t1" })
	send(&v1.ConverseRequest{Message: &v1.ConverseRequest_CancelDraft{CancelDraft: &v1.CancelDraft{DraftId: "d1"}}})
	receive(func(m *v1.ConverseResponse) bool { return m.GetDraftCancelled().GetDraftId() == "d1" })
	receive(func(m *v1.ConverseResponse) bool { return m.GetEvent().GetSuggestionCompleted() != nil })
	send(&v1.ConverseRequest{Message: &v1.ConverseRequest_Dropped{Dropped: &v1.AudioDropped{Speaker: v1.Speaker_SPEAKER_CANDIDATE, Amount: durationpb.New(time.Second), Reason: "queue_full"}}})
	send(&v1.ConverseRequest{Message: &v1.ConverseRequest_Level{Level: &v1.AudioLevel{Speaker: v1.Speaker_SPEAKER_CANDIDATE, Quality: "good"}}})
	receive(func(m *v1.ConverseResponse) bool { return m.GetEvent().GetAudioLevel().GetQuality() == "good" })
	if _, err := s.live("token-of-anna").EndLiveSession(t.Context(), connect.NewRequest(&v1.EndLiveSessionRequest{SessionId: id})); err != nil {
		t.Fatal(err)
	}
	receive(func(m *v1.ConverseResponse) bool { return m.GetControl().GetEnded() })
	if err := stream.CloseRequest(); err != nil {
		t.Fatal(err)
	}
	got := strings.Join(watchAll(t, s, id), " ")
	want := "state speech_started speech_ended interim final question started delta completed notice level state"
	for _, name := range strings.Fields(want) {
		if !strings.Contains(got, name) {
			t.Errorf("no %s among the events: %s", name, got)
		}
	}
	if strings.Index(got, "final") > strings.Index(got, "question") {
		t.Errorf("the question came before its words: %s", got)
	}
}

func oneConversation(ctx context.Context, c interviewaiv1connect.ConversationServiceClient, id string) error {
	stream := c.Converse(ctx)
	_ = stream.Send(&v1.ConverseRequest{Message: &v1.ConverseRequest_Open{Open: &v1.ConverseOpen{SessionId: id, Epoch: "e"}}})
	_, err := stream.Receive()
	return err
}

// watchAll names the events of an ended session.
func watchAll(t *testing.T, s *services, id string) []string {
	t.Helper()
	stream, err := s.live("token-of-anna").WatchLiveSession(t.Context(), connect.NewRequest(&v1.WatchLiveSessionRequest{SessionId: id}))
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Close()
	var names []string
	for stream.Receive() {
		e := stream.Msg().GetEvent()
		switch e.GetEvent().(type) {
		case *v1.LiveEvent_StateChanged:
			names = append(names, "state")
		case *v1.LiveEvent_SpeechStarted:
			names = append(names, "speech_started")
		case *v1.LiveEvent_SpeechEnded:
			names = append(names, "speech_ended")
		case *v1.LiveEvent_AudioLevel:
			names = append(names, "level")
		case *v1.LiveEvent_Notice:
			names = append(names, "notice")
		case *v1.LiveEvent_QuestionDetected:
			names = append(names, "question")
		case *v1.LiveEvent_SuggestionStarted:
			names = append(names, "started")
		case *v1.LiveEvent_SuggestionDelta:
			names = append(names, "delta")
		case *v1.LiveEvent_SuggestionCompleted:
			names = append(names, "completed")
		case *v1.LiveEvent_Transcript:
			if e.GetTranscript().GetFinal() {
				names = append(names, "final")
			} else {
				names = append(names, "interim")
			}
		}
	}
	if err := stream.Err(); err != nil {
		t.Fatal(err)
	}
	return names
}

func TestTranscribeInEveryFormat(t *testing.T) {
	s := serveAll(t)
	for format, want := range map[string]string{"": "", "json": "", "text": "Why do you want", "srt": "-->", "vtt": "WEBVTT"} {
		res, err := s.ai("token-of-anna").Transcribe(t.Context(), connect.NewRequest(&v1.TranscribeRequest{Audio: wav(t, voice()), Language: "en", Format: format}))
		if err != nil {
			t.Fatalf("format %q: %v", format, err)
		}
		if m := res.Msg; m.GetTranscript() != "Why do you want to work here?" || m.GetDuration() != 1 || !strings.Contains(m.GetFormatted(), want) || m.GetDegraded() {
			t.Errorf("format %q: %v", format, m)
		}
	}
	_, err := s.ai("token-of-anna").Transcribe(t.Context(), connect.NewRequest(&v1.TranscribeRequest{Audio: []byte("not sound")}))
	if _, fields := refusal(err); connect.CodeOf(err) != connect.CodeInvalidArgument || !slices.Contains(fields, "audio") {
		t.Errorf("rubbish: %v, fields %v", err, fields)
	}
	s.words.Close()
	_, err = s.ai("token-of-anna").Transcribe(t.Context(), connect.NewRequest(&v1.TranscribeRequest{Audio: wav(t, voice())}))
	if reason, _ := refusal(err); connect.CodeOf(err) != connect.CodeUnavailable || reason != "transcription_unavailable" {
		t.Errorf("provider down: %v, reason %q", err, reason)
	}
}

func TestStreamTranscribe(t *testing.T) {
	s := serveAll(t)
	stream := s.ai("token-of-anna").StreamTranscribe(t.Context())
	for _, m := range []*v1.StreamTranscribeRequest{
		{Message: &v1.StreamTranscribeRequest_Config{Config: &v1.StreamTranscribeConfig{Language: "en"}}},
		{Message: &v1.StreamTranscribeRequest_Pcm{Pcm: bytesOf(voice())}},
	} {
		if err := stream.Send(m); err != nil {
			t.Fatal(err)
		}
	}
	if err := stream.CloseRequest(); err != nil {
		t.Fatal(err)
	}
	var last *v1.Transcript
	for {
		m, err := stream.Receive()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		last = m.GetTranscript()
	}
	if !last.GetFinal() || last.GetText() != "Why do you want to work here?" || last.GetEnd().AsDuration() != time.Second {
		t.Errorf("last transcript %v", last)
	}
	wrong := s.ai("token-of-anna").StreamTranscribe(t.Context())
	_ = wrong.Send(&v1.StreamTranscribeRequest{Message: &v1.StreamTranscribeRequest_Pcm{Pcm: []byte{0, 0}}})
	if _, err := wrong.Receive(); connect.CodeOf(err) != connect.CodeInvalidArgument {
		t.Errorf("sound before config: %v", err)
	}
}

func TestAnswersInVariants(t *testing.T) {
	s := serveAll(t)
	data, err := structpb.NewStruct(map[string]any{
		"personalInfo": map[string]any{"name": "Anna"}, "skills": []any{"Go", "Kafka"},
		"experience": []any{map[string]any{"title": "Backend engineer", "company": "Acme", "current": true}},
	})
	if err != nil {
		t.Fatal(err)
	}
	request := &v1.GenerateAnswerRequest{
		Question: "Why do you want to work here?", Context: &v1.AnswerContext{CvData: data, PreviousQuestions: []string{"Who are you?"}, PreviousAnswers: []string{"Anna."}},
		Options: &v1.AnswerOptions{Style: "balanced", Variations: 3},
	}
	res, err := s.ai("token-of-anna").GenerateAnswer(t.Context(), connect.NewRequest(request))
	if err != nil {
		t.Fatal(err)
	}
	var variants []string
	for _, a := range res.Msg.GetAnswers() {
		variants = append(variants, a.GetVariant())
	}
	if slices.Sort(variants); strings.Join(variants, " ") != "balanced professional simple" || res.Msg.GetAnswers()[0].GetVariant() != "balanced" || res.Msg.GetModel() == "" {
		t.Errorf("answers %v", res.Msg)
	}
	if q := s.model.Requests()[0]; !strings.Contains(q.Body, "Backend engineer") || !strings.Contains(q.Body, "Kafka") {
		t.Error("the parsed CV did not reach the model")
	}
	stream, err := s.ai("token-of-anna").StreamAnswer(t.Context(), connect.NewRequest(&v1.StreamAnswerRequest{Request: request}))
	if err != nil {
		t.Fatal(err)
	}
	text, whole := "", ""
	for stream.Receive() {
		text += stream.Msg().GetDelta()
		if c := stream.Msg().GetCompleted(); c != nil {
			whole = c.GetAnswers()[0].GetContent()
		}
	}
	if stream.Err() != nil || text == "" || text != whole {
		t.Errorf("streamed %q, whole %q, error %v", text, whole, stream.Err())
	}
	s.model.Script(llmtest.Reply{Status: 400})
	_, err = s.ai("token-of-anna").GenerateAnswer(t.Context(), connect.NewRequest(&v1.GenerateAnswerRequest{Question: "And then?"}))
	if reason, _ := refusal(err); connect.CodeOf(err) != connect.CodeUnavailable || reason != "answer_unavailable" {
		t.Errorf("model down: %v, reason %q", err, reason)
	}
	if _, err := s.ai("").GenerateAnswer(t.Context(), connect.NewRequest(request)); connect.CodeOf(err) != connect.CodeUnauthenticated {
		t.Errorf("without a token: %v", err)
	}
}
