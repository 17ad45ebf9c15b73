package rpc

import (
	"context"
	"time"

	"connectrpc.com/connect"
	"google.golang.org/protobuf/types/known/timestamppb"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/server/account/signin"
)

// Access implements AccessService.
type Access struct {
	interviewaiv1connect.UnimplementedAccessServiceHandler
	cuts signin.CutSource
}

// NewAccess returns the handler of AccessService.
func NewAccess(cuts signin.CutSource) *Access { return &Access{cuts: cuts} }

// ListAccessCuts implements AccessService.
func (a *Access) ListAccessCuts(ctx context.Context, req *connect.Request[v1.ListAccessCutsRequest]) (*connect.Response[v1.ListAccessCutsResponse], error) {
	var since time.Time
	if req.Msg.GetSince() != nil {
		since = req.Msg.GetSince().AsTime()
	}
	cuts, err := a.cuts.Cuts(ctx, since)
	if err != nil {
		return nil, err
	}
	out := &v1.ListAccessCutsResponse{}
	for _, c := range cuts {
		out.Cuts = append(out.Cuts, &v1.AccessCut{SessionId: c.SessionID, UserId: c.UserID, At: timestamppb.New(c.At)})
	}
	return connect.NewResponse(out), nil
}

// RemoteCuts is the cuts of another process: a signin.CutSource.
type RemoteCuts struct {
	Client interviewaiv1connect.AccessServiceClient
}

// Cuts implements signin.CutSource.
func (r RemoteCuts) Cuts(ctx context.Context, since time.Time) ([]signin.Cut, error) {
	req := &v1.ListAccessCutsRequest{}
	if !since.IsZero() {
		req.Since = timestamppb.New(since)
	}
	res, err := r.Client.ListAccessCuts(ctx, connect.NewRequest(req))
	if err != nil {
		return nil, err //nolint:wrapcheck // the client says what it called
	}
	out := make([]signin.Cut, len(res.Msg.GetCuts()))
	for i, c := range res.Msg.GetCuts() {
		out[i] = signin.Cut{SessionID: c.GetSessionId(), UserID: c.GetUserId(), At: c.GetAt().AsTime()}
	}
	return out, nil
}
