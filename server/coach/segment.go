package coach

import (
	"context"
	"errors"
	"sync"
	"time"
)

// maxSegmentSamples bounds one segment's sound at the server: 60 s. Sound
// beyond it is not kept; the media role cuts segments well before.
const maxSegmentSamples = 60 * 16000

// recogniseTimeout bounds one transcript, whatever the provider's own limits.
const recogniseTimeout = 30 * time.Second

// segment is the recognising of one segment.
type segment struct {
	id      string
	speaker Speaker
	start   time.Duration

	settling sync.Mutex // held while it is being made final

	mu        sync.Mutex
	pcm       []int16
	wanted    int // newest revision asked for; 0 is none
	end       time.Duration
	done      map[int]Transcript
	failed    map[int]bool
	closing   int // the revision that becomes final; 0 while open
	over      bool
	interrupt context.CancelFunc
	wake      chan struct{}
}

// Audio takes sound of a segment. Sound that is already there is ignored.
func (c *Conversation) Audio(id string, who Speaker, start time.Duration, offset int, pcm []int16) {
	g := c.segment(id, who, start)
	if g == nil {
		return
	}
	g.mu.Lock()
	if skip := len(g.pcm) - offset; skip >= 0 && skip < len(pcm) && len(g.pcm)+len(pcm)-skip <= maxSegmentSamples {
		g.pcm = append(g.pcm, pcm[skip:]...)
	}
	g.mu.Unlock()
	g.nudge()
}

// Transcribe asks for the text of a segment so far.
func (c *Conversation) Transcribe(id string, revision int, end time.Duration) {
	c.want(id, revision, end, false)
}

// EndSegment asks for the final text of a segment.
func (c *Conversation) EndSegment(id string, revision int, end time.Duration) {
	c.want(id, revision, end, true)
}

func (c *Conversation) want(id string, revision int, end time.Duration, closing bool) {
	c.mu.Lock()
	g := c.segments[id]
	said, final := c.finals[id]
	c.mu.Unlock()
	if g == nil {
		switch {
		case final:
			said.Revision = revision
			c.peer.Transcript(said)
		case closing: // its sound never came: it was given up
			c.peer.Transcript(SegmentText{SegmentID: id, Revision: revision, Final: true, Failed: true})
		}
		return
	}
	g.mu.Lock()
	if revision > g.wanted {
		g.wanted = revision
		if g.interrupt != nil {
			g.interrupt() // whatever is being decoded now is out of date
		}
	}
	g.end = end
	if closing {
		g.closing = revision
	}
	g.mu.Unlock()
	g.nudge()
}

func (c *Conversation) segment(id string, who Speaker, start time.Duration) *segment {
	c.mu.Lock()
	defer c.mu.Unlock()
	if g, ok := c.segments[id]; ok {
		return g
	}
	if c.session.Interview != "" && who == Interviewer {
		return nil // whoever practises is alone
	}
	if len(c.segments) >= maxOpenSegments {
		return nil
	}
	g := &segment{
		id: id, speaker: who, start: start, wake: make(chan struct{}, 1),
		done: map[int]Transcript{}, failed: map[int]bool{},
	}
	c.segments[id] = g
	o := RecogniseOptions{
		Language: c.session.LanguageHint, Prompt: recognitionPrompt(c.session.Context), Voice: c.id + "/" + string(who),
	}
	c.work.Go(func() { c.recognise(g, o) })
	return g
}

// recognitionPrompt names what may be said: proper names only, never text that
// the recogniser could repeat as if it had been heard.
func recognitionPrompt(x Context) string {
	prompt := ""
	for _, name := range []string{x.Company, x.JobRole, x.CandidateName} {
		if name == "" {
			continue
		}
		if prompt != "" {
			prompt += ", "
		}
		prompt += name
	}
	return prompt
}

func (g *segment) nudge() {
	select {
	case g.wake <- struct{}{}:
	default:
	}
}

// recognise is the goroutine of one segment: it feeds the recogniser, asks for
// interim words while speech goes on, and for whole texts as they are wanted.
func (c *Conversation) recognise(g *segment, o RecogniseOptions) {
	rec, err := c.svc.cfg.Recogniser.Open(c.ctx, o)
	if err == nil {
		defer rec.Close()
	}
	interim := time.NewTicker(c.svc.cfg.InterimEvery)
	defer interim.Stop()
	written, heard, shown := 0, 0, "" // samples given, samples of the last interim text, that text
	for {
		due := false
		select {
		case <-c.ctx.Done():
			return
		case <-g.wake:
		case <-interim.C:
			due = true
		}
		g.mu.Lock()
		fresh := g.pcm[written:]
		revision, ready := g.wanted, g.wanted > 0 && !g.answered(g.wanted)
		ctx, cancel := context.WithTimeout(c.ctx, recogniseTimeout)
		g.interrupt = cancel
		g.mu.Unlock()
		written += len(fresh)
		switch {
		case err != nil:
			if ready {
				c.transcribed(g, revision, Transcript{}, err)
			}
		case len(fresh) > 0:
			err = rec.Write(fresh)
			fallthrough
		default:
			if ready && err == nil {
				t, terr := rec.Text(ctx)
				c.transcribed(g, revision, t, terr)
			} else if ready {
				c.transcribed(g, revision, Transcript{}, err)
			} else if due && written > heard && err == nil {
				heard = written
				if t, ok, ierr := rec.Interim(ctx); ierr == nil && ok && t.Text != shown {
					shown = t.Text
					c.showInterim(g, t)
				}
			}
		}
		cancel()
		if c.settle(g) {
			return
		}
	}
}

// answered reports whether a revision has its text or has failed. The caller
// holds g.mu.
func (g *segment) answered(revision int) bool {
	_, ok := g.done[revision]
	return ok || g.failed[revision]
}

// transcribed takes the result of one revision.
func (c *Conversation) transcribed(g *segment, revision int, t Transcript, err error) {
	g.mu.Lock()
	if err != nil && revision < g.wanted {
		g.mu.Unlock()
		g.nudge() // it was interrupted for a newer one
		return
	}
	closing := g.closing == revision
	if err != nil {
		g.failed[revision] = true
	} else {
		g.done[revision] = t
	}
	end := g.end
	g.mu.Unlock()
	if c.ctx.Err() != nil {
		return
	}
	if err != nil && !errors.Is(err, context.Canceled) {
		c.svc.log.WarnContext(c.ctx, "transcribe segment", "session", c.id, "segment", g.id, "error", err)
	}
	if closing {
		return // settle says it, finally
	}
	c.peer.Transcript(SegmentText{SegmentID: g.id, Revision: revision, Text: t.Text, Language: t.Language, Failed: err != nil})
	if err == nil && t.Text != "" {
		c.publish(Event{Said: c.said(g, t, end, false)})
	}
}

func (c *Conversation) showInterim(g *segment, t Transcript) {
	g.mu.Lock()
	end := g.start + time.Duration(len(g.pcm))*time.Second/16000
	g.mu.Unlock()
	c.peer.Transcript(SegmentText{SegmentID: g.id, Text: t.Text, Language: t.Language, Interim: true})
	c.publish(Event{Said: c.said(g, t, end, false)})
}

// closeSegments makes the segments of a committed turn final, so that their
// words stand in the log before the question they made. A segment whose text
// is still on its way follows by itself.
func (c *Conversation) closeSegments(ids []string) {
	for _, id := range ids {
		c.mu.Lock()
		g := c.segments[id]
		c.mu.Unlock()
		if g == nil {
			continue
		}
		g.mu.Lock()
		if g.closing == 0 && g.wanted > 0 && g.answered(g.wanted) {
			g.closing = g.wanted
		}
		g.mu.Unlock()
		c.settle(g)
		g.nudge()
	}
}

// settle makes the segment final once its last revision has a result, and
// reports whether it is. Two goroutines may try; the first one does it.
func (c *Conversation) settle(g *segment) bool {
	g.settling.Lock()
	defer g.settling.Unlock()
	g.mu.Lock()
	revision := g.closing
	ready := revision > 0 && g.answered(revision)
	over, t, failed, end, pcm := g.over, g.done[revision], g.failed[revision], g.end, g.pcm
	g.mu.Unlock()
	if over || !ready {
		return over
	}
	text := SegmentText{SegmentID: g.id, Revision: revision, Text: t.Text, Language: t.Language, Final: true, Failed: failed}
	var events []Event
	switch {
	case failed:
		events = append(events, Event{Failure: &Failure{
			Reason:  "transcription_unavailable",
			Message: "Speech recognition is not available now, so the last words are missing. Type the question, or wait: it is tried again with the next words.",
		}})
	default:
		events = append(c.withoutEcho(g, t, end, pcm), c.recogniserChanged(t)...)
		if events[0].Said.Text == "" {
			text.Text = ""
		} else {
			c.heardLanguage(t.Language)
		}
	}
	if !c.publish(events...) {
		return c.ctx.Err() != nil // not stored: not said to be final either
	}
	g.mu.Lock()
	g.over = true
	g.mu.Unlock()
	c.mu.Lock()
	delete(c.segments, g.id)
	c.finals[g.id] = text
	c.mu.Unlock()
	c.peer.Transcript(text)
	return true
}

// said places a segment's transcript on the session clock.
func (c *Conversation) said(g *segment, t Transcript, end time.Duration, final bool) *Said {
	words := make([]Word, len(t.Words))
	for i, w := range t.Words {
		w.Start, w.End = w.Start+g.start, w.End+g.start
		words[i] = w
	}
	return &Said{
		UtteranceID: c.epoch + "-" + g.id, Speaker: g.speaker, Text: t.Text, Final: final, Words: words,
		Language: t.Language, Confidence: t.Confidence, Start: g.start, End: end, Degraded: t.Degraded, Model: t.Model,
	}
}

// recogniserChanged tells the user when the fallback recogniser takes over, and
// when the better one is back.
func (c *Conversation) recogniserChanged(t Transcript) []Event {
	if c.svc.Degraded() || t.Text == "" {
		return nil // it was said at the session's start
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.fallback == t.Degraded {
		return nil
	}
	c.fallback = t.Degraded
	if t.Degraded {
		return []Event{{Notice: &Notice{
			Kind:    "recognition_degraded",
			Message: "Full speech recognition is not reachable, so speech is recognised offline: in English only and with more mistakes. It is tried again by itself.",
		}}}
	}
	return []Event{{Notice: &Notice{Kind: "recognition_restored", Message: "Full speech recognition is back."}}}
}
