package main

import (
	"context"

	"github.com/interviewai-pro/interviewai/server/account/signin"
	"github.com/interviewai-pro/interviewai/server/config"
	"github.com/interviewai-pro/interviewai/server/redis"
	"github.com/interviewai-pro/interviewai/server/rpc"
)

// wireGuards opens the accounts and makes what every call passes: who it is,
// whether they still may, how often, and what is remembered of the answer.
func wireGuards(ctx context.Context, p *platform, draining <-chan struct{}) (parts, error) {
	var out parts
	o := rpc.InterceptorOptions{
		Logger: p.logger, Metrics: p.metrics, Traces: p.traces.Provider,
		Authenticate: p.verifier.Access, ServiceToken: p.serviceToken, Now: p.now, Draining: draining,
	}
	if p.LimitsOn() {
		o.Limiter = rpc.NewLimiter(p.now, p.metrics)
	} else {
		out.notes = append(out.notes, "limits     off (RATE_LIMITS): for load tests only")
	}
	if p.stores != nil {
		p.wireQuick(&out, o.Limiter)
		o.Cache = p.cache
	}
	if p.has(config.API) {
		out.checks = append(out.checks, providerChecks(p.Config)...)
	}
	if p.has(config.API) || p.has(config.Worker) {
		opened, err := openAccounts(ctx, p)
		if err != nil {
			return out, err
		}
		p.accounts = opened
		o.Gate = opened.gate
	}
	interceptors, admission, err := rpc.Guard(o)
	if err != nil {
		return out, err
	}
	p.admission = admission
	p.handlerOptions = rpc.HandlerOptions(interceptors)
	return out, nil
}

// wireQuick lets limits and cached answers be shared with other processes, when
// there can be any.
func (p *platform) wireQuick(out *parts, limiter *rpc.Limiter) {
	if p.stores.redis.Embedded() {
		p.cache = rpc.NewLocalCache(p.now)
		return
	}
	p.quick = redis.NewQuick(p.stores.redis.Client(), p.logger)
	p.metrics.RedisMissed(func() float64 { return float64(p.quick.Missed()) })
	out.closers = append(out.closers, p.quick.Close)
	shared := redis.NewResponseCache(p.quick, p.now)
	out.lasting = append(out.lasting, part{"answer cache", shared.Run})
	p.cache = shared
	if limiter != nil {
		limiter.Sharing(redis.NewLimiter(p.quick))
	}
}

// forgetCached makes sure that nobody is shown an account as it was.
func (p *platform) forgetCached(ctx context.Context, userID string) {
	if p.cache != nil {
		p.cache.Invalidate(ctx, rpc.UserTag(userID))
	}
}

var _ rpc.Gate = (*signin.Gate)(nil)
