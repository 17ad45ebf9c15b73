package storetest

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/interviewai-pro/interviewai/server/store"
)

const (
	// placeVariable tells a child process of the kill test where the documents are.
	placeVariable = "STORETEST_KILL_PLACE"
	roundVariable = "STORETEST_KILL_ROUND"
	killRounds    = 5
	killWriters   = 8
	// acksBeforeKill is how many writes a child acknowledges before it is killed in the middle of the next ones.
	acksBeforeKill = 150
)

// Main runs an engine's tests: m.Run, or in a child process of the kill test the writing that gets killed. It returns
// the exit code.
func Main(m *testing.M, b Backend) int {
	place := os.Getenv(placeVariable)
	if place == "" {
		return m.Run()
	}
	if err := writeUntilKilled(context.Background(), b, place, os.Getenv(roundVariable)); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	return 1
}

// writeUntilKilled writes from several goroutines and prints each write after it was acknowledged.
func writeUntilKilled(ctx context.Context, b Backend, place, round string) error {
	engine, err := b.Open(ctx, place)
	if err != nil {
		return err
	}
	c, err := killed(ctx, store.New(engine, nil))
	if err != nil {
		return err
	}
	failed := make(chan error)
	for w := range killWriters {
		go func() {
			for n := 0; ; n++ {
				if err := writeOnce(ctx, c, fmt.Sprintf("w%d", w), fmt.Sprintf("r%s-w%d-%d", round, w, n)); err != nil {
					failed <- err
				}
			}
		}()
	}
	return <-failed
}

// writeOnce makes one write of each kind and prints an acknowledgement, in a single system call, after each.
func writeOnce(ctx context.Context, c *store.Collection[account], writer, id string) error {
	if err := c.Insert(ctx, account{ID: id, Plan: "written", Sequence: 1}); err != nil {
		return err
	}
	if _, err := os.Stdout.WriteString("insert " + id + "\n"); err != nil {
		return err
	}
	if _, err := c.Update(ctx, writer, func(d *account) error { d.Notes = append(d.Notes, id); return nil }); err != nil {
		return err
	}
	if _, err := os.Stdout.WriteString("update " + id + "\n"); err != nil {
		return err
	}
	if _, err := c.Increment(ctx, "counter", "sequence", 1, store.NoLimit); err != nil {
		return err
	}
	_, err := os.Stdout.WriteString("increment " + id + "\n")
	return err
}

func killed(ctx context.Context, db *store.DB) (*store.Collection[account], error) {
	return store.Define[account]("killed", store.Schema{
		Owner:   "userId",
		Indexes: []store.Index{{Name: "by_plan", Fields: []string{"plan", "sequence"}}},
	}).Open(ctx, db)
}

// testKill kills a process in the middle of writes, several times over the same documents, and checks each time that
// every acknowledged write is there once, in the documents and in the indexes.
func testKill(t *testing.T, b Backend) {
	place := b.Place(t)
	look := func(use func(c *store.Collection[account])) {
		engine, err := b.Open(t.Context(), place)
		if err != nil {
			t.Fatal(err)
		}
		db := store.New(engine, nil)
		defer func() {
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		}()
		c, err := killed(t.Context(), db)
		if err != nil {
			t.Fatal(err)
		}
		use(c)
	}
	look(func(c *store.Collection[account]) {
		insert(t, c, account{ID: "counter"})
		for w := range killWriters {
			insert(t, c, account{ID: fmt.Sprintf("w%d", w)})
		}
	})
	acked := map[string]int{} // "kind id" → times acknowledged
	for round := range killRounds {
		for _, line := range killOne(t, place, round) {
			acked[line]++
		}
		look(func(c *store.Collection[account]) { checkAcknowledged(t, c, acked, round+1) })
		if t.Failed() {
			return
		}
	}
}

// killOne runs one child until it has acknowledged enough, kills it, and returns what it acknowledged.
func killOne(t *testing.T, place string, round int) []string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0]) //nolint:gosec // the test program starts itself
	cmd.Env = append(os.Environ(), placeVariable+"="+place, fmt.Sprintf("%s=%d", roundVariable, round))
	var stderr strings.Builder
	cmd.Stderr = &stderr
	// The pipe is ours, not cmd's, so that what the child wrote before its end is read to the last byte.
	out, in, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = out.Close() }()
	cmd.Stdout = in
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if err := in.Close(); err != nil {
		t.Fatal(err)
	}
	var lines []string
	var kill sync.Once
	reader := bufio.NewReader(out)
	for {
		line, err := reader.ReadString('\n')
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, strings.TrimSuffix(line, "\n"))
		if len(lines) == acksBeforeKill+round*7 {
			kill.Do(func() {
				if err := cmd.Process.Kill(); err != nil {
					t.Error(err)
				}
			})
		}
	}
	_ = cmd.Wait() // "signal: killed"
	if len(lines) < acksBeforeKill {
		t.Fatalf("the writing process ended by itself after %d writes: %s", len(lines), stderr.String())
	}
	return lines
}

func checkAcknowledged(t *testing.T, c *store.Collection[account], acked map[string]int, rounds int) {
	t.Helper()
	there := map[string]int{}
	for doc, err := range c.All(t.Context(), store.Query{Index: "by_plan", Equal: []any{"written"}}) {
		if err != nil {
			t.Fatal(err)
		}
		there["insert "+doc.ID]++
	}
	for w := range killWriters {
		doc, err := c.Get(t.Context(), fmt.Sprintf("w%d", w))
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range doc.Notes {
			there["update "+id]++
		}
	}
	increments := 0
	for line := range acked {
		kind, id, _ := strings.Cut(line, " ")
		if kind == "increment" {
			increments++
			continue
		}
		if there[line] == 0 {
			t.Errorf("acknowledged and lost: %s", line)
		}
		if _, err := c.Get(t.Context(), id); err != nil {
			t.Errorf("acknowledged: %v", err)
		}
	}
	for line, n := range there {
		if n != 1 {
			t.Errorf("%d times there: %s", n, line)
		}
	}
	// Each killed process may have had one write of each writer under way that was made and not acknowledged.
	most := killWriters * rounds
	counter, err := c.Get(t.Context(), "counter")
	if err != nil || counter.Sequence < int64(increments) || counter.Sequence > int64(increments+most) {
		t.Errorf("counter at %d (%v) after %d acknowledged increments", counter.Sequence, err, increments)
	}
	if unacknowledged := len(there) + increments - len(acked); unacknowledged > 2*most {
		t.Errorf("%d writes are there that nobody acknowledged", unacknowledged)
	}
}
