package rpc

import (
	"context"
	"slices"
	"strings"

	"connectrpc.com/connect"
	"google.golang.org/protobuf/types/known/timestamppb"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	members "github.com/interviewai-pro/interviewai/server/account/user"
	"github.com/interviewai-pro/interviewai/server/web/cookie"
)

// Features says what is switched on for a user, by name.
type Features interface {
	ForUser(userID string) map[string]bool
}

// User implements UserService.
type User struct {
	interviewaiv1connect.UnimplementedUserServiceHandler
	users    *members.Service
	features Features
}

// NewUser returns the handler of UserService.
func NewUser(users *members.Service, features Features) *User {
	return &User{users: users, features: features}
}

// GetProfile implements UserService.
func (u *User) GetProfile(ctx context.Context, _ *connect.Request[v1.GetProfileRequest]) (*connect.Response[v1.GetProfileResponse], error) {
	found, err := u.users.Profile(ctx, identityOf(ctx).UserID)
	if err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.GetProfileResponse{User: profileOf(u.users, found)}), nil
}

// UpdateProfile implements UserService.
func (u *User) UpdateProfile(ctx context.Context, req *connect.Request[v1.UpdateProfileRequest]) (*connect.Response[v1.UpdateProfileResponse], error) {
	found, err := u.users.UpdateProfile(ctx, identityOf(ctx).UserID, changeFrom(req.Msg))
	if err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.UpdateProfileResponse{Success: true, User: profileOf(u.users, found)}), nil
}

func changeFrom(m *v1.UpdateProfileRequest) members.Change {
	c := members.Change{FirstName: m.FirstName, LastName: m.LastName, Bio: m.Bio, Language: m.Language}
	if p := m.GetPreferences(); p != nil {
		if c.Language == nil {
			c.Language, c.InPreferences = p.Language, true
		}
		if n := p.GetNotifications(); n != nil {
			c.Email, c.Telegram, c.Push = n.Email, n.Telegram, n.Push
		}
		if i := p.GetInterviewSettings(); i != nil {
			c.AnswerStyle, c.AnswerLength, c.AutoTranscribe = i.AnswerStyle, i.AnswerLength, i.AutoTranscribe
		}
		if p := p.GetPrivacy(); p != nil {
			c.SaveHistory, c.ShareAnalytics = p.SaveHistory, p.ShareAnalytics
		}
	}
	return c
}

// UploadAvatar implements UserService.
func (u *User) UploadAvatar(ctx context.Context, req *connect.Request[v1.UploadAvatarRequest]) (*connect.Response[v1.UploadAvatarResponse], error) {
	found, err := u.users.SetAvatar(ctx, identityOf(ctx).UserID, req.Msg.GetImage())
	if err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.UploadAvatarResponse{Avatar: u.users.AvatarURL(found)}), nil
}

// DeleteAvatar implements UserService.
func (u *User) DeleteAvatar(ctx context.Context, _ *connect.Request[v1.DeleteAvatarRequest]) (*connect.Response[v1.DeleteAvatarResponse], error) {
	return connect.NewResponse(&v1.DeleteAvatarResponse{}), u.users.DeleteAvatar(ctx, identityOf(ctx).UserID)
}

// DeleteAccount implements UserService.
func (u *User) DeleteAccount(ctx context.Context, req *connect.Request[v1.DeleteAccountRequest]) (*connect.Response[v1.DeleteAccountResponse], error) {
	eraseAt, err := u.users.Delete(ctx, identityOf(ctx), req.Msg.GetPassword())
	if err != nil {
		return nil, err
	}
	res := connect.NewResponse(&v1.DeleteAccountResponse{
		Success: true, Message: "Your account is deleted. Sign in within 30 days to restore it; after that everything is erased.",
		ErasedAt: timestamppb.New(eraseAt),
	})
	res.Header().Add("Set-Cookie", cookie.Clear(cookie.Refresh))
	return res, nil
}

// RestoreAccount implements UserService.
func (u *User) RestoreAccount(ctx context.Context, req *connect.Request[v1.RestoreAccountRequest]) (*connect.Response[v1.RestoreAccountResponse], error) {
	if err := u.users.Restore(ctx, req.Msg.GetToken()); err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.RestoreAccountResponse{Success: true, Message: "Your account is as before. You can sign in."}), nil
}

// ExportData implements UserService.
func (u *User) ExportData(ctx context.Context, _ *connect.Request[v1.ExportDataRequest]) (*connect.Response[v1.ExportDataResponse], error) {
	e, err := u.users.RequestExport(ctx, identityOf(ctx).UserID)
	if err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.ExportDataResponse{Export: u.export(e)}), nil
}

// ListExports implements UserService.
func (u *User) ListExports(ctx context.Context, _ *connect.Request[v1.ListExportsRequest]) (*connect.Response[v1.ListExportsResponse], error) {
	all, err := u.users.Exports(ctx, identityOf(ctx).UserID)
	if err != nil {
		return nil, err
	}
	out := &v1.ListExportsResponse{}
	for _, e := range all {
		out.Exports = append(out.Exports, u.export(e))
	}
	return connect.NewResponse(out), nil
}

func (u *User) export(e members.Export) *v1.DataExport {
	return &v1.DataExport{
		Id: e.ID, State: e.State, CreatedAt: timestamppb.New(e.CreatedAt), ExpiresAt: timeOf(e.ExpiresAt),
		Url: u.users.ExportURL(e), Size: e.Size,
	}
}

// ListAuditEvents implements UserService.
func (u *User) ListAuditEvents(ctx context.Context, req *connect.Request[v1.ListAuditEventsRequest]) (*connect.Response[v1.ListAuditEventsResponse], error) {
	events, next, err := u.users.AuditEvents(ctx, string(identityOf(ctx).UserID), int(req.Msg.GetPageSize()), req.Msg.GetPageToken())
	if err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.ListAuditEventsResponse{Events: eventsOf(events), NextPageToken: next}), nil
}

// ListFeatures implements UserService.
func (u *User) ListFeatures(ctx context.Context, _ *connect.Request[v1.ListFeaturesRequest]) (*connect.Response[v1.ListFeaturesResponse], error) {
	out := &v1.ListFeaturesResponse{}
	for name, on := range u.features.ForUser(string(identityOf(ctx).UserID)) {
		out.Features = append(out.Features, &v1.Feature{Name: name, Enabled: on})
	}
	slices.SortFunc(out.Features, func(a, b *v1.Feature) int { return strings.Compare(a.GetName(), b.GetName()) })
	return connect.NewResponse(out), nil
}

// CreateTelegramLink implements UserService.
func (u *User) CreateTelegramLink(ctx context.Context, req *connect.Request[v1.CreateTelegramLinkRequest]) (*connect.Response[v1.CreateTelegramLinkResponse], error) {
	code, err := u.users.CreateTelegramCode(ctx, identityOf(ctx), req.Msg.GetPassword())
	if err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.CreateTelegramLinkResponse{Code: code.Code, ExpiresAt: timestamppb.New(code.ExpiresAt), Url: code.URL}), nil
}

// RedeemTelegramLink implements UserService.
func (u *User) RedeemTelegramLink(ctx context.Context, req *connect.Request[v1.RedeemTelegramLinkRequest]) (*connect.Response[v1.RedeemTelegramLinkResponse], error) {
	found, err := u.users.RedeemTelegramCode(ctx, req.Msg.GetCode(), req.Msg.GetTelegramId())
	if err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.RedeemTelegramLinkResponse{UserId: found.ID, FirstName: found.FirstName, Language: found.Preferences.Language}), nil
}

// UnlinkTelegram implements UserService.
func (u *User) UnlinkTelegram(ctx context.Context, _ *connect.Request[v1.UnlinkTelegramRequest]) (*connect.Response[v1.UnlinkTelegramResponse], error) {
	return connect.NewResponse(&v1.UnlinkTelegramResponse{}), u.users.UnlinkTelegram(ctx, identityOf(ctx).UserID)
}
