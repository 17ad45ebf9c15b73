package storetest

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/interviewai-pro/interviewai/server/store"
)

// ids collects the keys of a query's documents over all pages.
func ids(tb testing.TB, c *store.Collection[account], q store.Query) []string {
	tb.Helper()
	var found []string
	for doc, err := range c.All(tb.Context(), q) {
		if err != nil {
			tb.Fatal(err)
		}
		found = append(found, doc.ID)
	}
	return found
}

func testList(t *testing.T, b Backend) {
	c := accounts(t, b.new(t))
	at := func(minute int) time.Time { return noon().Add(time.Duration(minute) * time.Minute) }
	telegram := int64(1 << 40)
	insert(t, c,
		account{ID: "a", UserID: "u1", Plan: "pro", Active: true, Sequence: 3, CreatedAt: at(1)},
		account{ID: "b", UserID: "u1", Plan: "pro", Active: true, Sequence: 1, CreatedAt: at(3)},
		account{ID: "c", UserID: "u1", Plan: "pro", Active: false, Sequence: 2, CreatedAt: at(2), Telegram: &telegram},
		account{ID: "d", UserID: "u2", Plan: "free", Active: true, Sequence: -4, CreatedAt: at(2)},
		account{ID: "e", Plan: "pro", Active: true, Sequence: 1 << 40, CreatedAt: at(5)},
		account{ID: "f", UserID: "u1", Plan: "Pro", Sequence: 3, CreatedAt: at(2)},
	)
	for name, test := range map[string]struct {
		query store.Query
		want  []string
	}{
		"equal, in order of the next field":      {store.Query{Index: "by_user", Equal: []any{"u1"}}, []string{"a", "c", "f", "b"}},
		"newest first":                           {store.Query{Index: "by_user", Equal: []any{"u1"}, Descending: true}, []string{"b", "f", "c", "a"}},
		"range from, inclusive":                  {store.Query{Index: "by_user", Equal: []any{"u1"}, From: at(2)}, []string{"c", "f", "b"}},
		"range to, exclusive":                    {store.Query{Index: "by_user", Equal: []any{"u1"}, To: at(2)}, []string{"a"}},
		"range from and to, descending":          {store.Query{Index: "by_user", Equal: []any{"u1"}, From: at(2), To: at(3), Descending: true}, []string{"f", "c"}},
		"empty range":                            {store.Query{Index: "by_user", Equal: []any{"u1"}, From: at(3), To: at(3)}, nil},
		"nothing equal":                          {store.Query{Index: "by_user", Equal: []any{"u3"}}, nil},
		"two equal, one of them a boolean":       {store.Query{Index: "by_plan", Equal: []any{"pro", true}}, []string{"b", "a", "e"}},
		"all fields equal":                       {store.Query{Index: "by_plan", Equal: []any{"pro", true, 1}}, []string{"b"}},
		"text compares by case":                  {store.Query{Index: "by_plan", Equal: []any{"Pro", false}}, []string{"f"}},
		"no equal, integers of any size":         {store.Query{Index: "by_sequence"}, []string{"d", "b", "c", "a", "f", "e"}},
		"no equal, a range over negatives":       {store.Query{Index: "by_sequence", From: -10, To: 2}, []string{"d", "b"}},
		"equal keys decide, descending":          {store.Query{Index: "by_sequence", Equal: []any{3}, Descending: true}, []string{"f", "a"}},
		"documents without the field are absent": {store.Query{Index: "by_telegram"}, []string{"c"}},
		"nested field":                           {store.Query{Index: "by_usage", Equal: []any{int32(0)}}, []string{"a", "b", "c", "d", "e", "f"}},
		"one owner's":                            {store.Query{Index: store.OwnerIndex, Equal: []any{"u1"}}, []string{"a", "b", "c", "f"}},
	} {
		if got := ids(t, c, test.query); !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}

func testListRefused(t *testing.T, b Backend) {
	c := accounts(t, b.new(t))
	for name, query := range map[string]store.Query{
		"no index":                     {},
		"undeclared index":             {Index: "by_name"},
		"too few equal values":         {Index: "by_plan", Equal: []any{"pro"}},
		"too many equal values":        {Index: "by_user", Equal: []any{"u1", noon(), 1}},
		"range without a field for it": {Index: "by_sequence", Equal: []any{1}, From: 2},
		"a value of no BSON type":      {Index: "by_sequence", Equal: []any{make(chan int)}},
		"a range of no BSON type":      {Index: "by_sequence", To: make(chan int)},
	} {
		if page, err := c.List(t.Context(), query); err == nil {
			t.Errorf("%s: %v", name, page)
		}
	}
}

func testPaging(t *testing.T, b Backend) {
	c := accounts(t, b.new(t))
	const n = 23
	var all []string
	for i := range n {
		doc := account{ID: fmt.Sprintf("%02d", i), UserID: "u1", Plan: "pro", Sequence: int64(i / 4), CreatedAt: noon()}
		insert(t, c, doc)
		all = append(all, doc.ID)
	}
	backwards := slices.Clone(all)
	slices.Reverse(backwards)
	for name, query := range map[string]store.Query{
		"by key alone":          {Index: store.OwnerIndex, Equal: []any{"u1"}},
		"ordered, with equals":  {Index: "by_plan", Equal: []any{"pro", false}},
		"ordered, without any":  {Index: "by_sequence"},
		"in one page":           {Index: "by_sequence", PageSize: n},
		"all in the same place": {Index: "by_user", Equal: []any{"u1"}, From: noon()},
	} {
		if query.PageSize == 0 {
			query.PageSize = 5
		}
		if got := ids(t, c, query); !slices.Equal(got, all) {
			t.Errorf("%s: %s", name, cmp.Diff(all, got))
		}
		query.Descending = true
		if got := ids(t, c, query); !slices.Equal(got, backwards) {
			t.Errorf("%s, descending: %s", name, cmp.Diff(backwards, got))
		}
	}
	testPageStability(t, c)
}

// testPageStability: documents that come and go between two pages neither repeat nor hide others.
func testPageStability(t *testing.T, c *store.Collection[account]) {
	ctx := t.Context()
	query := store.Query{Index: "by_sequence", PageSize: 6}
	first, err := c.List(ctx, query)
	if err != nil || len(first.Items) != 6 || first.Next == "" {
		t.Fatalf("first page: %v, %v", first, err)
	}
	if err := c.Delete(ctx, "05"); err != nil { // the last of the first page
		t.Fatal(err)
	}
	insert(t, c, account{ID: "new", UserID: "u1", Sequence: 0})
	query.PageToken = first.Next
	second, err := c.List(ctx, query)
	if err != nil || len(second.Items) != 6 || second.Items[0].ID != "06" {
		t.Errorf("second page: %v, %v", second, err)
	}
	for name, other := range map[string]store.Query{
		"not a token":     {Index: "by_sequence", PageToken: "rubbish"},
		"other order":     {Index: "by_sequence", Descending: true, PageToken: first.Next},
		"other index":     {Index: "by_user", Equal: []any{"u1"}, PageToken: first.Next},
		"other owner":     {Index: store.OwnerIndex, Equal: []any{"u2"}, PageToken: first.Next},
		"other range":     {Index: "by_sequence", From: 1, PageToken: first.Next},
		"shortened token": {Index: "by_sequence", PageToken: first.Next[:len(first.Next)-3]},
	} {
		if page, err := c.List(ctx, other); !errors.Is(err, store.ErrPageToken) {
			t.Errorf("%s: %v, %v, want ErrPageToken", name, page.Items, err)
		}
	}
	if page, err := c.List(ctx, store.Query{Index: "by_sequence", PageSize: 1 << 30}); err != nil || len(page.Items) != 23 {
		t.Errorf("a huge page size: %d documents, %v", len(page.Items), err)
	}
}
