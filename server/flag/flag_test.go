package flag_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/flag"
	"github.com/interviewai-pro/interviewai/server/store"
	"github.com/interviewai-pro/interviewai/server/store/storetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const patience = time.Minute

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

func configured() []flag.Flag {
	return []flag.Flag{
		{Name: "voice_messages", Description: "Voice messages in the bot", Enabled: true, Percentage: flag.Everybody},
		{Name: "offline_mode", Description: "Working without a network", Percentage: flag.Everybody},
	}
}

func open(tb testing.TB, db *store.DB) *flag.Flags {
	tb.Helper()
	f, err := flag.Open(tb.Context(), db, configured(), func() time.Time { return noon })
	if err != nil {
		tb.Fatal(err)
	}
	return f
}

// change sets all of a flag.
func change(to flag.Flag) flag.Change {
	return flag.Change{
		Name: to.Name, Description: to.Description, Enabled: &to.Enabled, Percentage: &to.Percentage,
		UserIDs: append([]string{}, to.UserIDs...),
	}
}

func set(tb testing.TB, f *flag.Flags, to flag.Flag) flag.Flag {
	tb.Helper()
	got, err := f.Set(tb.Context(), change(to))
	if err != nil {
		tb.Fatal(err)
	}
	return got
}

func TestDefaultsAndOverrides(t *testing.T) {
	db := storetest.DB(t)
	f := open(t, db)
	for name, want := range map[string]bool{"voice_messages": true, "offline_mode": false, "unheard_of": false} {
		for _, user := range []string{"ann", ""} {
			if got := f.Enabled(name, user); got != want {
				t.Errorf("%s for %q: %t", name, user, got)
			}
		}
	}
	got := set(t, f, flag.Flag{Name: "offline_mode", Enabled: true, Percentage: 100, UserIDs: []string{"bob", "ann", "bob"}})
	if !got.UpdatedAt.Equal(noon) || !slices.Equal(got.UserIDs, []string{"ann", "bob"}) {
		t.Errorf("set: %+v", got)
	}
	// Who only switches it need not repeat what it is.
	if got := set(t, f, flag.Flag{Name: "voice_messages"}); got.Description != "Voice messages in the bot" {
		t.Errorf("described as %q", got.Description)
	}
	set(t, f, flag.Flag{Name: "dark_theme", Enabled: true, Percentage: 100})
	for _, f := range []*flag.Flags{f, open(t, db)} { // now, and after a restart
		if on := f.ForUser("ann"); fmt.Sprint(on) != "map[dark_theme:true offline_mode:true voice_messages:false]" {
			t.Errorf("for ann: %v", on)
		}
		var names []string
		for _, one := range f.List() {
			names = append(names, one.Name)
			if !one.UpdatedAt.Equal(noon) {
				t.Errorf("%+v", one)
			}
		}
		if !slices.Equal(names, []string{"dark_theme", "offline_mode", "voice_messages"}) {
			t.Errorf("list: %v", names)
		}
	}
	if list := open(t, storetest.DB(t)).List(); len(list) != 2 || !list[0].UpdatedAt.IsZero() {
		t.Errorf("as configured: %+v", list)
	}
}

// TestSomeUsers: named users whatever the percentage, the others by share, and nobody when it is off.
func TestSomeUsers(t *testing.T) {
	f := open(t, storetest.DB(t))
	for _, c := range []struct {
		flag      flag.Flag
		ann, none bool
	}{
		{flag.Flag{Enabled: true, Percentage: 0, UserIDs: []string{"ann"}}, true, false},
		{flag.Flag{Enabled: true, Percentage: 0}, false, false},
		{flag.Flag{Enabled: false, Percentage: 100, UserIDs: []string{"ann"}}, false, false},
		{flag.Flag{Enabled: true, Percentage: 99}, flag.Place("x", "ann") < 99, false},
		{flag.Flag{Enabled: true, Percentage: 100}, true, true},
	} {
		c.flag.Name = "x"
		set(t, f, c.flag)
		if ann, none := f.Enabled("x", "ann"), f.Enabled("x", ""); ann != c.ann || none != c.none {
			t.Errorf("%+v: ann %t, signed out %t", c.flag, ann, none)
		}
	}
}

// TestShares takes 10,000 ids of the product's form through rising percentages: the share is right, and whoever has
// the feature keeps it. A second flag falls on other users.
func TestShares(t *testing.T) {
	f := open(t, storetest.DB(t))
	const users = 10_000
	ids := make([]string, users)
	for i := range ids {
		ids[i] = fmt.Sprintf("69243d%018x", i)
	}
	had := map[string]bool{}
	for _, percentage := range []int{0, 1, 10, 25, 50, 75, 99, 100} {
		set(t, f, flag.Flag{Name: "x", Enabled: true, Percentage: percentage})
		n := 0
		for _, id := range ids {
			on := f.Enabled("x", id)
			if on {
				n++
			}
			if had[id] && !on {
				t.Fatalf("%s lost it at %d%%", id, percentage)
			}
			had[id] = on
		}
		p := float64(percentage) / 100
		// Five standard deviations: a fair choice of these fixed ids is inside.
		if off := math.Abs(float64(n) - users*p); off > 5*math.Sqrt(users*p*(1-p)) {
			t.Errorf("%d%% is %d of %d", percentage, n, users)
		}
	}
	both := 0
	for _, id := range ids {
		if flag.Place("x", id) < 50 && flag.Place("y", id) < 50 {
			both++
		}
	}
	if math.Abs(float64(both)-users/4) > 5*math.Sqrt(users*3./16) {
		t.Errorf("two flags at half: %d of %d have both, a quarter is fair", both, users)
	}
}

// TestWhoHasWhatStays pins the function: changing it would take features from people.
func TestWhoHasWhatStays(t *testing.T) {
	for user, want := range map[string]int{"ann": 77, "69243d000000000000000000": 96, "69243d000000000000000001": 51} {
		if got := flag.Place("stealth_mode", user); got != want {
			t.Errorf("%s is at %d, was at %d", user, got, want)
		}
	}
}

// TestProcessesFollow: two instances on one database.
func TestProcessesFollow(t *testing.T) {
	db := storetest.DB(t)
	here, there := open(t, db), open(t, db)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- there.Run(ctx) }()
	set(t, here, flag.Flag{Name: "offline_mode", Enabled: true, Percentage: 100})
	if !here.Enabled("offline_mode", "ann") {
		t.Error("not on where it was set")
	}
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.After(patience); !there.Enabled("offline_mode", "ann"); {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatal("the other process does not follow")
		}
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// What a change does not name stays, also when another process has just set it.
func TestSetKeepsWhatIsNotNamed(t *testing.T) {
	db := storetest.DB(t)
	one, two := open(t, db), open(t, db)
	if got, err := one.Set(t.Context(), flag.Change{Name: "x"}); err != nil || got.Enabled || got.Percentage != flag.Everybody {
		t.Errorf("a new one: %+v, %v", got, err)
	}
	set(t, one, flag.Flag{Name: "x", Description: "What it does", Enabled: true, Percentage: 20, UserIDs: []string{"ann"}})
	off := false
	for _, c := range []struct {
		change flag.Change
		want   string
	}{
		{flag.Change{}, "true 20 [ann]"},
		{flag.Change{Enabled: &off}, "false 20 [ann]"},
		{flag.Change{UserIDs: []string{"bob"}}, "false 20 [bob]"},
		{flag.Change{UserIDs: []string{}}, "false 20 []"},
	} {
		c.change.Name = "x"
		got, err := two.Set(t.Context(), c.change)
		if said := fmt.Sprint(got.Enabled, got.Percentage, got.UserIDs); err != nil || said != c.want || got.Description != "What it does" {
			t.Errorf("%+v: %+v, %v, want %s", c.change, got, err, c.want)
		}
	}
	if got, err := two.Set(t.Context(), flag.Change{Name: "voice_messages"}); err != nil || !got.Enabled {
		t.Errorf("a configured one: %+v, %v", got, err)
	}
}

// TestReset takes back what was set, in every process.
func TestReset(t *testing.T) {
	db := storetest.DB(t)
	f := open(t, db)
	set(t, f, flag.Flag{Name: "voice_messages", Description: "Other words", Percentage: 3, UserIDs: []string{"ann"}})
	set(t, f, flag.Flag{Name: "x", Enabled: true, Percentage: 100})
	for range 2 { // again changes nothing
		got, remains, err := f.Reset(t.Context(), "voice_messages")
		if err != nil || !remains || !got.Enabled || got.Percentage != flag.Everybody || got.Description != "Voice messages in the bot" || !got.UpdatedAt.IsZero() {
			t.Errorf("a configured one: %+v, %t, %v", got, remains, err)
		}
	}
	if got, remains, err := f.Reset(t.Context(), "x"); err != nil || remains {
		t.Errorf("another: %+v, %t, %v", got, remains, err)
	}
	if _, _, err := f.Reset(t.Context(), "x"); !errors.Is(err, fault.New(fault.NotFound, "flag_not_found", "")) {
		t.Errorf("once more: %v", err)
	}
	for _, f := range []*flag.Flags{f, open(t, db)} { // now, and after a restart
		if on := f.ForUser("bob"); fmt.Sprint(on) != "map[offline_mode:false voice_messages:true]" {
			t.Errorf("for bob: %v", on)
		}
	}
}

// Two processes that set different things of one flag lose neither.
func TestChangesAtOnceAreAllKept(t *testing.T) {
	db := storetest.DB(t)
	one, two := open(t, db), open(t, db)
	for i := range 20 {
		name, on, percentage := fmt.Sprintf("f%d", i), true, 7
		var setting sync.WaitGroup
		setting.Go(func() {
			if _, err := one.Set(t.Context(), flag.Change{Name: name, Enabled: &on}); err != nil {
				t.Error(err)
			}
		})
		setting.Go(func() {
			if _, err := two.Set(t.Context(), flag.Change{Name: name, Percentage: &percentage}); err != nil {
				t.Error(err)
			}
		})
		setting.Wait()
	}
	for _, got := range open(t, db).List() {
		if strings.HasPrefix(got.Name, "f") && (!got.Enabled || got.Percentage != 7) {
			t.Errorf("%+v", got)
		}
	}
}

func TestManyAdminsAtOnce(t *testing.T) {
	db := storetest.DB(t)
	instances := []*flag.Flags{open(t, db), open(t, db)}
	var setting sync.WaitGroup
	for i := range 20 {
		setting.Go(func() {
			f := instances[i%2]
			if _, err := f.Set(t.Context(), change(flag.Flag{Name: "x", Enabled: true, Percentage: i})); err != nil {
				t.Error(err)
			}
			f.Enabled("x", "ann")
		})
	}
	setting.Wait()
	if got := open(t, db).List(); len(got) != 3 {
		t.Errorf("%+v", got)
	}
}

func TestSetRefuses(t *testing.T) {
	f := open(t, storetest.DB(t))
	for _, c := range []struct {
		flag  flag.Flag
		field string
	}{
		{flag.Flag{}, "name"},
		{flag.Flag{Name: "Voice"}, "name"},
		{flag.Flag{Name: "1st"}, "name"},
		{flag.Flag{Name: strings.Repeat("x", 51)}, "name"},
		{flag.Flag{Name: "x", Description: strings.Repeat("я", 301)}, "description"},
		{flag.Flag{Name: "x", Percentage: -1}, "percentage"},
		{flag.Flag{Name: "x", Percentage: 101}, "percentage"},
		{flag.Flag{Name: "x", UserIDs: make([]string, 1001)}, "user_ids"},
		{flag.Flag{Name: "x", UserIDs: []string{""}}, "user_ids"},
		{flag.Flag{Name: "x", UserIDs: []string{strings.Repeat("x", 101)}}, "user_ids"},
	} {
		_, err := f.Set(t.Context(), change(c.flag))
		if refused := fault.From(err); refused == nil || refused.Kind != fault.Invalid || len(refused.Fields) != 1 || refused.Fields[0].Path != c.field {
			t.Errorf("%.60v: %v, want %s refused", c.flag, err, c.field)
		}
	}
	if _, err := f.Set(t.Context(), change(flag.Flag{Percentage: 500})); len(fault.From(err).Fields) != 2 {
		t.Errorf("two wrong fields: %v", err)
	}
	if len(f.List()) != 2 {
		t.Errorf("something refused was kept: %v", f.List())
	}
	if _, err := flag.Open(t.Context(), storetest.DB(t), []flag.Flag{{Name: "BAD"}}, time.Now); err == nil {
		t.Error("a bad default was taken")
	}
	for i := range 500 {
		_, err := f.Set(t.Context(), flag.Change{Name: fmt.Sprintf("f%d", i)})
		if tooMany := errors.Is(err, fault.New(fault.Limited, "too_many_flags", "")); tooMany != (i >= 498) {
			t.Fatalf("flag %d: %v", i+3, err)
		}
	}
}

func BenchmarkEnabled(b *testing.B) {
	f := open(b, storetest.DB(b))
	if _, err := f.Set(b.Context(), change(flag.Flag{Name: "x", Enabled: true, Percentage: 50})); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			f.Enabled("x", "69243d000000000000000001")
		}
	})
}
