package coach

import (
	"context"
	"errors"
	"maps"
	"strings"
	"sync"
	"time"

	"github.com/interviewai-pro/interviewai/server/coach/answer"
)

// suggestion is one answer on its way. Two goroutines share it: one has it
// written, the other publishes what is there once the turn is committed, so
// that a slow log never holds up the model's stream and a committed draft
// shows everything it already has at once.
type suggestion struct {
	svc     *Service
	owner   string
	session string
	turnID  string
	id      string
	request answer.Request
	clock   func() time.Duration

	ctx    context.Context
	cancel context.CancelFunc
	start  sync.Once
	// written is closed when nothing writes any more.
	written chan struct{}
	// more wakes the publisher.
	more chan struct{}

	mu     sync.Mutex
	unseen strings.Builder
	result answer.Result
	err    error
}

func (s *Service) newSuggestion(owner, session, turnID string, r answer.Request, clock func() time.Duration) *suggestion {
	g := &suggestion{
		svc: s, owner: owner, session: session, turnID: turnID, id: newID()[:13], request: r, clock: clock,
		written: make(chan struct{}), more: make(chan struct{}, 1),
	}
	g.ctx, g.cancel = context.WithCancel(s.background)
	return g
}

// begin has the answer written; later calls do nothing.
func (g *suggestion) begin() {
	g.start.Do(func() {
		if !g.svc.goBackground(func(context.Context) { g.write() }) {
			g.err = context.Canceled
			close(g.written)
		}
	})
}

func (g *suggestion) write() {
	defer close(g.written)
	result, err := g.svc.cfg.Writer.Write(g.ctx, g.request, func(delta string) error {
		g.mu.Lock()
		g.unseen.WriteString(delta)
		g.mu.Unlock()
		select {
		case g.more <- struct{}{}:
		default:
		}
		return g.ctx.Err()
	})
	g.mu.Lock()
	g.result, g.err = result, err
	g.mu.Unlock()
}

// take returns the text that nobody has seen yet.
func (g *suggestion) take() string {
	g.mu.Lock()
	defer g.mu.Unlock()
	text := g.unseen.String()
	g.unseen.Reset()
	return text
}

// underWay returns the turns that are being answered in this process.
func (s *Service) underWay() map[string]struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.answering)
}

// publishAnswer announces a turn's question, if first holds one, opens its
// suggestion with whatever is written already, and leaves the rest to the
// background. It reports whether the announcement is stored. A turn that is
// being answered in this process is not answered twice. then runs after the
// answer is complete.
func (s *Service) publishAnswer(ctx context.Context, g *suggestion, first Event, t Timings, then func(context.Context, *suggestion, answer.Result)) bool {
	s.mu.Lock()
	if _, twice := s.answering[g.turnID]; twice {
		s.mu.Unlock()
		g.cancel()
		return true
	}
	s.answering[g.turnID] = struct{}{}
	s.mu.Unlock()
	release := func() {
		s.mu.Lock()
		delete(s.answering, g.turnID)
		s.mu.Unlock()
	}
	g.begin()
	events := g.opening()
	if first.Question != nil {
		events = append([]Event{first}, events...)
	}
	if text := g.take(); text != "" {
		events = append(events, Event{Delta: &SuggestionDelta{SuggestionID: g.id, Text: text}})
	}
	written, err := s.journal.append(ctx, g.owner, g.session, events...)
	if err != nil {
		release()
		if ctx.Err() == nil {
			s.logFailure(ctx, "publish suggestion", g.session, err)
		}
		return false
	}
	if written[len(written)-1].Delta != nil {
		t.FirstToken = g.clock()
	}
	if !s.goBackground(func(ctx context.Context) {
		defer release()
		if result, ok := g.publish(ctx, t); ok && then != nil {
			then(ctx, g, result)
		}
	}) {
		release()
	}
	return true
}

func (g *suggestion) opening() []Event {
	variant := g.request.Style
	if variant == "" {
		variant = answer.Professional
	}
	return []Event{{Opened: &SuggestionStarted{
		SuggestionID: g.id, TurnID: g.turnID, Question: strings.Join(g.request.Questions, " "),
		Variant: string(variant), Outline: !g.svc.cfg.Writer.HasModel(),
	}}}
}

// publish shows the answer piece by piece as it is written, and its end. It
// reports whether the answer became complete.
func (g *suggestion) publish(ctx context.Context, t Timings) (answer.Result, bool) {
	for over := false; !over; {
		select {
		case <-g.more:
		case <-g.written:
			over = true
		}
		text := g.take()
		if text == "" {
			continue
		}
		if !g.append(ctx, Event{Delta: &SuggestionDelta{SuggestionID: g.id, Text: text}}) {
			g.cancel()
			return answer.Result{}, false
		}
		if t.FirstToken == 0 {
			t.FirstToken = g.clock()
		}
	}
	g.cancel()
	if ctx.Err() != nil {
		return answer.Result{}, false // the next process answers the turn
	}
	t.LastToken = g.clock()
	result, err := g.result, g.err
	completed := Event{Completed: &SuggestionCompleted{
		SuggestionID: g.id, TurnID: g.turnID, Answer: result.Answer, Model: result.Model, Cached: result.Cached,
		TokensUsed: result.TokensUsed, Timings: t, Contradictions: result.Contradictions,
	}}
	if t.EndOfSpeech > 0 && t.FirstToken > t.EndOfSpeech { // an impossible anchor is no measurement
		g.svc.cfg.FirstWords(t.FirstToken-t.EndOfSpeech, result.Answer.Outline)
	}
	switch {
	case err == nil:
		return result, g.append(ctx, completed)
	case errors.Is(err, answer.ErrInterrupted):
		completed.Completed.Interrupted = true
		g.append(ctx, Event{Failure: &Failure{
			Reason: "answer_interrupted", TurnID: g.turnID,
			Message: "The language model broke off: the suggestion above is not complete. Ask again by typing the question.",
		}}, completed)
		return result, true
	default:
		if !errors.Is(err, context.Canceled) {
			g.svc.log.WarnContext(ctx, "write suggestion", "session", g.session, "error", err)
		}
		g.instead(ctx, t)
		return answer.Result{}, false
	}
}

// instead withdraws a suggestion that no model could begin, says so, and shows
// an outline, which is labelled as made without a model.
func (g *suggestion) instead(ctx context.Context, t Timings) {
	if !g.append(ctx,
		Event{Cancelled: &SuggestionCancelled{SuggestionID: g.id, TurnID: g.turnID, Reason: "provider_failed"}},
		Event{Failure: &Failure{
			Reason: "answer_unavailable", TurnID: g.turnID,
			Message: "No language model can be reached now, so here is an outline from your CV instead. Type the question to try again.",
		}},
	) {
		return
	}
	id := newID()[:13]
	result, err := g.svc.cfg.Writer.Outline(g.request, func(string) error { return nil })
	if err != nil {
		g.svc.log.ErrorContext(ctx, "make outline", "session", g.session, "error", err)
		return
	}
	t.FirstToken, t.LastToken = g.clock(), g.clock()
	open := g.opening()
	open[0].Opened.SuggestionID, open[0].Opened.Outline = id, true
	g.append(ctx, open[0],
		Event{Delta: &SuggestionDelta{SuggestionID: id, Text: result.Answer.Content}},
		Event{Completed: &SuggestionCompleted{SuggestionID: id, TurnID: g.turnID, Answer: result.Answer, Timings: t}},
	)
}

func (g *suggestion) append(ctx context.Context, events ...Event) bool {
	if _, err := g.svc.journal.append(ctx, g.owner, g.session, events...); err != nil {
		if ctx.Err() == nil {
			g.svc.logFailure(ctx, "publish suggestion", g.session, err)
		}
		return false
	}
	return true
}

// writeVariants has the same questions answered in the other styles, one after
// the other, so that the first answer is never slowed down.
func (s *Service) writeVariants(ctx context.Context, first *suggestion, variations int) {
	if !s.cfg.Writer.HasModel() {
		return // outlines do not differ by style
	}
	own := first.request.Style
	if own == "" {
		own = answer.Professional
	}
	left := variations - 1
	for _, style := range []answer.Style{answer.Professional, answer.Balanced, answer.Simple} {
		if style == own || left <= 0 || ctx.Err() != nil {
			continue
		}
		left--
		r := first.request
		r.Style = style
		g := s.newSuggestion(first.owner, first.session, first.turnID, r, first.clock)
		g.begin()
		if g.append(ctx, g.opening()...) {
			g.publish(ctx, Timings{})
		}
	}
}
