package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"connectrpc.com/connect"
	"google.golang.org/protobuf/encoding/protojson"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
)

// viewer shows the events of a session.
type viewer interface {
	Show(e *v1.LiveEvent)
}

func watch(ctx context.Context, args []string, out, diagnostics io.Writer) error {
	f := newFlags("watch", diagnostics)
	session := f.String("session", "", "the live session")
	after := f.Int64("after", 0, "show only events after this number")
	if err := f.parse(args); err != nil {
		return err
	}
	return follow(ctx, newAPI(f.server, f.token), *session, *after, newViewer(f.json, out))
}

func ask(ctx context.Context, args []string, out, diagnostics io.Writer) error {
	f := newFlags("ask", diagnostics)
	session := f.String("session", "", "the live session")
	if err := f.parse(args, "QUESTION"); err != nil {
		return err
	}
	server := newAPI(f.server, f.token)
	before, err := server.live.GetLiveSession(ctx, connect.NewRequest(&v1.GetLiveSessionRequest{SessionId: *session}))
	if err != nil {
		return err
	}
	res, err := server.live.AskQuestion(ctx, connect.NewRequest(&v1.AskQuestionRequest{SessionId: *session, Question: f.Arg(0)}))
	if err != nil {
		return err
	}
	show := newViewer(f.json, out)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	answered := false
	err = follow(ctx, server, *session, before.Msg.GetSession().GetLastSequence(), viewerFunc(func(e *v1.LiveEvent) {
		if turnOf(e, res.Msg.GetTurnId()) {
			show.Show(e)
		}
		if e.GetSuggestionCompleted().GetTurnId() == res.Msg.GetTurnId() {
			answered = true
			cancel()
		}
	}))
	if answered {
		return nil
	}
	return err
}

// turnOf reports whether an event belongs to a turn. Pieces of a suggestion do
// not say; only one turn is being asked here, so they are taken as its own.
func turnOf(e *v1.LiveEvent, turn string) bool {
	switch {
	case e.GetQuestionDetected() != nil:
		return e.GetQuestionDetected().GetTurnId() == turn
	case e.GetSuggestionStarted() != nil:
		return e.GetSuggestionStarted().GetTurnId() == turn
	case e.GetSuggestionCompleted() != nil:
		return e.GetSuggestionCompleted().GetTurnId() == turn
	default:
		return e.GetSuggestionDelta() != nil || e.GetError() != nil
	}
}

type viewerFunc func(e *v1.LiveEvent)

func (f viewerFunc) Show(e *v1.LiveEvent) { f(e) }

func newViewer(asJSON bool, out io.Writer) viewer {
	if asJSON {
		return viewerFunc(func(e *v1.LiveEvent) {
			if line, err := protojson.Marshal(e); err == nil {
				fmt.Fprintln(out, string(line))
			}
		})
	}
	return newScreen(out)
}

// follow shows a session's events until it ends, resuming after the last one
// seen when the connection is lost.
func follow(ctx context.Context, server api, session string, after int64, show viewer) error {
	const patience = 10 // tries in a row without an event
	for tries := 0; ; tries++ {
		stream, err := server.live.WatchLiveSession(ctx, connect.NewRequest(&v1.WatchLiveSessionRequest{SessionId: session, AfterSequence: after}))
		if err == nil {
			for stream.Receive() {
				e := stream.Msg().GetEvent()
				after, tries = e.GetSequence(), 0
				show.Show(e)
			}
			err = stream.Err()
			_ = stream.Close()
			if err == nil {
				return nil
			}
		}
		if ctx.Err() != nil || !resumable(err) || tries >= patience {
			return errors.Join(err, context.Cause(ctx))
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-time.After(time.Duration(tries+1) * 200 * time.Millisecond):
		}
	}
}

// resumable says whether watching may go on after an error: the server asked for
// it, or something between here and there broke off, which is no answer of the
// server's at all.
func resumable(err error) bool {
	if detailOf(err) == nil {
		switch connect.CodeOf(err) {
		case connect.CodeUnavailable, connect.CodeInternal, connect.CodeUnknown:
			return true
		default:
			return false
		}
	}
	return connect.CodeOf(err) == connect.CodeUnavailable || reasonOf(err) == "watcher_too_slow"
}
