package web_test

import (
	"context"
	"net/http"
	"strings"

	"connectrpc.com/connect"
	"google.golang.org/protobuf/types/known/timestamppb"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/server/account/origin"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/web/cookie"
)

// accounts says back what it was given, where the answer has room for it.
type accounts struct {
	interviewaiv1connect.UnimplementedAccountServiceHandler
}

// VerifyEmail tells where the call came from.
func (accounts) VerifyEmail(ctx context.Context, r *connect.Request[v1.VerifyEmailRequest]) (*connect.Response[v1.VerifyEmailResponse], error) {
	if r.Msg.GetToken() == "used" {
		return nil, fault.New(fault.Invalid, "invalid_link", "This link was used already.")
	}
	from := origin.FromContext(ctx)
	browser := ""
	if from.Browser {
		browser = " browser"
	}
	return connect.NewResponse(&v1.VerifyEmailResponse{Success: true, Message: "from " + from.Address.String() + " by " + from.Agent + " device " + from.DeviceToken + browser}), nil
}

func (accounts) ResetPassword(_ context.Context, r *connect.Request[v1.ResetPasswordRequest]) (*connect.Response[v1.ResetPasswordResponse], error) {
	if len(r.Msg.GetNewPassword()) < 8 {
		return nil, fault.BadField("new_password", "min_length", "Use at least 8 characters.")
	}
	return connect.NewResponse(&v1.ResetPasswordResponse{Success: true, Message: "Sign in with " + strings.ToUpper(r.Msg.GetToken())}), nil
}

func (accounts) ConfirmEmailChange(context.Context, *connect.Request[v1.ConfirmEmailChangeRequest]) (*connect.Response[v1.ConfirmEmailChangeResponse], error) {
	return connect.NewResponse(&v1.ConfirmEmailChangeResponse{Success: true, Message: "One more address."}), nil
}

func (accounts) RefreshSession(_ context.Context, r *connect.Request[v1.RefreshSessionRequest]) (*connect.Response[v1.RefreshSessionResponse], error) {
	return connect.NewResponse(&v1.RefreshSessionResponse{AccessToken: strings.Repeat("a", 2000), RefreshToken: cookie.Value(r.Header(), cookie.Refresh)}), nil
}

func (accounts) FinishOAuth(ctx context.Context, r *connect.Request[v1.FinishOAuthRequest]) (*connect.Response[v1.FinishOAuthResponse], error) {
	if cookie.Value(r.Header(), cookie.OAuth) != "binding" || !origin.FromContext(ctx).Browser {
		return nil, fault.New(fault.Invalid, "invalid_attempt", "This sign-in did not begin in this browser.")
	}
	if r.Msg.GetCode() == "new" {
		return nil, fault.New(fault.Denied, "terms_not_accepted", "There is no account for this address yet.")
	}
	answer := connect.NewResponse(&v1.FinishOAuthResponse{AccessToken: "secret-access", ReturnTo: r.Msg.GetState()})
	answer.Header().Add("Set-Cookie", cookie.Set(cookie.Refresh, "fresh", 0))
	answer.Header().Add("Set-Cookie", cookie.Clear(cookie.OAuth))
	return answer, nil
}

// users has one user with a long profile.
type users struct {
	interviewaiv1connect.UnimplementedUserServiceHandler
}

func (users) GetProfile(context.Context, *connect.Request[v1.GetProfileRequest]) (*connect.Response[v1.GetProfileResponse], error) {
	return connect.NewResponse(&v1.GetProfileResponse{User: &v1.UserProfile{
		Id: "u1", Bio: strings.Repeat("long ", 400), CreatedAt: timestamppb.Now(),
		Subscription: &v1.SubscriptionInfo{Plan: "free", Status: "active"}, Usage: &v1.UsageInfo{},
	}}), nil
}

func (users) UploadAvatar(_ context.Context, r *connect.Request[v1.UploadAvatarRequest]) (*connect.Response[v1.UploadAvatarResponse], error) {
	return connect.NewResponse(&v1.UploadAvatarResponse{Avatar: "/api/v1/avatars/" + http.DetectContentType(r.Msg.GetImage())}), nil
}

func (users) ListExports(context.Context, *connect.Request[v1.ListExportsRequest]) (*connect.Response[v1.ListExportsResponse], error) {
	return connect.NewResponse(&v1.ListExportsResponse{Exports: []*v1.DataExport{{Id: "e1", Size: 1 << 40}}}), nil
}

func (users) RestoreAccount(context.Context, *connect.Request[v1.RestoreAccountRequest]) (*connect.Response[v1.RestoreAccountResponse], error) {
	return connect.NewResponse(&v1.RestoreAccountResponse{Success: true, Message: "Welcome back."}), nil
}
