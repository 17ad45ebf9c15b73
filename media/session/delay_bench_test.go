package session

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/media/conversation/conversationtest"
	"github.com/interviewai-pro/interviewai/media/jitter"
	"github.com/interviewai-pro/interviewai/media/turn"
	"github.com/interviewai-pro/interviewai/media/vad"
)

// ask is one turn of the benchmark's interviewer: what is said, the pause
// within it, what is said then.
type ask struct {
	first  string
	pause  time.Duration // 0: it is said in one go
	second string
}

// asks are played in this order by every session. The second hesitates before
// it goes on, the fourth stops in mid-sentence for longer than a segment lasts.
var asks = []ask{
	{first: "What is your greatest strength?"},
	{first: "We build it in Go.", pause: 180 * time.Millisecond, second: "Why would you like that?"},
	{first: "how would you find a slow query"},
	{first: "tell me about a time when you", pause: 700 * time.Millisecond, second: "missed a deadline"},
	{first: "Our office is in the old town."},
}

const (
	spoken  = 600 * time.Millisecond  // each part
	between = 1800 * time.Millisecond // turns
)

// script gives the words of each segment. A short pause stays within one
// segment, whose words then depend on how much of it there is; a long one
// makes two.
func script() func(string, int64) string {
	texts := map[string]func(int64) string{}
	n := 0
	add := func(f func(int64) string) { n++; texts[fmt.Sprint("i", n)] = f }
	for _, a := range asks {
		switch {
		case a.pause == 0:
			add(func(int64) string { return a.first })
		case a.pause < 500*time.Millisecond:
			add(func(samples int64) string {
				if samples < 16*1400 {
					return a.first
				}
				return a.first + " " + a.second
			})
		default:
			add(func(int64) string { return a.first })
			add(func(int64) string { return a.second })
		}
	}
	return func(id string, samples int64) string {
		if f, ok := texts[id]; ok {
			return f(samples)
		}
		// A busy machine was late to hear the hesitation's end: the turn was
		// committed before, and all segments moved up by one.
		return "And so on."
	}
}

// weighed costs what the real detector costs, and finds a tone as exactly as
// the benchmark needs to know its end.
type weighed struct {
	vad.Detector
	tone loud
}

func (w weighed) Probability(frame []int16) float32 {
	w.Detector.Probability(frame)
	return w.tone.Probability(frame)
}

// BenchmarkResponseDelay plays sessions in real time against providers of fixed
// delays, and reports what the pipeline itself adds between the end of speech
// and the first token: measured, less endpointing, less the providers' time
// that cannot overlap with it.
func BenchmarkResponseDelay(b *testing.B) {
	for _, bc := range []struct {
		speech, language time.Duration
		speculate        bool
	}{
		{300 * time.Millisecond, 400 * time.Millisecond, true},
		{300 * time.Millisecond, 400 * time.Millisecond, false},
		{80 * time.Millisecond, 400 * time.Millisecond, true},
		{80 * time.Millisecond, 400 * time.Millisecond, false},
	} {
		b.Run(fmt.Sprintf("speech %v language %v speculation %v", bc.speech, bc.language, bc.speculate), func(b *testing.B) {
			var total, own []time.Duration
			drafts, used, turns := 0, 0, 0
			for b.Loop() {
				server := conversationtest.NewServer(conversationtest.Script{Speech: bc.speech, Language: bc.language, Text: script()})
				network := conversationtest.NewNetwork(server)
				t, o, s := playAll(b, server, network, bc.speculate, func(end time.Duration, text string) time.Duration {
					return ideal(end, text, bc.speech, bc.language, bc.speculate)
				})
				total, own = append(total, t...), append(own, o...)
				drafts, used, turns = drafts+int(s.Drafts), used+int(s.Speculated), turns+int(s.Turns)
				network.Close()
				server.Wait()
			}
			slices.Sort(total)
			slices.Sort(own)
			b.ReportMetric(milliseconds(quantile(total, 0.5)), "p50-total-ms")
			b.ReportMetric(milliseconds(quantile(total, 0.95)), "p95-total-ms")
			b.ReportMetric(milliseconds(quantile(own, 0.5)), "p50-own-ms")
			b.ReportMetric(milliseconds(quantile(own, 0.95)), "p95-own-ms")
			b.ReportMetric(100*float64(drafts-used)/float64(turns), "%extra-calls")
			b.ReportMetric(float64(len(own)), "turns")
		})
	}
}

// ideal is when the first token would be there if the pipeline took no time.
func ideal(end time.Duration, text string, speech, language time.Duration, speculate bool) time.Duration {
	cfg := turn.DefaultConfig()
	reading := turn.Read(text, "en")
	delay := map[turn.Ending]time.Duration{
		turn.Complete: cfg.Complete, turn.Neutral: cfg.Neutral, turn.Dangling: cfg.Dangling,
	}[reading.Ending]
	const pause, hangover = 160 * time.Millisecond, 500 * time.Millisecond
	if !speculate {
		return end + max(delay, hangover+speech) + language
	}
	transcript := pause + speech
	commit := max(delay, transcript)
	if reading.Ending == turn.Complete || reading.Question {
		return end + max(commit, transcript+language)
	}
	return end + commit + language
}

const sessionsAtOnce = 12

func playAll(b *testing.B, server *conversationtest.Server, network *conversationtest.Network, speculate bool, ideal func(time.Duration, string) time.Duration) (total, own []time.Duration, stats turn.Stats) {
	b.Helper()
	model := vad.LoadModel()
	cfg := Config{
		Conversations: network.Client(), Logger: slog.New(slog.DiscardHandler), Turn: turn.DefaultConfig(), Segment: exact(),
		NewDetector: func() vad.Detector { return weighed{Detector: vad.NewStream(model)} },
	}
	cfg.Turn.Speculate = speculate
	registry, err := New(cfg)
	if err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithCancel(b.Context())
	var running, playing sync.WaitGroup
	running.Go(func() { _ = registry.Run(ctx) })
	sound := packets(b, interview())
	for i := range sessionsAtOnce {
		playing.Go(func() {
			id := fmt.Sprint("s", i)
			binding, err := registry.Join(ctx, JoinRequest{SessionID: id, Speaker: theInterviewer})
			if err != nil {
				b.Error(err)
				return
			}
			play(ctx, binding, sound, time.Duration(i)*73*time.Millisecond)
			err = server.Await(ctx, id, func(s *conversationtest.Session) bool { return len(s.Tokens) >= len(asks) })
			if err != nil {
				b.Error(err)
			}
		})
	}
	playing.Wait()
	for i := range sessionsAtOnce {
		s, ok := registry.Session(fmt.Sprint("s", i))
		if !ok {
			b.Fatal("a session is gone")
		}
		st := s.Stats().Interviewer
		stats.Drafts, stats.Speculated, stats.Turns = stats.Drafts+st.Drafts, stats.Speculated+st.Speculated, stats.Turns+st.Turns
		server.Look(s.ID(), func(x *conversationtest.Session) {
			for _, c := range x.Commits {
				end, token := c.GetEndOfSpeech().AsDuration(), s.clockAt(x.Tokens[c.GetTurnId()])
				total = append(total, token-end)
				last := c.GetText()
				own = append(own, token-ideal(end, last))
			}
		})
	}
	cancel()
	running.Wait()
	return total, own, stats
}

// interview is the sound of all asks.
func interview() []int16 {
	var pcm []int16
	tone := func(d time.Duration, value int16) {
		for i := range int(d * 16000 / time.Second) {
			if i/40%2 == 0 { // 200 Hz
				pcm = append(pcm, value)
			} else {
				pcm = append(pcm, -value)
			}
		}
	}
	tone(between, 0)
	for _, a := range asks {
		tone(spoken, 8000)
		if a.pause > 0 {
			tone(a.pause, 0)
			tone(spoken, 8000)
		}
		tone(between, 0)
	}
	return pcm
}

// play sends packets as they would come from a peer.
func play(ctx context.Context, b *Binding, sound [][]byte, after time.Duration) {
	start := time.Now().Add(after)
	timer := time.NewTimer(after)
	defer timer.Stop()
	for n, payload := range sound {
		select {
		case <-timer.C:
		case <-ctx.Done():
			return
		}
		_ = b.PushRTP(jitter.Packet{SSRC: 1, Sequence: uint16(n), Timestamp: uint32(n) * 960, Payload: payload}, time.Now())
		timer.Reset(time.Until(start.Add(time.Duration(n+1) * frame)))
	}
}

func quantile(sorted []time.Duration, q float64) time.Duration {
	return sorted[int(q*float64(len(sorted)-1))]
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
