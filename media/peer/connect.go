package peer

import (
	"context"
	"errors"
	"fmt"

	"connectrpc.com/connect"

	interviewaiv1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
)

// Connect implements MediaService: it answers an offer whose session and owner
// the caller has checked. Wrap it with the interceptor that lets the api role
// alone call it.
func (e *Endpoint) Connect(ctx context.Context, req *connect.Request[interviewaiv1.ConnectRequest]) (*connect.Response[interviewaiv1.ConnectResponse], error) {
	r := req.Msg.GetRequest()
	if r.GetSessionId() == "" {
		return nil, connect.NewError(connect.CodeInvalidArgument, errors.New("request.session_id is empty"))
	}
	text, err := e.ConnectMedia(ctx, r)
	if err != nil {
		return nil, connect.NewError(codeOf(err), err)
	}
	return connect.NewResponse(&interviewaiv1.ConnectResponse{
		Response: &interviewaiv1.ConnectMediaResponse{AnswerSdp: text},
	}), nil
}

// ConnectMedia answers an offer with up to two tracks and returns the SDP
// answer. Errors wrap ErrOffer, ErrUnsupported, ErrBusy, ErrOver where they
// apply.
func (e *Endpoint) ConnectMedia(ctx context.Context, r *interviewaiv1.ConnectMediaRequest) (string, error) {
	o, err := parseOffer(r.GetOfferSdp())
	if err != nil {
		return "", fmt.Errorf("offer_sdp: %w", err)
	}
	declared, err := o.forConnect(r.GetTracks())
	if err != nil {
		return "", err
	}
	p, err := e.open(ctx, r.GetSessionId(), o, declared)
	if err != nil {
		return "", err
	}
	return p.answer.text, nil
}

// codeOf maps what went wrong to Connect's codes.
func codeOf(err error) connect.Code {
	switch {
	case errors.Is(err, ErrOffer), errors.Is(err, ErrUnsupported):
		return connect.CodeInvalidArgument
	case errors.Is(err, ErrBusy):
		return connect.CodeUnavailable
	case errors.Is(err, ErrOver):
		return connect.CodeFailedPrecondition
	case errors.Is(err, context.Canceled):
		return connect.CodeCanceled
	case errors.Is(err, context.DeadlineExceeded):
		return connect.CodeDeadlineExceeded
	default:
		return connect.CodeInternal
	}
}
