package rpc

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"strings"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/fault"
)

// Authenticate says who an access token belongs to. Its error is a fault of
// kind Unauthenticated.
type Authenticate func(ctx context.Context, token string) (account.Identity, error)

var (
	errServiceOnly = fault.New(fault.Unauthenticated, "invalid_service_credential", "Only the service itself may call this.")
	errRole        = fault.New(fault.Denied, "not_allowed", "Your account may not do this. Ask an administrator if you think it should.")
	errNoDoor      = fault.New(fault.Denied, "unknown_procedure", "This call is not open to anybody.")
)

// admitting finds out who calls, counts the call, and lets in whom the door is
// for. Those who are not known, or not let in, are counted too: guessing tokens
// is limited like everything else.
func admitting(o InterceptorOptions) rule {
	d := doorkeeper{authenticate: o.Authenticate, gate: o.Gate, service: sha256.Sum256([]byte(o.ServiceToken)), noService: o.ServiceToken == ""}
	return func(ctx context.Context, c *call, next func(context.Context) error) error {
		caller, refused := d.identify(ctx, c)
		c.caller = caller
		if o.Limiter != nil && c.door.Class != Unlimited && !caller.IsService() {
			if err := o.Limiter.admit(ctx, c); err != nil {
				return err
			}
		}
		if refused == nil {
			refused = allowed(c.door.Who, caller)
		}
		if refused != nil {
			return refused
		}
		once(ctx) // no limit is for them, or they were counted above
		if caller.Role != "" {
			ctx = account.NewContext(ctx, caller)
		}
		return next(ctx)
	}
}

// doorkeeper knows tokens.
type doorkeeper struct {
	authenticate Authenticate
	gate         Gate
	service      [sha256.Size]byte
	noService    bool
}

// identify says who calls: nobody in particular is a zero identity. A token is
// only ever taken from the Authorization header.
func (d doorkeeper) identify(ctx context.Context, c *call) (account.Identity, error) {
	if c.door.Who == Everybody {
		return account.Identity{}, nil
	}
	token := Bearer(c.header.Get("Authorization"))
	switch c.door.Who {
	case Services:
		shown := sha256.Sum256([]byte(token))
		// Hashing first makes the comparison's time independent of length.
		if d.noService || subtle.ConstantTimeCompare(shown[:], d.service[:]) != 1 {
			return account.Identity{}, errServiceOnly
		}
		return account.Identity{Role: account.Service}, nil
	case Known, Recognised:
		if token == "" {
			return account.Identity{}, nil
		}
	case Users, Admins, Everybody:
	}
	caller, err := d.person(ctx, token)
	if err != nil && c.door.Who == Recognised {
		return account.Identity{}, nil
	}
	return caller, err
}

// person identifies a user by an access token of a session that has not ended.
func (d doorkeeper) person(ctx context.Context, token string) (account.Identity, error) {
	if token == "" {
		return account.Identity{}, account.ErrToken
	}
	caller, err := d.authenticate(ctx, token)
	if err != nil {
		return account.Identity{}, err
	}
	switch caller.Role {
	case account.User, account.Pro, account.Elite, account.Admin:
	case account.Service:
		// Services have their own credential; no token makes one of them.
		return account.Identity{}, account.ErrToken
	default:
		// A role that nobody thought of may do nothing.
		return account.Identity{}, errRole
	}
	if d.gate != nil {
		if err := d.gate.Admit(caller); err != nil {
			return account.Identity{}, err //nolint:wrapcheck // a fault, to be shown as it is
		}
	}
	return caller, nil
}

// allowed refuses an identified caller whom the door is not for.
func allowed(who Who, caller account.Identity) error {
	switch who {
	case Everybody, Known, Recognised, Users, Services:
		return nil // identify asked for all that these ask for
	case Admins:
		if caller.Role == account.Admin {
			return nil
		}
		return errRole
	}
	return errNoDoor
}

// Bearer returns the token of an Authorization header; empty when it has none.
func Bearer(header string) string {
	scheme, token, ok := strings.Cut(header, " ")
	if !ok || !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}
