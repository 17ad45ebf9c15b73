package impair

import (
	"context"
	"encoding/binary"
	"net"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// pass sends numbered packets through a relay and returns what arrived, and
// what came back of an echo of each.
func pass(t *testing.T, n Network, packets int) ([]uint32, Stats) {
	t.Helper()
	target, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	relay, err := New(target.LocalAddr().(*net.UDPAddr).AddrPort(), n)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	var loops sync.WaitGroup
	loops.Go(func() {
		if err := relay.Run(ctx); err != nil {
			t.Error(err)
		}
	})
	defer func() {
		stop()
		_ = target.Close()
		loops.Wait()
	}()
	conn, err := net.DialUDP("udp", nil, net.UDPAddrFromAddrPort(relay.Addr()))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	arrived := make(chan uint32, 2*packets)
	loops.Go(func() {
		defer close(arrived)
		buf := make([]byte, packetSize)
		for {
			k, err := target.Read(buf)
			if err != nil {
				return
			}
			if k == 5 {
				arrived <- binary.BigEndian.Uint32(buf[1:])
			}
		}
	})
	for i := range packets {
		if _, err := conn.Write(binary.BigEndian.AppendUint32([]byte{128}, uint32(i))); err != nil {
			t.Fatal(err)
		}
		for i%50 == 49 && relay.Stats().Received <= uint64(i) { // the kernel's buffer is small
			runtime.Gosched()
		}
	}
	var got []uint32
	for {
		s := relay.Stats()
		if int(s.Forwarded+s.Lost) >= packets+int(s.Duplicated) && len(got) == int(s.Forwarded) {
			break
		}
		select {
		case n := <-arrived:
			got = append(got, n)
		case <-time.After(30 * time.Second):
			t.Fatalf("%d arrived, %+v", len(got), s)
		}
	}
	return got, relay.Stats()
}

func TestAGoodNetworkChangesNothing(t *testing.T) {
	got, stats := pass(t, Network{}, 200)
	if len(got) != 200 || !slices.IsSorted(got) || stats.Lost != 0 {
		t.Errorf("%d packets, %+v", len(got), stats)
	}
}

func TestABadNetwork(t *testing.T) {
	n := Network{Loss: 0.1, Duplicate: 0.05, Delay: 5 * time.Millisecond, Jitter: 60 * time.Millisecond, Seed: 7}
	got, stats := pass(t, n, 1000)
	if stats.Lost < 60 || stats.Lost > 140 || stats.Duplicated < 20 || stats.Duplicated > 80 || slices.IsSorted(got) {
		t.Errorf("%+v, sorted %v", stats, slices.IsSorted(got))
	}
	if want := 1000 - int(stats.Lost) + int(stats.Duplicated); len(got) != want {
		t.Errorf("%d packets, want %d", len(got), want)
	}
	again, _ := pass(t, n, 1000)
	slices.Sort(got)
	slices.Sort(again)
	if !slices.Equal(got, again) {
		t.Error("the same seed lost other packets")
	}
}
