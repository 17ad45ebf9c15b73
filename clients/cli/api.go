package main

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"connectrpc.com/connect"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
)

// api holds the server's services as this client uses them.
type api struct {
	live interviewaiv1connect.LiveServiceClient
	ai   interviewaiv1connect.AiServiceClient
}

func newAPI(server, token string) api {
	server = strings.TrimSuffix(server, "/")
	bearer := connect.WithInterceptors(bearerToken(token))
	return api{
		live: interviewaiv1connect.NewLiveServiceClient(http.DefaultClient, server, bearer),
		ai:   interviewaiv1connect.NewAiServiceClient(http.DefaultClient, server, bearer),
	}
}

// bearerToken puts the access token on every call.
type bearerToken string

// WrapUnary implements connect.Interceptor.
func (t bearerToken) WrapUnary(next connect.UnaryFunc) connect.UnaryFunc {
	return func(ctx context.Context, req connect.AnyRequest) (connect.AnyResponse, error) {
		req.Header().Set("Authorization", "Bearer "+string(t))
		return next(ctx, req)
	}
}

// WrapStreamingClient implements connect.Interceptor.
func (t bearerToken) WrapStreamingClient(next connect.StreamingClientFunc) connect.StreamingClientFunc {
	return func(ctx context.Context, spec connect.Spec) connect.StreamingClientConn {
		conn := next(ctx, spec)
		conn.RequestHeader().Set("Authorization", "Bearer "+string(t))
		return conn
	}
}

// WrapStreamingHandler implements connect.Interceptor.
func (t bearerToken) WrapStreamingHandler(next connect.StreamingHandlerFunc) connect.StreamingHandlerFunc {
	return next
}

// reasonOf returns the server's stable reason for refusing a call.
func reasonOf(err error) string {
	if d := detailOf(err); d != nil {
		return d.GetReason()
	}
	return ""
}

func detailOf(err error) *v1.ErrorDetail {
	var refused *connect.Error
	if !errors.As(err, &refused) {
		return nil
	}
	for _, d := range refused.Details() {
		if v, err := d.Value(); err == nil {
			if detail, ok := v.(*v1.ErrorDetail); ok {
				return detail
			}
		}
	}
	return nil
}

// explain says what went wrong and what to do next.
func explain(err error) string {
	if d := detailOf(err); d != nil {
		text := d.GetMessage()
		for _, f := range d.GetFields() {
			if f.GetMessage() != text {
				text += "\n  " + f.GetField() + ": " + f.GetMessage()
			}
		}
		if d.GetRequestId() != "" {
			text += " (request " + d.GetRequestId() + ")"
		}
		return text
	}
	if connect.CodeOf(err) == connect.CodeUnauthenticated {
		return err.Error() + "\nGet a token: interviewai token --data DIR --email you@example.org"
	}
	if connect.CodeOf(err) == connect.CodeUnavailable {
		return err.Error() + "\nIs the server running, and is --server right?"
	}
	return err.Error()
}
