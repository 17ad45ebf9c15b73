package track

import (
	"runtime"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/media/jitter"
	"github.com/interviewai-pro/interviewai/media/opus"
)

// nobody is a Sink that does nothing.
type nobody struct{}

func (nobody) Frame([]int16, time.Duration)         {}
func (nobody) Silence(time.Duration, time.Duration) {}

// endless repeats packets as one stream without an end.
type endless struct {
	packets []jitter.Packet
	i       int
}

func (e *endless) next() jitter.Packet {
	p := e.packets[e.i%len(e.packets)]
	p.Sequence = uint16(e.i)
	p.Timestamp = uint32(e.i * 960)
	p.Arrival = time.Duration(e.i+1) * 20 * ms
	e.i++
	return p
}

func TestNothingIsAllocatedPerPacket(t *testing.T) {
	speech := encode(t, speechLike(48000, 2*time.Second), opus.EncoderOptions{LossPercent: 10, Bitrate: 24000}, 20*ms)
	silent := make([]jitter.Packet, len(speech))
	for i, p := range speech {
		p.Level, p.HasLevel = 127, true
		p.Payload = speech[0].Payload
		silent[i] = p
	}
	for story, packets := range map[string][]jitter.Packet{"speaking": speech, "silent": silent} {
		t.Run(story, func(t *testing.T) {
			stream := endless{packets: packets}
			track := New(nobody{})
			push := func(p jitter.Packet) {
				if err := track.Push(p); err != nil {
					t.Fatal(err)
				}
			}
			second := func() {
				for range 5 {
					push(stream.next())
					late := stream.next()
					early := stream.next()
					push(early)
					late.Arrival = early.Arrival
					push(late)
					stream.next() // lost
					for range 6 {
						push(stream.next())
					}
					if err := track.Tick(time.Duration(stream.i) * 20 * ms); err != nil {
						t.Fatal(err)
					}
				}
			}
			for range 40 { // until every slot of the buffer has grown
				second()
			}
			if allocs := testing.AllocsPerRun(50, second); allocs != 0 {
				t.Errorf("%v allocations a second", allocs)
			}
		})
	}
	t.Run("pcm", func(t *testing.T) {
		s := NewStream(nobody{})
		chunk, now := make([]int16, 4410), time.Duration(0)
		push := func() {
			now += 100 * ms
			if err := s.PushPCM(44100, chunk, now); err != nil {
				t.Fatal(err)
			}
		}
		push()
		push()
		if allocs := testing.AllocsPerRun(100, push); allocs != 0 {
			t.Errorf("%v allocations a chunk", allocs)
		}
	})
}

func benchmarkPackets(b *testing.B, packets []jitter.Packet) {
	stream := endless{packets: packets}
	track := New(nobody{})
	b.ReportAllocs()
	for b.Loop() {
		if err := track.Push(stream.next()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSpeakingPacket(b *testing.B) {
	benchmarkPackets(b, encode(b, speechLike(48000, 2*time.Second), opus.EncoderOptions{Bitrate: 32000}, 20*ms))
}

func BenchmarkSilentPacketByLevel(b *testing.B) {
	packets := encode(b, make([]int16, 96000), opus.EncoderOptions{}, 20*ms)
	for i := range packets {
		packets[i].Level, packets[i].HasLevel = 127, true
	}
	benchmarkPackets(b, packets)
}

func BenchmarkSilentPacketByDTX(b *testing.B) {
	benchmarkPackets(b, []jitter.Packet{{Payload: []byte{31 << 3}}})
}

// BenchmarkMemory reports the bytes that a track holds after two seconds on a
// bad network: silent all the time, and speaking.
func BenchmarkMemory(b *testing.B) {
	speech := network{seed: 1, lossPercent: 10, jitter: 60 * ms}.carry(
		encode(b, speechLike(48000, 2*time.Second), opus.EncoderOptions{Bitrate: 32000}, 20*ms))
	silent := []jitter.Packet{{Payload: []byte{31 << 3}, Arrival: 20 * ms}}
	for story, packets := range map[string][]jitter.Packet{"speaking": speech, "silent": silent} {
		b.Run(story, func(b *testing.B) {
			const n = 200
			for b.Loop() {
				var before, after runtime.MemStats
				runtime.GC()
				runtime.ReadMemStats(&before)
				tracks := make([]*Track, n)
				for i := range tracks {
					tracks[i] = New(nobody{})
					for _, p := range packets {
						if err := tracks[i].Push(p); err != nil {
							b.Fatal(err)
						}
					}
				}
				runtime.GC()
				runtime.ReadMemStats(&after)
				b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/n, "B/track")
				runtime.KeepAlive(tracks)
			}
		})
	}
}
