package e2e

import (
	"net"
	"net/http"
	"os/exec"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/redis/redistest"
	"github.com/interviewai-pro/interviewai/server/store/storetest"
)

// redisServer is a Redis of the test's own, which it may lose.
type redisServer struct {
	port string
	cmd  *exec.Cmd
}

func (r *redisServer) url() string { return "redis://127.0.0.1:" + r.port }

// startRedis starts Debian's redis-server, empty.
func startRedis(t *testing.T) *redisServer {
	t.Helper()
	_, port, err := net.SplitHostPort(freeAddress(t))
	if err != nil {
		t.Fatal(err)
	}
	r := &redisServer{port: port}
	r.start(t)
	t.Cleanup(func() { r.kill(t) })
	return r
}

func (r *redisServer) start(t *testing.T) {
	t.Helper()
	r.cmd = exec.Command("redis-server", "--bind", "127.0.0.1", "--port", r.port, "--save", "", "--appendonly", "no", "--dir", t.TempDir())
	if err := r.cmd.Start(); err != nil {
		t.Fatalf("%v (tools/install.sh test installs it)", err)
	}
	await(t, "redis-server", func() bool {
		conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", "127.0.0.1:"+r.port)
		if err != nil {
			return false
		}
		_ = conn.Close()
		return true
	})
}

// kill ends it without any warning, with all that is in it.
func (r *redisServer) kill(t *testing.T) {
	t.Helper()
	if err := r.cmd.Process.Kill(); err != nil {
		t.Error(err)
	}
	_ = r.cmd.Wait() // it was killed
}

// Redis is killed, comes back empty, and is emptied, all under load. Nobody is
// signed out, every mail arrives, limits hold.
func TestRedisIsLostUnderLoad(t *testing.T) {
	t.Parallel()
	redis := startRedis(t)
	s := startService(t, t.TempDir(), behindProxy("REDIS_URL="+redis.url()))
	a := s.api(t, false)
	// Nothing but waiting is ever asked of anybody.
	l := startLoad(t, a, 3, nil)
	progress := func() {
		before := l.acknowledged.Load()
		await(t, "work to go on", func() bool { return l.acknowledged.Load() >= before+10 || t.Failed() })
	}
	flooder := a
	flooder.address = "10.200.0.1"
	access, _ := flooder.newcomer(t, "flood@example.org")
	limited := func(when string) {
		if passed, most := flood(t, flooder, access); passed > most {
			t.Errorf("%s %d calls passed at once, at most %d may", when, passed, most)
		}
	}

	progress()
	limited("with Redis")
	redis.kill(t)
	progress()
	limited("without Redis")
	redis.start(t)
	progress()
	limited("with a new Redis")
	client := redistest.Connect(t, redis.url())
	for range 3 {
		if err := client.FlushAll(t.Context()).Err(); err != nil {
			t.Fatal(err)
		}
		progress()
	}
	limited("with an emptied Redis")
	l.end()
	l.settle()
	for call, n := range l.refusals {
		t.Logf("refused %d times: %s", n, call)
	}
	s.stop(t)
	if left := l.onlyOne(s); left != 0 {
		t.Errorf("%d accounts without address", left)
	}
}

// flood makes as many calls as it can for a moment, and returns how many passed
// and how many may: ten at once and ten each second after.
func flood(t *testing.T, a api, access string) (passed, most int) {
	t.Helper()
	var mu sync.Mutex
	var all sync.WaitGroup
	began := time.Now()
	for range 8 {
		all.Go(func() {
			for range 15 {
				got, err := a.profile(t.Context(), access)
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				switch got.status {
				case http.StatusOK:
					passed++
				case http.StatusTooManyRequests:
				default:
					t.Errorf("flood: %s", got)
				}
				mu.Unlock()
			}
		})
	}
	all.Wait()
	return passed, 10 + int(10*time.Since(began).Seconds()) + 1
}

// MongoDB stops answering for ten seconds. Calls that need it say so, in time;
// when it is back everything goes on by itself.
func TestDatabaseIsHeldUp(t *testing.T) {
	t.Parallel()
	const heldUp = 10 * time.Second
	uri, database := storetest.StandIn(t)
	s := startService(t, t.TempDir(), behindProxy("RATE_LIMITS=off", "MONGODB_URI="+storetest.MongoNamed(t, uri, "interviewai")))
	var mu sync.Mutex
	var held bool
	var began, back time.Time
	var slowest, firstRefusal, recovered time.Duration
	refusals, unclear := 0, 0
	l := startLoad(t, s.api(t, false), 3, func(call string, took time.Duration, got answer, err error) {
		mu.Lock()
		defer mu.Unlock()
		now := time.Now()
		if !held {
			if !back.IsZero() && recovered == 0 && err == nil && got.status < 300 && now.Add(-took).After(back) && call != "profile" {
				recovered = now.Sub(back)
			}
			return
		}
		switch {
		case err != nil:
			unclear++
			t.Errorf("%s while the database is held up: %v", call, err)
		case got.status == http.StatusServiceUnavailable:
			refusals++
			if firstRefusal == 0 {
				firstRefusal = now.Sub(began)
			}
			if now.Add(-took).After(began) {
				slowest = max(slowest, took)
			}
		case got.status >= 500:
			unclear++
			t.Errorf("%s while the database is held up: %s", call, got)
		}
	})
	await(t, "work to be under way", func() bool { return l.acknowledged.Load() > 10 || t.Failed() })
	mu.Lock()
	held, began = true, time.Now()
	if err := database.Signal(syscall.SIGSTOP); err != nil {
		t.Error(err)
	}
	mu.Unlock()
	<-time.After(heldUp)
	mu.Lock()
	held, back = false, time.Now()
	if err := database.Signal(syscall.SIGCONT); err != nil {
		t.Error(err)
	}
	mu.Unlock()
	before := l.acknowledged.Load()
	await(t, "work to go on", func() bool { return l.acknowledged.Load() > before+10 || t.Failed() })
	l.end()
	l.settle()
	s.stop(t)
	left := l.onlyOne(s)
	if refusals == 0 {
		t.Error("nothing was refused")
	}
	// Two seconds, and what a busy machine adds.
	if slowest > 5*time.Second {
		t.Errorf("a refusal took %s", slowest)
	}
	t.Logf("first refusal after %s, the slowest took %s, %d refusals, %d unclear answers; going on %s after the database; %d accounts without address",
		firstRefusal, slowest, refusals, unclear, recovered, left)
}
