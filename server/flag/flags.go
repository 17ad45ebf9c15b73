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

// Change is what is set of a flag; what is left out stays as it is.
type Change struct {
	Name string
	// Description empty keeps the one the flag has.
	Description string
	// Enabled nil keeps it on or off; a new flag is off.
	Enabled *bool
	// Percentage nil keeps the one the flag has; a new flag is for everybody.
	Percentage *int
	// UserIDs nil keeps those who are named, empty names nobody.
	UserIDs []string
}

// of returns the flag as it becomes.
func (c *Change) of(now Flag) (Flag, error) {
	if c.Description != "" {
		now.Description = c.Description
	}
	if c.Enabled != nil {
		now.Enabled = *c.Enabled
	}
	if c.Percentage != nil {
		now.Percentage = *c.Percentage
	}
	if c.UserIDs != nil {
		now.UserIDs = slices.Compact(slices.Sorted(slices.Values(c.UserIDs)))
	}
	return now, now.check()
}

// Set changes a flag, or makes one, and returns it as it is now. It holds in this process at once and in the others
// within two seconds. Two changes at the same time both hold, the later one where they set the same. A flag that breaks
// the rules is refused (fault Invalid, every wrong field named), as is one too many (Limited "too_many_flags").
func (f *Flags) Set(ctx context.Context, to Change) (Flag, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.readLocked(ctx); err != nil {
		return Flag{}, err
	}
	all := *f.current.Load()
	base, known := f.configured(to.Name)
	if !known {
		base = Flag{Name: to.Name, Percentage: Everybody}
	}
	if first, err := to.of(base); err != nil {
		return first, err
	}
	if _, known := all[to.Name]; !known && len(all) >= maxFlags {
		return Flag{}, fault.Newf(fault.Limited, "too_many_flags", "There are %d flags already. Change one of them.", maxFlags)
	}
	flag, err := f.put(ctx, to, base)
	if err != nil {
		return Flag{}, fmt.Errorf("set feature flag %s: %w", to.Name, err)
	}
	return flag, f.readLocked(ctx)
}

// put writes the change over what is stored, which another process may just have changed, or over base.
func (f *Flags) put(ctx context.Context, to Change, base Flag) (Flag, error) {
	changed := func(now Flag) (stored, error) {
		flag, err := to.of(now)
		flag.UpdatedAt = f.now().UTC().Truncate(time.Millisecond) // as it is stored
		return stored{Flag: flag, Group: group}, err
	}
	for {
		made, err := f.documents.Update(ctx, to.Name, func(now *stored) (err error) {
			*now, err = changed(now.Flag)
			return err
		})
		if !errors.Is(err, store.ErrNotFound) {
			return made.Flag, err
		}
		if made, err = changed(base); err != nil {
			return made.Flag, err
		}
		if err = f.documents.Insert(ctx, made); !errors.Is(err, store.ErrExists) {
			return made.Flag, err
		}
	}
}

// Reset takes back what was set of a flag and returns it as configured; false when it is not configured, and is gone.
// It holds as Set does. There being no such flag is fault NotFound "flag_not_found".
func (f *Flags) Reset(ctx context.Context, name string) (Flag, bool, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	flag, known := f.configured(name)
	err := f.documents.Delete(ctx, name)
	switch {
	case errors.Is(err, store.ErrNotFound) && !known:
		return Flag{}, false, fault.New(fault.NotFound, "flag_not_found", "There is no feature of this name.")
	case err != nil && !errors.Is(err, store.ErrNotFound):
		return Flag{}, false, fmt.Errorf("reset feature flag %s: %w", name, err)
	}
	return flag, known, f.readLocked(ctx)
}

// configured returns a flag as it is by default.
func (f *Flags) configured(name string) (Flag, bool) {
	i := slices.IndexFunc(f.defaults, func(d Flag) bool { return d.Name == name })
	if i < 0 {
		return Flag{}, false
	}
	return f.defaults[i], true
}
