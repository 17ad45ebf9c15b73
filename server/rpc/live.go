package rpc

import (
	"context"
	"strings"
	"time"

	"connectrpc.com/connect"
	"google.golang.org/protobuf/types/known/timestamppb"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/coach"
)

// MediaTokens issues the short-lived tokens by which a client may send sound
// into one session.
type MediaTokens interface {
	MediaToken(owner account.UserID, sessionID string, life time.Duration) (token string, expires time.Time, err error)
}

// LiveConfig is what the live service needs besides the domain.
type LiveConfig struct {
	Coach  *coach.Service
	Tokens MediaTokens
	// TokenLife is how long a media token lasts.
	TokenLife time.Duration
	// Media is the media role, in this process or another.
	Media interviewaiv1connect.MediaServiceClient
	// PublicURL is where clients reach WHIP and /ws/audio: http or https,
	// without a slash at the end.
	PublicURL string
	// ICEServers are handed to clients.
	ICEServers []*v1.IceServer
}

// Live implements LiveService.
type Live struct {
	interviewaiv1connect.UnimplementedLiveServiceHandler
	cfg LiveConfig
}

// NewLive returns the handler of LiveService.
func NewLive(cfg LiveConfig) *Live { return &Live{cfg: cfg} }

// CreateLiveSession implements LiveService.
func (l *Live) CreateLiveSession(ctx context.Context, req *connect.Request[v1.CreateLiveSessionRequest]) (*connect.Response[v1.CreateLiveSessionResponse], error) {
	m := req.Msg
	caller := callerOf(ctx)
	session, err := l.cfg.Coach.CreateSession(ctx, caller, coach.NewSession{
		LanguageHint: m.GetLanguageHint(), Context: contextFrom(m.GetContext()), Options: optionsFrom(m.GetOptions()),
		IdempotencyKey: m.GetIdempotencyKey(), SignIn: identityOf(ctx).SessionID,
	})
	if err != nil {
		return nil, err
	}
	out, media, err := l.opened(ctx, caller, session.ID)
	if err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.CreateLiveSessionResponse{Session: out, Media: media}), nil
}

// GetLiveSession implements LiveService.
func (l *Live) GetLiveSession(ctx context.Context, req *connect.Request[v1.GetLiveSessionRequest]) (*connect.Response[v1.GetLiveSessionResponse], error) {
	session, err := l.cfg.Coach.Session(ctx, callerOf(ctx), req.Msg.GetSessionId())
	if err != nil {
		return nil, err
	}
	out, err := l.session(ctx, session)
	return connect.NewResponse(&v1.GetLiveSessionResponse{Session: out}), err
}

// ListLiveSessions implements LiveService.
func (l *Live) ListLiveSessions(ctx context.Context, req *connect.Request[v1.ListLiveSessionsRequest]) (*connect.Response[v1.ListLiveSessionsResponse], error) {
	size := int(req.Msg.GetPageSize())
	if size == 0 {
		size = 20
	}
	sessions, next, err := l.cfg.Coach.ListSessions(ctx, callerOf(ctx), size, req.Msg.GetPageToken())
	if err != nil {
		return nil, err
	}
	out := &v1.ListLiveSessionsResponse{NextPageToken: next}
	for _, s := range sessions {
		m, err := l.session(ctx, s)
		if err != nil {
			return nil, err
		}
		out.Sessions = append(out.Sessions, m)
	}
	return connect.NewResponse(out), nil
}

// UpdateLiveSession implements LiveService.
func (l *Live) UpdateLiveSession(ctx context.Context, req *connect.Request[v1.UpdateLiveSessionRequest]) (*connect.Response[v1.UpdateLiveSessionResponse], error) {
	m := req.Msg
	change := coach.Change{Paused: m.Paused, LanguageHint: m.LanguageHint}
	if m.GetContext() != nil {
		x := contextFrom(m.GetContext())
		change.Context = &x
	}
	if m.GetOptions() != nil {
		o := optionsFrom(m.GetOptions())
		change.Options = &o
	}
	session, err := l.cfg.Coach.UpdateSession(ctx, callerOf(ctx), m.GetSessionId(), change)
	if err != nil {
		return nil, err
	}
	out, err := l.session(ctx, session)
	return connect.NewResponse(&v1.UpdateLiveSessionResponse{Session: out}), err
}

// EndLiveSession implements LiveService.
func (l *Live) EndLiveSession(ctx context.Context, req *connect.Request[v1.EndLiveSessionRequest]) (*connect.Response[v1.EndLiveSessionResponse], error) {
	session, err := l.cfg.Coach.EndSession(ctx, callerOf(ctx), req.Msg.GetSessionId(), "ended by the user")
	if err != nil {
		return nil, err
	}
	out, err := l.session(ctx, session)
	return connect.NewResponse(&v1.EndLiveSessionResponse{Session: out}), err
}

// DeleteLiveSession implements LiveService.
func (l *Live) DeleteLiveSession(ctx context.Context, req *connect.Request[v1.DeleteLiveSessionRequest]) (*connect.Response[v1.DeleteLiveSessionResponse], error) {
	err := l.cfg.Coach.DeleteSession(ctx, callerOf(ctx), req.Msg.GetSessionId())
	return connect.NewResponse(&v1.DeleteLiveSessionResponse{}), err
}

// RefreshMediaAccess implements LiveService.
func (l *Live) RefreshMediaAccess(ctx context.Context, req *connect.Request[v1.RefreshMediaAccessRequest]) (*connect.Response[v1.RefreshMediaAccessResponse], error) {
	caller := callerOf(ctx)
	session, err := l.cfg.Coach.OpenSession(ctx, caller, req.Msg.GetSessionId())
	if err != nil {
		return nil, err
	}
	media, err := l.access(session)
	return connect.NewResponse(&v1.RefreshMediaAccessResponse{Media: media}), err
}

// ConnectMedia implements LiveService.
func (l *Live) ConnectMedia(ctx context.Context, req *connect.Request[v1.ConnectMediaRequest]) (*connect.Response[v1.ConnectMediaResponse], error) {
	if _, err := l.cfg.Coach.OpenSession(ctx, callerOf(ctx), req.Msg.GetSessionId()); err != nil {
		return nil, err
	}
	res, err := l.cfg.Media.Connect(ctx, connect.NewRequest(&v1.ConnectRequest{Request: req.Msg}))
	if err != nil {
		return nil, err
	}
	return connect.NewResponse(res.Msg.GetResponse()), nil
}

// AskQuestion implements LiveService.
func (l *Live) AskQuestion(ctx context.Context, req *connect.Request[v1.AskQuestionRequest]) (*connect.Response[v1.AskQuestionResponse], error) {
	m := req.Msg
	turn, err := l.cfg.Coach.Ask(ctx, callerOf(ctx), m.GetSessionId(), m.GetQuestion(), m.GetIdempotencyKey())
	return connect.NewResponse(&v1.AskQuestionResponse{TurnId: turn}), err
}

// WatchLiveSession implements LiveService.
func (l *Live) WatchLiveSession(ctx context.Context, req *connect.Request[v1.WatchLiveSessionRequest], stream *connect.ServerStream[v1.WatchLiveSessionResponse]) error {
	id := req.Msg.GetSessionId()
	return l.cfg.Coach.Watch(ctx, callerOf(ctx), id, req.Msg.GetAfterSequence(), func(e coach.Event) error {
		return stream.Send(&v1.WatchLiveSessionResponse{Event: eventOf(id, e)})
	})
}

// opened is a session that was opened for a user, and how to send sound into it.
func (l *Live) opened(ctx context.Context, userID, id string) (*v1.LiveSession, *v1.MediaAccess, error) {
	session, err := l.cfg.Coach.Session(ctx, userID, id)
	if err != nil {
		return nil, nil, err
	}
	media, err := l.access(session)
	if err != nil {
		return nil, nil, err
	}
	out, err := l.session(ctx, session)
	return out, media, err
}

// access tells a client how to send sound.
func (l *Live) access(s coach.Session) (*v1.MediaAccess, error) {
	token, expires, err := l.cfg.Tokens.MediaToken(account.UserID(s.UserID), s.ID, l.cfg.TokenLife)
	if err != nil {
		return nil, err
	}
	base := l.cfg.PublicURL
	m := &v1.MediaAccess{
		Token: token, ExpiresAt: timestamppb.New(expires), IceServers: l.cfg.ICEServers,
		WhipCandidateUrl: base + "/whip/" + s.ID + "/candidate",
		WebsocketUrl:     "ws" + strings.TrimPrefix(base, "http") + "/ws/audio",
	}
	if s.Interview == "" { // in a mock interview nobody else speaks
		m.WhipInterviewerUrl = base + "/whip/" + s.ID + "/interviewer"
	}
	return m, nil
}

func (l *Live) session(ctx context.Context, s coach.Session) (*v1.LiveSession, error) {
	last, err := l.cfg.Coach.LastSequence(ctx, s.ID)
	if err != nil {
		return nil, err
	}
	m := &v1.LiveSession{
		Id: s.ID, State: stateOf(s.State), LanguageHint: s.LanguageHint, Language: s.Language, LastSequence: last,
		Context: &v1.LiveContext{
			CvText: s.Context.CV, JobDescription: s.Context.JobDescription, Company: s.Context.Company,
			JobRole: s.Context.JobRole, CandidateName: s.Context.CandidateName,
		},
		Options: &v1.AnswerOptions{
			Style: s.Options.Style, Length: s.Options.Length, Variations: int32(s.Options.Variations),
			IncludeKeyPoints: &s.Options.KeyPoints, IncludeFollowups: &s.Options.Followups, Language: s.Options.Language,
		},
		CreatedAt: timestamppb.New(s.StartedAt), DegradedRecognition: l.cfg.Coach.Degraded(), OutlinesOnly: l.cfg.Coach.OutlinesOnly(),
	}
	if !s.EndedAt.IsZero() {
		m.EndedAt = timestamppb.New(s.EndedAt)
	}
	return m, nil
}

func contextFrom(m *v1.LiveContext) coach.Context {
	return coach.Context{
		CV: m.GetCvText(), JobDescription: m.GetJobDescription(), Company: m.GetCompany(),
		JobRole: m.GetJobRole(), CandidateName: m.GetCandidateName(),
	}
}

func optionsFrom(m *v1.AnswerOptions) coach.Options {
	return coach.Options{
		Style: m.GetStyle(), Length: m.GetLength(), Variations: int(m.GetVariations()), Language: m.GetLanguage(),
		KeyPoints: m == nil || m.IncludeKeyPoints == nil || m.GetIncludeKeyPoints(),
		Followups: m == nil || m.IncludeFollowups == nil || m.GetIncludeFollowups(),
	}
}

// callerOf returns the signed-in user's id. The authenticating interceptor has
// put it there; without one the empty id owns nothing.
func callerOf(ctx context.Context) string {
	caller, _ := account.FromContext(ctx)
	return string(caller.UserID)
}
