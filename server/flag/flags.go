package flag

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/store"
)

// followEvery is how often the changes of other processes are read.
const followEvery = 2 * time.Second

// group is the one value of the index by which all flags are listed.
const group = "all"

// Flags are all feature flags. It is safe for concurrent use; asking takes no lock.
type Flags struct {
	documents *store.Collection[stored]
	defaults  []Flag
	now       func() time.Time

	current atomic.Pointer[map[string]state]
	mu      sync.Mutex // orders reading the documents and publishing what was read
}

// state is a flag as it is asked for.
type state struct {
	Flag
	users map[string]struct{}
}

// Open reads the flags that were set, over those of the configuration. A default that breaks the rules of a flag is an
// error. Run makes them follow other processes.
func Open(ctx context.Context, db *store.DB, defaults []Flag, now func() time.Time) (*Flags, error) {
	for _, d := range defaults {
		if err := d.check(); err != nil {
			return nil, fmt.Errorf("configured feature flag %q: %w", d.Name, err)
		}
	}
	documents, err := collection().Open(ctx, db)
	if err != nil {
		return nil, fmt.Errorf("open feature flags: %w", err)
	}
	f := &Flags{documents: documents, defaults: slices.Clone(defaults), now: now}
	if err := f.read(ctx); err != nil {
		return nil, err
	}
	return f, nil
}

// Run follows changes within two seconds until ctx ends. While the documents cannot be read, flags stay as they are.
func (f *Flags) Run(ctx context.Context) error {
	ticker := time.NewTicker(followEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
			// The database's own health check reports what is wrong with it; the next tick tries again.
			_ = f.read(ctx)
		}
	}
}

// read publishes defaults and documents as they are now.
func (f *Flags) read(ctx context.Context) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.readLocked(ctx)
}

func (f *Flags) readLocked(ctx context.Context) error {
	all := make(map[string]state, len(f.defaults))
	for _, d := range f.defaults {
		all[d.Name] = stateOf(d)
	}
	for d, err := range f.documents.All(ctx, store.Query{Index: "by_group", Equal: []any{group}, PageSize: store.MaxPageSize}) {
		if err != nil {
			return fmt.Errorf("read feature flags: %w", err)
		}
		all[d.Name] = stateOf(d.Flag)
	}
	f.current.Store(&all)
	return nil
}

func stateOf(f Flag) state {
	s := state{Flag: f, users: make(map[string]struct{}, len(f.UserIDs))}
	for _, id := range f.UserIDs {
		s.users[id] = struct{}{}
	}
	return s
}

// Enabled reports whether the feature is on for a user; the empty id is somebody who is not signed in, for whom it is on
// only if it is for everybody. A flag nobody knows is off.
func (f *Flags) Enabled(name, userID string) bool {
	s, ok := (*f.current.Load())[name]
	return ok && s.on(userID)
}

// ForUser returns every flag and whether it is on for the user.
func (f *Flags) ForUser(userID string) map[string]bool {
	all := *f.current.Load()
	on := make(map[string]bool, len(all))
	for name, s := range all {
		on[name] = s.on(userID)
	}
	return on
}

// List returns all flags by name.
func (f *Flags) List() []Flag {
	all := *f.current.Load()
	list := make([]Flag, 0, len(all))
	for _, name := range slices.Sorted(maps.Keys(all)) {
		flag := all[name].Flag
		flag.UserIDs = slices.Clone(flag.UserIDs)
		list = append(list, flag)
	}
	return list
}

// Change is what a flag is set to.
type Change struct {
	Name string
	// Description empty keeps the one the flag has: who only switches need not say again what it is.
	Description string
	Enabled     bool
	// Percentage nil keeps the one the flag has; a new flag is for everybody.
	Percentage *int
	UserIDs    []string
}

// Set changes a flag, or makes one, and returns it as it is now. It holds in this process at once and in the others
// within two seconds; of two that are set at the same time, the later one stays. A flag that breaks the rules is refused
// (fault Invalid, every wrong field named), as is one too many (Limited "too_many_flags").
func (f *Flags) Set(ctx context.Context, to Change) (Flag, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.readLocked(ctx); err != nil { // what is kept is what other processes have set
		return Flag{}, err
	}
	all := *f.current.Load()
	now, known := all[to.Name]
	flag := Flag{Name: to.Name, Description: to.Description, Enabled: to.Enabled, Percentage: Everybody, UserIDs: to.UserIDs}
	if flag.Description == "" {
		flag.Description = now.Description
	}
	if to.Percentage != nil {
		flag.Percentage = *to.Percentage
	} else if known {
		flag.Percentage = now.Percentage
	}
	if err := flag.check(); err != nil {
		return Flag{}, err
	}
	flag.UserIDs = slices.Compact(slices.Sorted(slices.Values(flag.UserIDs)))
	flag.UpdatedAt = f.now().UTC().Truncate(time.Millisecond) // as it is stored
	if !known && len(all) >= maxFlags {
		return Flag{}, fault.Newf(fault.Limited, "too_many_flags", "There are %d flags already. Change one of them.", maxFlags)
	}
	if err := f.put(ctx, stored{Flag: flag, Group: group}); err != nil {
		return Flag{}, fmt.Errorf("set feature flag %s: %w", flag.Name, err)
	}
	if err := f.readLocked(ctx); err != nil {
		return Flag{}, err
	}
	return flag, nil
}

func (f *Flags) put(ctx context.Context, d stored) error {
	err := f.documents.Insert(ctx, d)
	if errors.Is(err, store.ErrExists) {
		_, err = f.documents.Update(ctx, d.Name, func(now *stored) error {
			*now = d
			return nil
		})
	}
	return err
}
