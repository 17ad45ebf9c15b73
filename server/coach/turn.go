package coach

import (
	"context"
	"time"

	"github.com/interviewai-pro/interviewai/server/coach/answer"
	"github.com/interviewai-pro/interviewai/server/coach/memory"
	"github.com/interviewai-pro/interviewai/server/coach/question"
)

// typedPrefix marks the turns of typed questions.
const typedPrefix = "typed-"

// draft is an answer begun before its turn is surely over.
type draft struct {
	id      string
	text    string
	verdict question.Verdict
	// suggestion is nil when there is nothing to answer.
	suggestion *suggestion
	// opinion is a model's verdict where the rules were unsure: asked for with
	// the draft, used only if it is there when the turn is over. It may be nil.
	opinion chan bool
	dismiss context.CancelFunc
}

// judged returns the rules' verdict, or the model's where it came in time.
func (d *draft) judged() question.Verdict {
	v := d.verdict
	select {
	case yes := <-d.opinion:
		if v.Rule += "_model"; yes != v.ToAnswer {
			v.ToAnswer = yes
		}
		if yes && len(v.Questions) == 0 {
			v.Questions, v.Kind = []string{d.text}, question.General
		}
	default:
	}
	return v
}

func (d *draft) withdraw() {
	d.dismiss()
	if d.suggestion != nil {
		d.suggestion.cancel()
	}
}

// maxDrafts bounds the drafts of a conversation that are neither committed nor
// cancelled; one over it is not begun, and its turn is answered when committed.
const maxDrafts = 4

// opinionTime bounds the wait for a model's verdict; later it is of no use.
const opinionTime = 3 * time.Second

// Draft begins an answer that nobody sees before it is committed.
func (c *Conversation) Draft(turnID, draftID, text string) {
	c.mu.Lock()
	_, known := c.drafts[draftID]
	_, over := c.accepted[turnID]
	if known || over || len(c.drafts) >= maxDrafts {
		c.mu.Unlock()
		return
	}
	d := &draft{id: draftID, text: text, verdict: c.judge(text), dismiss: func() {}}
	if d.verdict.ToAnswer {
		d.suggestion = c.svc.newSuggestion(c.owner, c.id, c.epoch+"-"+turnID, c.request(d.verdict), c.clock)
	}
	if d.verdict.Unsure && c.svc.cfg.Writer.HasModel() {
		c.askModel(d)
	}
	c.drafts[draftID] = d
	c.mu.Unlock()
	if d.suggestion != nil {
		d.suggestion.begin()
	}
}

// askModel asks a model what the rules are unsure about, beside the draft. The
// caller holds c.mu.
func (c *Conversation) askModel(d *draft) {
	ctx, cancel := context.WithTimeout(c.ctx, opinionTime)
	d.opinion, d.dismiss = make(chan bool, 1), cancel
	request := answer.Request{
		OwnerID: c.owner, Questions: []string{d.text}, History: c.memory.Pairs(), CandidateName: c.session.Context.CandidateName,
	}
	c.work.Go(func() {
		defer cancel()
		yes, err := c.svc.cfg.Writer.Addressed(ctx, request)
		if err == nil {
			d.opinion <- yes
		} else if ctx.Err() == nil {
			c.svc.log.DebugContext(ctx, "no opinion on a turn", "session", c.id, "error", err)
		}
	})
}

// CancelDraft withdraws a draft and acknowledges when nothing of it runs.
func (c *Conversation) CancelDraft(draftID string) {
	c.mu.Lock()
	d := c.drafts[draftID]
	delete(c.drafts, draftID)
	c.mu.Unlock()
	if d != nil {
		d.withdraw()
	}
	if d == nil || d.suggestion == nil {
		c.peer.DraftCancelled(draftID)
		return
	}
	c.work.Go(func() {
		select {
		case <-d.suggestion.written:
			c.peer.DraftCancelled(draftID)
		case <-c.ctx.Done():
		}
	})
}

// Commit is a turn that is over.
type Commit struct {
	TurnID  string
	DraftID string
	// SegmentIDs are the turn's segments, in order.
	SegmentIDs []string
	Text       string
	Speaker    Speaker
	// Moments on the session clock.
	EndOfSpeech, TranscriptReady, Committed time.Duration
}

// Commit takes over a turn: the interviewer's is answered or ignored, the
// candidate's is remembered. A turn that was accepted before is only
// acknowledged again.
func (c *Conversation) Commit(t Commit) {
	c.mu.Lock()
	_, again := c.accepted[t.TurnID]
	d := c.drafts[t.DraftID]
	delete(c.drafts, t.DraftID)
	c.mu.Unlock()
	if again {
		if d != nil {
			d.withdraw()
		}
		c.peer.TurnAccepted(t.TurnID)
		return
	}
	c.closeSegments(t.SegmentIDs)
	stored := true
	if t.Speaker == Candidate {
		c.commitCandidate(t)
	} else {
		stored = c.commitInterviewer(t, d)
	}
	if !stored {
		return // the media role sends it again
	}
	c.mu.Lock()
	c.accepted[t.TurnID] = struct{}{}
	c.mu.Unlock()
	c.peer.TurnAccepted(t.TurnID)
}

func (c *Conversation) commitCandidate(t Commit) {
	if t.Text == "" {
		return
	}
	c.mu.Lock()
	found := c.memory.AddCandidate(t.Text)
	c.mu.Unlock()
	for _, contradiction := range found {
		c.publish(Event{Notice: &Notice{Kind: "contradiction", Message: contradiction.Sentence()}})
	}
	c.saveMemory()
}

func (c *Conversation) commitInterviewer(t Commit, d *draft) bool {
	turnID := c.epoch + "-" + t.TurnID
	var verdict question.Verdict
	if d != nil {
		verdict = d.judged()
		d.dismiss()
	} else {
		c.mu.Lock()
		verdict = c.judge(t.Text)
		c.mu.Unlock()
	}
	if !verdict.ToAnswer {
		if d != nil {
			d.withdraw()
		}
		return t.Text == "" || c.publish(Event{Ignored: &TurnIgnored{TurnID: turnID, Rule: verdict.Rule}})
	}
	var g *suggestion
	if d != nil {
		g = d.suggestion
	}
	c.mu.Lock()
	if g == nil {
		g = c.svc.newSuggestion(c.owner, c.id, turnID, c.request(verdict), c.clock)
	}
	c.memory.AddQuestion(turnID, verdict)
	variations := c.session.Options.Variations
	c.mu.Unlock()
	utterances := make([]string, len(t.SegmentIDs))
	for i, id := range t.SegmentIDs {
		utterances[i] = c.epoch + "-" + id
	}
	if !c.svc.publishAnswer(c.ctx, g, Event{Question: detected(turnID, utterances, verdict)}, Timings{
		EndOfSpeech: t.EndOfSpeech, TranscriptReady: t.TranscriptReady, TurnCommitted: t.Committed, Speculated: d != nil,
	}, c.afterAnswer(variations)) {
		g.cancel()
		return false
	}
	c.saveMemory()
	return true
}

// afterAnswer remembers the suggestion, then has the other variants written.
func (c *Conversation) afterAnswer(variations int) func(context.Context, *suggestion, answer.Result) {
	return func(ctx context.Context, g *suggestion, r answer.Result) {
		c.mu.Lock()
		c.memory.AddSuggestion(g.turnID, r.Answer.Content)
		c.mu.Unlock()
		c.svc.writeVariants(ctx, g, variations)
	}
}

// judge asks the rules about a text. The caller holds c.mu.
func (c *Conversation) judge(text string) question.Verdict {
	x := c.memory.Context()
	x.CandidateName = c.session.Context.CandidateName
	return question.Judge(text, c.language, x)
}

// request makes a request of a verdict. The caller holds c.mu.
func (c *Conversation) request(v question.Verdict) answer.Request {
	return requestOf(c.session, c.memory.Pairs(), v)
}

func requestOf(s Session, history []memory.Pair, v question.Verdict) answer.Request {
	return answer.Request{
		OwnerID: s.UserID, Questions: v.Questions, Kind: v.Kind, Language: s.Options.Language,
		CV: s.Context.CV, JobDescription: s.Context.JobDescription,
		Company: s.Context.Company, Role: s.Context.JobRole, CandidateName: s.Context.CandidateName,
		History: history, FollowUpOf: v.FollowUpOf,
		Style: answer.Style(s.Options.Style), Length: answer.Length(s.Options.Length),
		KeyPoints: s.Options.KeyPoints, Followups: s.Options.Followups,
	}
}

func detected(turnID string, utterances []string, v question.Verdict) *QuestionDetected {
	return &QuestionDetected{
		TurnID: turnID, UtteranceIDs: utterances, Questions: v.Questions, Kind: v.Kind, FollowUpOf: v.FollowUpOf, Rule: v.Rule,
	}
}

func verdictOf(q QuestionDetected) question.Verdict {
	return question.Verdict{ToAnswer: true, Questions: q.Questions, Kind: q.Kind, FollowUpOf: q.FollowUpOf, Rule: q.Rule, Complete: true}
}

// saveMemory stores what is remembered, so that another process can go on.
func (c *Conversation) saveMemory() {
	c.mu.Lock()
	snapshot := c.memory.Snapshot()
	c.mu.Unlock()
	_, err := c.svc.sessions.Update(c.ctx, c.id, func(s *Session) error { s.Memory = snapshot; return nil })
	if err != nil && c.ctx.Err() == nil {
		c.svc.log.ErrorContext(c.ctx, "store session memory", "session", c.id, "error", err)
	}
}

// unansweredFor is how long ago a question may have been asked to be answered
// after a restart; an older answer would only confuse.
const unansweredFor = 2 * time.Minute

// answerUnanswered begins again the answers that a stopped process left behind;
// underWay are those being written in this process.
func (c *Conversation) answerUnanswered(past []Event, underWay map[string]struct{}) {
	open := map[string]QuestionDetected{}
	for _, e := range past {
		switch {
		case e.Question != nil && c.svc.cfg.Now().Sub(e.At) < unansweredFor:
			open[e.Question.TurnID] = *e.Question
		case e.Completed != nil:
			delete(open, e.Completed.TurnID)
		case e.Cancelled != nil:
			delete(open, e.Cancelled.TurnID)
		case e.Failure != nil:
			delete(open, e.Failure.TurnID)
		}
	}
	for turnID, q := range open {
		if _, yes := underWay[turnID]; yes {
			continue
		}
		c.mu.Lock()
		g := c.svc.newSuggestion(c.owner, c.id, turnID, c.request(verdictOf(q)), c.clock)
		variations := c.session.Options.Variations
		c.mu.Unlock()
		c.svc.publishAnswer(c.ctx, g, Event{}, Timings{}, c.afterAnswer(variations))
	}
}
