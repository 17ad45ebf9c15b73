package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"connectrpc.com/connect"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/coach"
	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/edition"
	"github.com/interviewai-pro/interviewai/server/interview"
	"github.com/interviewai-pro/interviewai/server/interview/recording"
	"github.com/interviewai-pro/interviewai/server/llm"
	"github.com/interviewai-pro/interviewai/server/observe"
	"github.com/interviewai-pro/interviewai/server/redis"
	"github.com/interviewai-pro/interviewai/server/rpc"
	"github.com/interviewai-pro/interviewai/server/speech"
	"github.com/interviewai-pro/interviewai/server/web"
	"github.com/interviewai-pro/interviewai/server/web/inproc"
)

// platform is what every part of the service may stand on.
type platform struct {
	settings
	now     func() time.Time
	logger  *slog.Logger
	metrics *observe.Metrics
	traces  *observe.Traces

	// stores of the api, bot and worker roles; nil in a process of the media
	// role alone.
	stores *stores
	// keys are the signing keys; nil without the api role.
	keys *account.KeyRing
	// signer issues tokens; nil without the api role.
	signer *account.Signer
	// verifier checks tokens, with our own keys or those the api role publishes.
	verifier *account.Verifier

	// accounts are who may come in; nil in a process of the media role alone.
	accounts *accounts
	// cvs are people's CVs; nil without the api role.
	cvs *cv.Service
	// interviews are mock interviews and recordings those of their answers; nil
	// without the api role.
	interviews *interview.Service
	recordings *recording.Service
	// live are live sessions and liveCalls their service; nil without the api role.
	live      *coach.Service
	liveCalls *rpc.Live
	// heard is the recogniser once it was asked for: see recogniser.
	heard *speech.Recogniser
	// asked is the language model once it was asked for: see model.
	asked *llm.Client
	// editions are their exports.
	editions *edition.Service
	// quick is Redis for limits and caches; nil when it is embedded, since one
	// process counts and caches better by itself.
	quick *redis.Quick
	// cache keeps answers of frequent reads; nil without stores.
	cache rpc.ResponseCache

	// admission judges what the services' interceptors come too late for.
	admission *rpc.Admission
	// handlerOptions are for every Connect service.
	handlerOptions []connect.HandlerOption
	// serviceToken is what roles show each other; random within one process.
	serviceToken string
	// listener is the in-process end of the HTTP surface.
	listener *inproc.Listener
	// local speaks with this process's own surface at inproc.BaseURL.
	local *http.Client
	// remote speaks with other processes of the service, over HTTP/2.
	remote *http.Client
	// publicURL is how clients reach this process.
	publicURL string
}

// part is something that runs until its context ends.
type part struct {
	name string
	run  func(context.Context) error
}

// parts is what the wiring of one area adds to the process.
type parts struct {
	services []web.Service
	routes   []web.Route
	checks   []web.Check
	// serving parts end first, while calls are still answered: the media role's
	// sessions, which must tell their peers.
	serving []part
	// lasting parts end once the last call is answered: event logs, sweeps.
	lasting []part
	// closers are called last, in reverse order.
	closers []func() error
	// notes are lines for the start-up message.
	notes []string
}

func (p *parts) add(more parts) {
	p.services = append(p.services, more.services...)
	p.routes = append(p.routes, more.routes...)
	p.checks = append(p.checks, more.checks...)
	p.serving = append(p.serving, more.serving...)
	p.lasting = append(p.lasting, more.lasting...)
	p.closers = append(p.closers, more.closers...)
	p.notes = append(p.notes, more.notes...)
}

// close releases everything, newest first.
func (p *parts) close() error {
	var failed []error
	for i := len(p.closers) - 1; i >= 0; i-- {
		failed = append(failed, p.closers[i]())
	}
	p.closers = nil
	return errors.Join(failed...)
}
