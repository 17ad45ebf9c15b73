package rpc

import (
	"sync"
	"time"

	"github.com/interviewai-pro/interviewai/server/observe"
)

// window is so many calls in a period.
type window struct {
	name   string // in metrics and keys
	calls  int
	period time.Duration
}

// The specification's limits (§7.2) and those of issue 4. Credentials are
// limited once more where they are judged: five failures per account and device.
var (
	perSecond   = window{"second", 10, time.Second}
	perMinute   = window{"minute", 100, time.Minute}
	perQuarter  = window{"quarter", 1000, 15 * time.Minute}
	modelCalls  = window{"ai", 30, time.Minute}
	credentials = window{"auth", 100, 15 * time.Minute}
)

// What RateLimit-Policy says, by class.
const (
	policyCalls  = "10;w=1, 100;w=60, 1000;w=900"
	policyModels = policyCalls + ", 30;w=60"
	policyAuth   = policyCalls + ", 100;w=900"
)

const (
	// longest is the longest window: a caller unseen for that long is owed all
	// calls again.
	longest = 15 * time.Minute
	// maxCallers bounds each half of a tally to about 15 MB.
	maxCallers = 100_000
	// windowsEach is how many windows a caller has at most.
	windowsEach = 4
)

type keyKind byte

const (
	user    keyKind = 'u'
	address keyKind = 'a'
)

// key is whom calls are counted for.
type key struct {
	kind keyKind
	id   string
}

// String is the key among other processes' keys.
func (k key) String() string { return string(rune(k.kind)) + ":" + k.id }

// charge is one window that a call counts towards.
type charge struct {
	key    key
	window window
	at     int // in allowance
}

// charges lists what a call counts towards, the shortest window first.
func charges(who key, where string, class Class) []charge {
	list := [windowsEach + 1]charge{{who, perSecond, 0}, {who, perMinute, 1}, {who, perQuarter, 2}}
	n := 3
	switch class {
	case Models:
		list[n] = charge{who, modelCalls, 3}
		n++
	case Auth:
		list[n] = charge{key{address, where}, credentials, 3}
		n++
	case Calls, Unlimited:
	}
	return list[:n]
}

func policyOf(class Class) string {
	switch class {
	case Models:
		return policyModels
	case Auth:
		return policyAuth
	case Calls, Unlimited:
	}
	return policyCalls
}

// allowance is when a caller's windows will be whole again, in nanoseconds
// since the tally began (GCRA's theoretical arrival times, ITU-T I.371): the
// same rule as the shared counts follow, in one number a window. A user's fourth
// is for model calls, an address's for credentials.
type allowance [windowsEach]int64

// tally is the counts of this process.
//
// A window nobody has touched for its period is whole again, so forgetting it
// changes nothing: callers live in two generations, and each quarter of an hour
// the older one is dropped. When more than maxCallers come in that time, the
// generation ends early and their spent calls are forgotten (and counted). Users
// and addresses are kept apart, so that a flood from many addresses cannot make
// users' counts be forgotten.
type tally struct {
	now     func() time.Time
	metrics *observe.Metrics
	began   time.Time

	mu        sync.Mutex
	users     generations
	addresses generations
}

type generations struct {
	young, old map[string]*allowance
	turnover   time.Time
}

func newTally(now func() time.Time, metrics *observe.Metrics) *tally {
	t := &tally{now: now, metrics: metrics, began: now()}
	t.users = generations{young: map[string]*allowance{}, turnover: t.began}
	t.addresses = generations{young: map[string]*allowance{}, turnover: t.began}
	return t
}

// take spends one call in every window, or in none if one of them has none left.
func (t *tally) take(who key, where string, class Class) standing {
	now := t.now()
	at := int64(now.Sub(t.began))
	st := standing{policy: policyOf(class)}
	list := charges(who, where, class)
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, one := range list {
		whole := max(t.of(one.key, now)[one.at], at)
		interval := int64(one.window.period) / int64(one.window.calls)
		spare := at + int64(one.window.period) - whole // what may still be borrowed
		if spare < interval {
			st.add(one.window, 0, time.Duration(whole-at), time.Duration(interval-spare))
			continue
		}
		st.add(one.window, int(spare/interval)-1, time.Duration(whole+interval-at), 0)
	}
	if st.wait == 0 {
		t.move(list, now, 1)
	}
	return st
}

// giveBack undoes a take that was not used.
func (t *tally) giveBack(who key, where string, class Class) {
	now := t.now()
	t.mu.Lock()
	defer t.mu.Unlock()
	t.move(charges(who, where, class), now, -1)
}

func (t *tally) move(list []charge, now time.Time, calls int64) {
	at := int64(now.Sub(t.began))
	for _, one := range list {
		a := t.of(one.key, now)
		a[one.at] = max(a[one.at], at) + calls*int64(one.window.period)/int64(one.window.calls)
	}
}

// of finds a caller's allowance, in the young generation from then on.
func (t *tally) of(k key, now time.Time) *allowance {
	g := &t.users
	if k.kind == address {
		g = &t.addresses
	}
	if a := g.young[k.id]; a != nil && now.Sub(g.turnover) < longest {
		return a
	}
	early := len(g.young) >= maxCallers
	if early || now.Sub(g.turnover) >= longest {
		if early {
			t.metrics.LimiterForgot(len(g.old))
		}
		g.old, g.young, g.turnover = g.young, map[string]*allowance{}, now
	}
	a := g.old[k.id]
	if a == nil {
		a = &allowance{}
	}
	g.young[k.id] = a
	return a
}
