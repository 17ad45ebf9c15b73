package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/interviewai-pro/interviewai/server/store"
)

// callers is how many run in parallel, as the product's issue demands.
const callers = 50

func insert(tb testing.TB, c *store.Collection[account], docs ...account) {
	tb.Helper()
	for _, doc := range docs {
		if err := c.Insert(tb.Context(), doc); err != nil {
			tb.Fatal(err)
		}
	}
}

// parallel runs f for n callers at once and returns their errors.
func parallel(n int, f func(i int) error) []error {
	errs := make([]error, n)
	start := make(chan struct{})
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			<-start
			errs[i] = f(i)
		})
	}
	close(start)
	wg.Wait()
	return errs
}

func testUpdate(t *testing.T, b Backend) {
	ctx := t.Context()
	c := accounts(t, b.new(t))
	insert(t, c, account{ID: "a", UserID: "u1", Plan: "free", CreatedAt: noon()})

	got, err := c.Update(ctx, "a", func(d *account) error { d.Plan = "pro"; return nil })
	if err != nil || got.Plan != "pro" {
		t.Errorf("update returned %+v, %v", got, err)
	}
	refused := errors.New("refused by the domain")
	if _, err := c.Update(ctx, "a", func(d *account) error { d.Plan = "elite"; return refused }); !errors.Is(err, refused) {
		t.Errorf("error of the change came back as %v", err)
	}
	if got, err := c.Get(ctx, "a"); err != nil || got.Plan != "pro" {
		t.Errorf("after an abandoned update: %+v, %v", got, err)
	}
	for name, change := range map[string]func(*account) error{
		"key":   func(d *account) error { d.ID = "b"; return nil },
		"owner": func(d *account) error { d.UserID = "u2"; return nil },
	} {
		if _, err := c.Update(ctx, "a", change); !errors.Is(err, store.ErrFixedField) {
			t.Errorf("change of the %s: %v, want ErrFixedField", name, err)
		}
	}
	if _, err := c.Update(ctx, "none", func(*account) error { return nil }); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("update of nothing: %v, want ErrNotFound", err)
	}
	// The indexes follow an update.
	if page, err := c.List(ctx, store.Query{Index: "by_plan", Equal: []any{"pro", false}}); err != nil || len(page.Items) != 1 {
		t.Errorf("new value in the index: %v, %v", page.Items, err)
	}
	if page, err := c.List(ctx, store.Query{Index: "by_plan", Equal: []any{"free", false}}); err != nil || len(page.Items) != 0 {
		t.Errorf("old value in the index: %v, %v", page.Items, err)
	}
}

func testParallelUpdates(t *testing.T, b Backend) {
	c := accounts(t, b.new(t))
	insert(t, c, account{ID: "a"})
	for _, err := range parallel(callers, func(i int) error {
		_, err := c.Update(t.Context(), "a", func(d *account) error {
			d.Notes = append(d.Notes, fmt.Sprint(i))
			d.Sequence++
			return nil
		})
		return err
	}) {
		if err != nil {
			t.Error(err)
		}
	}
	got, err := c.Get(t.Context(), "a")
	slices.Sort(got.Notes)
	if err != nil || got.Sequence != callers || len(slices.Compact(got.Notes)) != callers {
		t.Errorf("after %d updates: %+v, %v", callers, got, err)
	}
}

func testIncrement(t *testing.T, b Backend) {
	const field = "usage.chromeQuestionsThisMonth"
	ctx := t.Context()
	c := accounts(t, b.new(t))
	insert(t, c, account{ID: "a"}, account{ID: "sparse"})
	for _, step := range []struct {
		id, field string
		by, limit int64
		want      int64
		err       error
	}{
		{"a", field, 3, 5, 3, nil},
		{"a", field, 3, 5, 0, store.ErrLimit},
		{"a", field, 2, 5, 5, nil},
		{"a", field, 1, 5, 0, store.ErrLimit},
		{"a", field, -4, 5, 1, nil}, // a charge given back
		{"a", field, 10, store.NoLimit, 11, nil},
		{"a", field, -1, 5, 10, nil}, // also above a limit that was lowered meanwhile
		{"sparse", "telegramId", 2, 2, 2, nil},
		{"sparse", "telegramId", 1, 2, 0, store.ErrLimit},
		{"a", "telegramId", 3, 2, 0, store.ErrLimit}, // missing counts as 0
		{"none", field, 1, 5, 0, store.ErrNotFound},
	} {
		got, err := c.Increment(ctx, step.id, step.field, step.by, step.limit)
		if got != step.want || !errors.Is(err, step.err) {
			t.Errorf("increment %+v: %d, %v", step, got, err)
		}
	}
	for _, field := range []string{"", "_id", "_v", "userId", "secret", "plan"} {
		if _, err := c.Increment(ctx, "a", field, 1, 5); err == nil {
			t.Errorf("field %q was incremented", field)
		}
	}
	if page, err := c.List(ctx, store.Query{Index: "by_usage", Equal: []any{10}}); err != nil || len(page.Items) != 1 {
		t.Errorf("the sum in the index: %v, %v", page.Items, err)
	}
}

func testParallelIncrements(t *testing.T, b Backend) {
	const limit = 10
	c := accounts(t, b.new(t))
	insert(t, c, account{ID: "a"})
	passed := 0
	updated := errors.New("updated instead")
	for _, err := range parallel(callers, func(i int) error {
		if i%5 == 0 {
			// Updates of the same document in between lose no increment.
			if _, err := c.Update(t.Context(), "a", func(d *account) error { d.Sequence++; return nil }); err != nil {
				return err
			}
			return updated
		}
		_, err := c.Increment(t.Context(), "a", "usage.chromeQuestionsThisMonth", 1, limit)
		return err
	}) {
		switch {
		case err == nil:
			passed++
		case !errors.Is(err, store.ErrLimit) && !errors.Is(err, updated):
			t.Error(err)
		}
	}
	got, err := c.Get(t.Context(), "a")
	if err != nil || passed != limit || got.Usage.Questions != limit || got.Sequence != callers/5 {
		t.Errorf("%d increments passed and the document is %+v (%v), want %d", passed, got, err, limit)
	}
}

func testParallelInserts(t *testing.T, b Backend) {
	c := accounts(t, b.new(t))
	inserted := 0
	for _, err := range parallel(callers, func(i int) error {
		return c.Insert(context.WithoutCancel(t.Context()), account{ID: "same", Sequence: int64(i)})
	}) {
		switch {
		case err == nil:
			inserted++
		case !errors.Is(err, store.ErrExists):
			t.Error(err)
		}
	}
	if inserted != 1 {
		t.Errorf("%d inserts of one key succeeded", inserted)
	}
}
