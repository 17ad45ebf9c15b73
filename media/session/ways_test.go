package session

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/media/conversation/conversationtest"
	"github.com/interviewai-pro/interviewai/media/jitter"
	"github.com/interviewai-pro/interviewai/media/opus"
)

// coded encodes speech of a second and the silence around it.
func coded(t *testing.T) [][]byte {
	t.Helper()
	encoder, err := opus.NewEncoder(opus.EncoderOptions{Rate: 16000, Bitrate: 32000})
	if err != nil {
		t.Fatal(err)
	}
	var all [][]byte
	for n := range 150 {
		pcm := make([]int16, 320)
		if n >= 25 && n < 75 {
			for i := range pcm {
				pcm[i] = int16(8000 * (1 - 2*(i/40%2)))
			}
		}
		p, err := encoder.Encode(pcm, make([]byte, 1500))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	return all
}

// TestEveryWayIn brings the same second of speech in by every way, one after
// the other, into one session.
func TestEveryWayIn(t *testing.T) {
	ways := []struct {
		name string
		push func(*mouth, [][]byte) error
	}{
		{"RTP", func(m *mouth, packets [][]byte) error { return m.rtp(1, packets, 0) }},
		{"Opus over a WebSocket", func(m *mouth, packets [][]byte) error {
			for _, p := range packets {
				<-time.After(frame)
				if err := m.b.PushOpus(p, time.Now()); err != nil {
					return err
				}
			}
			return nil
		}},
		{"RTP again, from a new sender, over a bad network", func(m *mouth, packets [][]byte) error {
			return m.rtp(2, packets, 60*ms)
		}},
		{"PCM", func(m *mouth, _ [][]byte) error {
			m.speak(1000 * ms)
			m.silent(1000 * ms)
			return nil
		}},
	}
	live(t, answerIn300("Why Go?"), nil, func(t *testing.T, r *rig) {
		packets := coded(t)
		for i, way := range ways {
			m := r.join(theInterviewer)
			if err := way.push(m, packets); err != nil {
				t.Fatalf("%s: %v", way.name, err)
			}
			turns := r.commits(i + 1)
			if len(turns[i].GetSegmentIds()) != 1 {
				t.Errorf("%s: segments %v", way.name, turns[i].GetSegmentIds())
			}
			if i > 0 && turns[i].GetEndOfSpeech().AsDuration() <= turns[i-1].GetEndOfSpeech().AsDuration()+time.Second {
				t.Errorf("%s: the session clock went back", way.name)
			}
			m.b.Leave("closed")
			m.b.Leave("closed")
		}
		s, ok := r.registry.Session(one)
		if !ok || s.ID() != one {
			t.Fatalf("the session is gone")
		}
		if got := s.Stats(); got.Interviewer.Turns != uint64(len(ways)) || got.Conversation.Opened != 1 {
			t.Errorf("stats %+v", got)
		}
		r.server.Look(one, func(s *conversationtest.Session) {
			for id, pcm := range s.Audio {
				// A second of speech, up to 300 ms before, 160 after, and what
				// the codec smears.
				if length := time.Duration(len(pcm)/32) * ms; length < 1100*ms || length > 1700*ms {
					t.Errorf("segment %s lasts %v", id, length)
				}
			}
		})
	})
}

// rtp sends packets, each up to so much later than it should, a tenth of them
// never if the network is bad.
func (m *mouth) rtp(ssrc uint32, packets [][]byte, late time.Duration) error {
	rng := rand.New(rand.NewPCG(uint64(ssrc), 0))
	type packet struct {
		n  int
		at time.Duration
	}
	var order []packet
	for n := range packets {
		p := packet{n, time.Duration(n) * frame}
		if late > 0 {
			if rng.IntN(10) == 0 {
				continue
			}
			p.at += time.Duration(rng.Int64N(int64(late)))
		}
		i := len(order)
		for i > 0 && order[i-1].at > p.at {
			i--
		}
		order = append(order[:i], append([]packet{p}, order[i:]...)...)
	}
	start := time.Now()
	for _, p := range order {
		<-time.After(time.Until(start.Add(p.at)))
		err := m.b.PushRTP(jitter.Packet{
			SSRC: ssrc, Sequence: uint16(p.n), Timestamp: uint32(p.n) * 960, Payload: packets[p.n],
		}, time.Now())
		if err != nil {
			return err
		}
	}
	return nil
}

func TestSoundThatCannotBeTaken(t *testing.T) {
	live(t, answerIn300(""), nil, func(t *testing.T, r *rig) {
		m := r.join(theInterviewer)
		if err := m.b.PushPCM(make([]int16, 320), 1, time.Now()); err == nil || !strings.Contains(err.Error(), one) {
			t.Errorf("a rate of 1 Hz: %v", err)
		}
		if err := m.b.PushOpus(nil, time.Now()); err == nil {
			t.Error("an empty packet was taken")
		}
		if m.b.Err() != nil {
			t.Errorf("the binding ended: %v", m.b.Err())
		}
		m.b.Leave("closed")
		if err := m.b.PushOpus(nil, time.Now()); err != nil {
			t.Errorf("after Leave: %v", err)
		}
	})
}
