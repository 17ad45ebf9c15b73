package rpc

import (
	"context"
	"net/http"

	"connectrpc.com/connect"

	"github.com/interviewai-pro/interviewai/server/account"
)

// Admission judges callers by a request's header alone, with the rules, counts
// and log of the interceptors, which see a unary call only once all of it is in
// memory. What it counted the interceptors do not count again, if the request's
// context has a passage (WithPassage). Its errors are as the interceptors' own.
type Admission struct {
	admit   rule
	refuse  chain
	limiter *Limiter
}

// Admit finds out who calls a procedure, counts the call, shows in the answer's
// header where the caller stands, and refuses whom the door is not for.
func (a *Admission) Admit(ctx context.Context, procedure string, header, answer http.Header) (account.Identity, error) {
	c := aheadOf(procedure, header)
	c.early = answer
	err := a.admit(ctx, c, func(context.Context) error { return nil })
	if err != nil {
		c.standing = standing{} // shown already
		return account.Identity{}, a.refused(ctx, c, err)
	}
	return c.caller, nil
}

// Refuse makes of a fault what the caller of a procedure may see, and logs it.
func (a *Admission) Refuse(ctx context.Context, procedure string, header http.Header, fault error) error {
	return a.refused(ctx, aheadOf(procedure, header), fault)
}

// CountAnswer counts an answer that no call was made for by the address it goes
// to, shows in its header where that stands, and refuses one too many.
func (a *Admission) CountAnswer(ctx context.Context, answer http.Header) error {
	if a.limiter == nil {
		return nil
	}
	if err := a.limiter.admit(ctx, &call{door: Door{Class: Calls}, early: answer}); err != nil {
		return connectError(ctx, err)
	}
	return nil
}

func aheadOf(procedure string, header http.Header) *call {
	return &call{spec: connect.Spec{Procedure: procedure}, header: header, door: doors[procedure]}
}

func (a *Admission) refused(ctx context.Context, c *call, err error) error {
	return a.refuse.pass(ctx, c, func(context.Context) error { return err })
}
