package rpc

import (
	"context"

	"connectrpc.com/connect"
	"google.golang.org/protobuf/types/known/timestamppb"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/account/audit"
	members "github.com/interviewai-pro/interviewai/server/account/user"
	"github.com/interviewai-pro/interviewai/server/flag"
	"github.com/interviewai-pro/interviewai/server/jobs"
)

// AdminConfig is what the administrators' service needs.
type AdminConfig struct {
	Users *members.Service
	Flags *flag.Flags
	Jobs  *jobs.Jobs
}

// Admin implements AdminService.
type Admin struct {
	interviewaiv1connect.UnimplementedAdminServiceHandler
	cfg AdminConfig
}

// NewAdmin returns the handler of AdminService.
func NewAdmin(cfg AdminConfig) *Admin { return &Admin{cfg: cfg} }

// ListUsers implements AdminService.
func (a *Admin) ListUsers(ctx context.Context, req *connect.Request[v1.ListUsersRequest]) (*connect.Response[v1.ListUsersResponse], error) {
	users, next, err := a.cfg.Users.Users(ctx, req.Msg.GetEmail(), int(req.Msg.GetPageSize()), req.Msg.GetPageToken())
	if err != nil {
		return nil, err
	}
	out := &v1.ListUsersResponse{NextPageToken: next}
	for _, u := range users {
		one, err := a.user(ctx, u)
		if err != nil {
			return nil, err
		}
		out.Users = append(out.Users, one)
	}
	return connect.NewResponse(out), nil
}

// GetUser implements AdminService.
func (a *Admin) GetUser(ctx context.Context, req *connect.Request[v1.GetUserRequest]) (*connect.Response[v1.GetUserResponse], error) {
	found, devices, err := a.cfg.Users.Account(ctx, req.Msg.GetUserId())
	if err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.GetUserResponse{User: adminUserOf(a.cfg.Users, found, devices)}), nil
}

// SetRole implements AdminService.
func (a *Admin) SetRole(ctx context.Context, req *connect.Request[v1.SetRoleRequest]) (*connect.Response[v1.SetRoleResponse], error) {
	u, err := a.cfg.Users.SetRole(ctx, identityOf(ctx), req.Msg.GetUserId(), account.Role(req.Msg.GetRole()))
	if err != nil {
		return nil, err
	}
	one, err := a.user(ctx, u)
	return connect.NewResponse(&v1.SetRoleResponse{User: one}), err
}

// SuspendUser implements AdminService.
func (a *Admin) SuspendUser(ctx context.Context, req *connect.Request[v1.SuspendUserRequest]) (*connect.Response[v1.SuspendUserResponse], error) {
	u, err := a.cfg.Users.Suspend(ctx, identityOf(ctx), req.Msg.GetUserId(), req.Msg.GetSuspended(), req.Msg.GetReason())
	if err != nil {
		return nil, err
	}
	one, err := a.user(ctx, u)
	return connect.NewResponse(&v1.SuspendUserResponse{User: one}), err
}

func (a *Admin) user(ctx context.Context, u members.User) (*v1.AdminUser, error) {
	devices, err := a.cfg.Users.Devices(ctx, account.UserID(u.ID))
	return adminUserOf(a.cfg.Users, u, len(devices)), err
}

func adminUserOf(users *members.Service, u members.User, devices int) *v1.AdminUser {
	return &v1.AdminUser{
		Profile: profileOf(users, u), SuspendedAt: timeOf(u.SuspendedAt), SuspensionReason: u.SuspensionReason,
		DeletedAt: timeOf(u.DeletedAt), Sessions: int32(devices),
	}
}

// ListAuditTrail implements AdminService.
func (a *Admin) ListAuditTrail(ctx context.Context, req *connect.Request[v1.ListAuditTrailRequest]) (*connect.Response[v1.ListAuditTrailResponse], error) {
	events, next, err := a.cfg.Users.AuditEvents(ctx, req.Msg.GetUserId(), int(req.Msg.GetPageSize()), req.Msg.GetPageToken())
	if err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.ListAuditTrailResponse{Events: eventsOf(events), NextPageToken: next}), nil
}

// ListFeatureFlags implements AdminService.
func (a *Admin) ListFeatureFlags(context.Context, *connect.Request[v1.ListFeatureFlagsRequest]) (*connect.Response[v1.ListFeatureFlagsResponse], error) {
	out := &v1.ListFeatureFlagsResponse{}
	for _, f := range a.cfg.Flags.List() {
		out.Flags = append(out.Flags, flagOf(f))
	}
	return connect.NewResponse(out), nil
}

// SetFeatureFlag implements AdminService.
func (a *Admin) SetFeatureFlag(ctx context.Context, req *connect.Request[v1.SetFeatureFlagRequest]) (*connect.Response[v1.SetFeatureFlagResponse], error) {
	m := req.Msg
	to := flag.Change{Name: m.GetName(), Description: m.GetDescription(), Enabled: m.Enabled}
	if named := m.GetUserIds(); len(named) > 0 {
		to.UserIDs = named
	} else if m.GetClearUserIds() {
		to.UserIDs = []string{}
	}
	if m.Percentage != nil {
		percentage := int(m.GetPercentage())
		to.Percentage = &percentage
	}
	f, err := a.cfg.Flags.Set(ctx, to)
	if err != nil {
		return nil, err
	}
	if err := a.cfg.Users.NoteFlag(ctx, identityOf(ctx), f.Name, f.Enabled); err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.SetFeatureFlagResponse{Flag: flagOf(f)}), nil
}

// DeleteFeatureFlag implements AdminService.
func (a *Admin) DeleteFeatureFlag(ctx context.Context, req *connect.Request[v1.DeleteFeatureFlagRequest]) (*connect.Response[v1.DeleteFeatureFlagResponse], error) {
	f, remains, err := a.cfg.Flags.Reset(ctx, req.Msg.GetName())
	if err != nil {
		return nil, err
	}
	if err := a.cfg.Users.NoteFlagReset(ctx, identityOf(ctx), req.Msg.GetName()); err != nil {
		return nil, err
	}
	out := &v1.DeleteFeatureFlagResponse{}
	if remains {
		out.Flag = flagOf(f)
	}
	return connect.NewResponse(out), nil
}

func flagOf(f flag.Flag) *v1.FeatureFlag {
	return &v1.FeatureFlag{
		Name: f.Name, Description: f.Description, Enabled: f.Enabled, Percentage: int32(f.Percentage), UserIds: f.UserIDs, UpdatedAt: timeOf(f.UpdatedAt),
	}
}

// ListJobs implements AdminService.
func (a *Admin) ListJobs(ctx context.Context, req *connect.Request[v1.ListJobsRequest]) (*connect.Response[v1.ListJobsResponse], error) {
	queues, err := a.cfg.Jobs.Overview(ctx)
	if err != nil {
		return nil, err
	}
	all, next, err := a.cfg.Jobs.List(ctx, req.Msg.GetState(), int(req.Msg.GetPageSize()), req.Msg.GetPageToken())
	if err != nil {
		return nil, err
	}
	out := &v1.ListJobsResponse{NextPageToken: next}
	for _, q := range queues {
		out.Queues = append(out.Queues, &v1.JobQueue{Name: q.Queue, Pending: int32(q.Pending), Running: int32(q.Running), Done: int32(q.Done), Dead: int32(q.Dead)})
	}
	for _, j := range all {
		out.Jobs = append(out.Jobs, jobOf(j))
	}
	return connect.NewResponse(out), nil
}

// RetryJob implements AdminService.
func (a *Admin) RetryJob(ctx context.Context, req *connect.Request[v1.RetryJobRequest]) (*connect.Response[v1.RetryJobResponse], error) {
	j, err := a.cfg.Jobs.Retry(ctx, req.Msg.GetJobId())
	if err != nil {
		return nil, err
	}
	if err := a.cfg.Users.NoteJob(ctx, identityOf(ctx), audit.JobRetried, j.ID); err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.RetryJobResponse{Job: jobOf(j)}), nil
}

// DeleteJob implements AdminService.
func (a *Admin) DeleteJob(ctx context.Context, req *connect.Request[v1.DeleteJobRequest]) (*connect.Response[v1.DeleteJobResponse], error) {
	if err := a.cfg.Jobs.Delete(ctx, req.Msg.GetJobId()); err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.DeleteJobResponse{}), a.cfg.Users.NoteJob(ctx, identityOf(ctx), audit.JobDeleted, req.Msg.GetJobId())
}

func jobOf(j jobs.Job) *v1.Job {
	return &v1.Job{
		Id: j.ID, Queue: j.Queue, Kind: j.Kind, State: j.State, Attempts: int32(j.Attempts), LastError: j.LastError,
		CreatedAt: timestamppb.New(j.CreatedAt), NextAt: timeOf(j.NextAt), EndedAt: timeOf(j.EndedAt),
	}
}
