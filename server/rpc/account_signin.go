package rpc

import (
	"context"
	"net/http"
	"time"

	"connectrpc.com/connect"
	"google.golang.org/protobuf/types/known/timestamppb"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/server/account/origin"
	"github.com/interviewai-pro/interviewai/server/account/signin"
	members "github.com/interviewai-pro/interviewai/server/account/user"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/web/cookie"
)

// SignIn implements AccountService.
func (a *Account) SignIn(ctx context.Context, req *connect.Request[v1.SignInRequest]) (*connect.Response[v1.SignInResponse], error) {
	m := req.Msg
	in, err := a.cfg.Users.SignIn(ctx, members.Credentials{
		Email: m.GetEmail(), Password: m.GetPassword(), Remember: m.GetRememberMe(), DeviceToken: m.GetDeviceToken(),
	})
	if err != nil {
		return nil, err
	}
	res := connect.NewResponse(&v1.SignInResponse{
		AccessToken: in.Tokens.Access, RefreshToken: shown(ctx, in.Tokens.Refresh), ExpiresIn: seconds(in.Tokens.AccessLife),
		User: profileOf(a.cfg.Users, in.User), DeviceToken: shown(ctx, in.DeviceToken), Restored: in.Restored,
	})
	return res, a.settle(ctx, req.Header(), res.Header(), in)
}

// settle hands a browser the cookies of a new session. The session whose cookie
// it had before ends, since nobody could use it any more.
func (a *Account) settle(ctx context.Context, request, response http.Header, in members.SignedIn) error {
	if before := cookie.Value(request, cookie.Refresh); before != "" {
		if err := a.cfg.Users.Forget(ctx, before); err != nil {
			return err
		}
	}
	setRefresh(response, in.Tokens)
	response.Add("Set-Cookie", cookie.Set(cookie.Device, in.DeviceToken, cookie.DeviceLife))
	return nil
}

// RefreshSession implements AccountService.
func (a *Account) RefreshSession(ctx context.Context, req *connect.Request[v1.RefreshSessionRequest]) (*connect.Response[v1.RefreshSessionResponse], error) {
	tokens, err := a.cfg.Users.Refresh(ctx, tokenOr(req.Msg.GetRefreshToken(), req.Header()))
	if fault.KindOf(err) == fault.Unauthenticated && req.Msg.GetRefreshToken() == "" {
		return nil, forgetting(err)
	}
	if err != nil {
		return nil, err
	}
	res := connect.NewResponse(&v1.RefreshSessionResponse{
		AccessToken: tokens.Access, RefreshToken: shown(ctx, tokens.Refresh), ExpiresIn: seconds(tokens.AccessLife),
	})
	setRefresh(res.Header(), tokens)
	return res, nil
}

// SignOut implements AccountService.
func (a *Account) SignOut(ctx context.Context, req *connect.Request[v1.SignOutRequest]) (*connect.Response[v1.SignOutResponse], error) {
	err := a.cfg.Users.SignOut(ctx, tokenOr(req.Msg.GetRefreshToken(), req.Header()))
	if fault.KindOf(err) == fault.Unauthenticated && req.Msg.GetRefreshToken() == "" && cookie.Value(req.Header(), cookie.Refresh) != "" {
		err = nil // a browser whose session is long gone is signed out
	}
	if err != nil {
		return nil, err
	}
	res := connect.NewResponse(&v1.SignOutResponse{Success: true, Message: "Logged out successfully"})
	res.Header().Add("Set-Cookie", cookie.Clear(cookie.Refresh))
	return res, nil
}

// ListSessions implements AccountService.
func (a *Account) ListSessions(ctx context.Context, _ *connect.Request[v1.ListSessionsRequest]) (*connect.Response[v1.ListSessionsResponse], error) {
	caller := identityOf(ctx)
	all, err := a.cfg.Users.Devices(ctx, caller.UserID)
	if err != nil {
		return nil, err
	}
	out := &v1.ListSessionsResponse{}
	for _, s := range all {
		out.Sessions = append(out.Sessions, &v1.SignInSession{
			Id: s.ID, Agent: s.Agent, Place: s.Place, Method: s.Method, Current: s.ID == caller.SessionID,
			CreatedAt: timestamppb.New(s.CreatedAt), LastUsedAt: timestamppb.New(s.LastUsedAt), ExpiresAt: timestamppb.New(s.ExpiresAt),
		})
	}
	return connect.NewResponse(out), nil
}

// RevokeSession implements AccountService.
func (a *Account) RevokeSession(ctx context.Context, req *connect.Request[v1.RevokeSessionRequest]) (*connect.Response[v1.RevokeSessionResponse], error) {
	if err := a.cfg.Users.EndDevice(ctx, identityOf(ctx).UserID, req.Msg.GetSessionId()); err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.RevokeSessionResponse{}), nil
}

// RevokeAllSessions implements AccountService.
func (a *Account) RevokeAllSessions(ctx context.Context, req *connect.Request[v1.RevokeAllSessionsRequest]) (*connect.Response[v1.RevokeAllSessionsResponse], error) {
	caller := identityOf(ctx)
	except := caller.SessionID
	if req.Msg.GetIncludeCurrent() {
		except = ""
	}
	n, err := a.cfg.Users.EndDevices(ctx, caller.UserID, except)
	if err != nil {
		return nil, err
	}
	res := connect.NewResponse(&v1.RevokeAllSessionsResponse{Revoked: int32(n)})
	if req.Msg.GetIncludeCurrent() {
		res.Header().Add("Set-Cookie", cookie.Clear(cookie.Refresh))
	}
	return res, nil
}

// StartOAuth implements AccountService.
func (a *Account) StartOAuth(ctx context.Context, req *connect.Request[v1.StartOAuthRequest]) (*connect.Response[v1.StartOAuthResponse], error) {
	m := req.Msg
	started, err := a.cfg.Users.StartOAuth(ctx, m.GetProvider(), members.OAuthAttempt{
		ReturnTo: m.GetReturnTo(), Language: m.GetLanguage(), Remember: m.GetRememberMe(), Terms: m.GetTermsAccepted(),
	})
	if err != nil {
		return nil, err
	}
	res := connect.NewResponse(&v1.StartOAuthResponse{AuthorizationUrl: started.URL, State: started.State, Binding: shown(ctx, started.Binding)})
	res.Header().Add("Set-Cookie", cookie.Set(cookie.OAuth, started.Binding, cookie.OAuthLife))
	return res, nil
}

// FinishOAuth implements AccountService.
func (a *Account) FinishOAuth(ctx context.Context, req *connect.Request[v1.FinishOAuthRequest]) (*connect.Response[v1.FinishOAuthResponse], error) {
	m := req.Msg
	binding := m.GetBinding()
	if binding == "" {
		binding = cookie.Value(req.Header(), cookie.OAuth)
	}
	in, err := a.cfg.Users.FinishOAuth(ctx, m.GetProvider(), m.GetCode(), m.GetState(), binding)
	if err != nil {
		return nil, err
	}
	res := connect.NewResponse(&v1.FinishOAuthResponse{
		AccessToken: in.Tokens.Access, RefreshToken: shown(ctx, in.Tokens.Refresh), ExpiresIn: seconds(in.Tokens.AccessLife),
		User: profileOf(a.cfg.Users, in.User), Created: in.Created, ReturnTo: in.ReturnTo, Restored: in.Restored,
		DeviceToken: shown(ctx, in.DeviceToken),
	})
	res.Header().Add("Set-Cookie", cookie.Clear(cookie.OAuth))
	return res, a.settle(ctx, req.Header(), res.Header(), in)
}

// tokenOr takes the refresh token from the message, or from the browser's
// cookie; the middleware has made sure that no other site sent it.
func tokenOr(token string, header http.Header) string {
	if token != "" {
		return token
	}
	return cookie.Value(header, cookie.Refresh)
}

// forgetting is a refusal that makes a browser forget a token that is good for
// nothing any more; its scripts cannot.
func forgetting(err error) error {
	refused := connect.NewError(connect.CodeUnauthenticated, err)
	refused.Meta().Add("Set-Cookie", cookie.Clear(cookie.Refresh))
	return refused
}

// shown keeps what a browser has in a cookie out of reach of its scripts.
func shown(ctx context.Context, secret string) string {
	if origin.FromContext(ctx).Browser {
		return ""
	}
	return secret
}

// setRefresh hands the refresh token to a browser for as long as it is good.
func setRefresh(header http.Header, t signin.Tokens) {
	header.Add("Set-Cookie", cookie.Set(cookie.Refresh, t.Refresh, t.Session.ExpiresAt.Sub(t.Session.LastUsedAt)))
}

func seconds(d time.Duration) int32 { return int32(d / time.Second) }
