package rpc

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"strings"

	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/fault"
)

// Authenticate says who an access token belongs to. Its error is a fault of
// kind Unauthenticated.
type Authenticate func(ctx context.Context, token string) (account.Identity, error)

// access says who may call a procedure.
type access int

const (
	forUsers     access = iota // with an access token
	forEverybody               // health and reflection
	forService                 // other roles of this service
)

// accessOf decides by service; a procedure nobody thought of is for users.
func accessOf(procedure string) access {
	service, _, _ := strings.Cut(strings.TrimPrefix(procedure, "/"), "/")
	switch service {
	case "grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection":
		return forEverybody
	case interviewaiv1connect.ConversationServiceName, interviewaiv1connect.MediaServiceName:
		return forService
	default:
		return forUsers
	}
}

// authenticating puts the caller into the context, or refuses. A token is only
// ever taken from the Authorization header.
func authenticating(authenticate Authenticate, serviceToken string) around {
	expected := sha256.Sum256([]byte(serviceToken))
	return func(ctx context.Context, c call, next func(context.Context) error) error {
		token := Bearer(c.header.Get("Authorization"))
		var caller account.Identity
		switch accessOf(c.spec.Procedure) {
		case forEverybody:
			return next(ctx)
		case forService:
			shown := sha256.Sum256([]byte(token))
			// Hashing first makes the comparison's time independent of length.
			if serviceToken == "" || subtle.ConstantTimeCompare(shown[:], expected[:]) != 1 {
				return fault.New(fault.Unauthenticated, "invalid_service_credential", "Only the service itself may call this.")
			}
			caller = account.Identity{Role: account.Service}
		case forUsers:
			if token == "" {
				return account.ErrToken
			}
			var err error
			if caller, err = authenticate(ctx, token); err != nil {
				return err
			}
		}
		noteCaller(ctx, caller)
		return next(account.NewContext(ctx, caller))
	}
}

// Bearer returns the token of an Authorization header; empty when it has none.
func Bearer(header string) string {
	scheme, token, ok := strings.Cut(header, " ")
	if !ok || !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}
