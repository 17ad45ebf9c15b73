package session

import (
	"context"
	"fmt"
	"log/slog"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/media/conversation/conversationtest"
	"github.com/interviewai-pro/interviewai/media/jitter"
	"github.com/interviewai-pro/interviewai/media/vad"
)

// BenchmarkMemory measures what a session holds that has both tracks and has
// heard speech: heap and stacks, with both ends of its conversation in memory,
// without WebRTC.
func BenchmarkMemory(b *testing.B) {
	const sessions = 200
	model := vad.LoadModel()
	sound := packets(b, interview()[:16000*4])
	for b.Loop() {
		server := conversationtest.NewServer(conversationtest.Script{Speech: time.Millisecond, Language: time.Millisecond})
		network := conversationtest.NewNetwork(server)
		registry, err := New(Config{
			Conversations: network.Client(), Logger: slog.New(slog.DiscardHandler),
			NewDetector: func() vad.Detector { return vad.NewStream(model) },
		})
		if err != nil {
			b.Fatal(err)
		}
		ctx, cancel := context.WithCancel(b.Context())
		var running sync.WaitGroup
		running.Go(func() { _ = registry.Run(ctx) })
		before := inUse()
		for i := range sessions {
			id := fmt.Sprint("s", i)
			for _, speaker := range speakers {
				binding, err := registry.Join(ctx, JoinRequest{SessionID: id, Speaker: speaker})
				if err != nil {
					b.Fatal(err)
				}
				for n, payload := range sound {
					err := binding.PushRTP(jitter.Packet{SSRC: 1, Sequence: uint16(n), Timestamp: uint32(n) * 960, Payload: payload}, time.Now())
					if err != nil {
						b.Fatal(err)
					}
				}
			}
			if err := server.Await(ctx, id, func(s *conversationtest.Session) bool { return len(s.Final) > 0 || len(s.States) > 0 }); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(inUse()-before)/sessions/1024, "KiB/session")
		cancel()
		running.Wait()
		network.Close()
		server.Wait()
	}
}

func inUse() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapInuse + m.StackInuse
}
