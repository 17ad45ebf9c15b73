package rpc

import (
	"context"

	"connectrpc.com/connect"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/account/captcha"
	members "github.com/interviewai-pro/interviewai/server/account/user"
)

// Challenges makes proof-of-work challenges.
type Challenges interface {
	Challenge() (captcha.Challenge, error)
}

// OAuthInfo names a provider.
type OAuthInfo struct{ ID, Name string }

// AccountConfig is what the account service needs.
type AccountConfig struct {
	Users *members.Service
	// Challenges are what registering asks for.
	Challenges Challenges
	// Providers one can sign in through, in the order to be shown.
	Providers []OAuthInfo
}

// Account implements AccountService.
type Account struct {
	interviewaiv1connect.UnimplementedAccountServiceHandler
	cfg AccountConfig
}

// NewAccount returns the handler of AccountService.
func NewAccount(cfg AccountConfig) *Account { return &Account{cfg: cfg} }

// CreateChallenge implements AccountService.
func (a *Account) CreateChallenge(context.Context, *connect.Request[v1.CreateChallengeRequest]) (*connect.Response[v1.CreateChallengeResponse], error) {
	c, err := a.cfg.Challenges.Challenge()
	if err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.CreateChallengeResponse{
		Algorithm: c.Algorithm, Challenge: c.Challenge, Maxnumber: int32(c.MaxNumber), Salt: c.Salt, Signature: c.Signature,
	}), nil
}

// Register implements AccountService.
func (a *Account) Register(ctx context.Context, req *connect.Request[v1.RegisterRequest]) (*connect.Response[v1.RegisterResponse], error) {
	m := req.Msg
	id, err := a.cfg.Users.Register(ctx, members.Registration{
		Email: m.GetEmail(), Password: m.GetPassword(), FirstName: m.GetFirstName(), LastName: m.GetLastName(),
		Language: m.GetLanguage(), Captcha: m.GetCaptcha(),
	})
	if err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.RegisterResponse{
		Success: true, Message: "Registration successful. Please verify your email.", UserId: id, VerificationSent: true,
	}), nil
}

// VerifyEmail implements AccountService.
func (a *Account) VerifyEmail(ctx context.Context, req *connect.Request[v1.VerifyEmailRequest]) (*connect.Response[v1.VerifyEmailResponse], error) {
	if err := a.cfg.Users.VerifyEmail(ctx, req.Msg.GetToken()); err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.VerifyEmailResponse{Success: true, Message: "Your address is confirmed. You can sign in now."}), nil
}

// ResendVerification implements AccountService.
func (a *Account) ResendVerification(ctx context.Context, req *connect.Request[v1.ResendVerificationRequest]) (*connect.Response[v1.ResendVerificationResponse], error) {
	if err := a.cfg.Users.ResendVerification(ctx, req.Msg.GetEmail()); err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.ResendVerificationResponse{Success: true, Message: "If this address waits to be confirmed, a mail is on its way to it."}), nil
}

// RequestPasswordReset implements AccountService.
func (a *Account) RequestPasswordReset(ctx context.Context, req *connect.Request[v1.RequestPasswordResetRequest]) (*connect.Response[v1.RequestPasswordResetResponse], error) {
	if err := a.cfg.Users.RequestPasswordReset(ctx, req.Msg.GetEmail()); err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.RequestPasswordResetResponse{Success: true, Message: "If this address has an account, a mail with a link is on its way to it."}), nil
}

// ResetPassword implements AccountService.
func (a *Account) ResetPassword(ctx context.Context, req *connect.Request[v1.ResetPasswordRequest]) (*connect.Response[v1.ResetPasswordResponse], error) {
	if err := a.cfg.Users.ResetPassword(ctx, req.Msg.GetToken(), req.Msg.GetNewPassword()); err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.ResetPasswordResponse{Success: true, Message: "Your password is set and all devices are signed out. Sign in with the new password."}), nil
}

// ChangePassword implements AccountService.
func (a *Account) ChangePassword(ctx context.Context, req *connect.Request[v1.ChangePasswordRequest]) (*connect.Response[v1.ChangePasswordResponse], error) {
	if err := a.cfg.Users.ChangePassword(ctx, identityOf(ctx), req.Msg.GetCurrentPassword(), req.Msg.GetNewPassword()); err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.ChangePasswordResponse{Success: true, Message: "Your password is changed and all other devices are signed out."}), nil
}

// RequestEmailChange implements AccountService.
func (a *Account) RequestEmailChange(ctx context.Context, req *connect.Request[v1.RequestEmailChangeRequest]) (*connect.Response[v1.RequestEmailChangeResponse], error) {
	if err := a.cfg.Users.RequestEmailChange(ctx, identityOf(ctx), req.Msg.GetNewEmail(), req.Msg.GetPassword()); err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.RequestEmailChangeResponse{Success: true, Message: "We wrote to both addresses. Open the links in both mails to make the change."}), nil
}

// ConfirmEmailChange implements AccountService.
func (a *Account) ConfirmEmailChange(ctx context.Context, req *connect.Request[v1.ConfirmEmailChangeRequest]) (*connect.Response[v1.ConfirmEmailChangeResponse], error) {
	changed, err := a.cfg.Users.ConfirmEmailChange(ctx, req.Msg.GetToken())
	if err != nil {
		return nil, err
	}
	message := "Thank you. Now open the link in the mail to your other address."
	if changed {
		message = "Your address is changed. Use the new one to sign in."
	}
	return connect.NewResponse(&v1.ConfirmEmailChangeResponse{Success: true, Message: message, Changed: changed}), nil
}

// ListOAuthProviders implements AccountService.
func (a *Account) ListOAuthProviders(context.Context, *connect.Request[v1.ListOAuthProvidersRequest]) (*connect.Response[v1.ListOAuthProvidersResponse], error) {
	out := &v1.ListOAuthProvidersResponse{}
	for _, p := range a.cfg.Providers {
		out.Providers = append(out.Providers, &v1.OAuthProvider{Id: p.ID, Name: p.Name})
	}
	return connect.NewResponse(out), nil
}

// UnlinkOAuth implements AccountService.
func (a *Account) UnlinkOAuth(ctx context.Context, req *connect.Request[v1.UnlinkOAuthRequest]) (*connect.Response[v1.UnlinkOAuthResponse], error) {
	if err := a.cfg.Users.UnlinkOAuth(ctx, identityOf(ctx), req.Msg.GetProvider()); err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.UnlinkOAuthResponse{}), nil
}

// identityOf is the caller; the doors let nobody in without one.
func identityOf(ctx context.Context) account.Identity {
	caller, _ := account.FromContext(ctx)
	return caller
}
