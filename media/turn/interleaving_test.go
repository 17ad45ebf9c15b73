package turn

import (
	"container/heap"
	"crypto/sha256"
	"fmt"
	"hash"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

const ms = time.Millisecond

// world is a virtual conversation: somebody speaks, a server far away answers
// late, twice, out of order or not at all, and a machine is in between.
type world struct {
	rng     *rand.Rand
	machine *Machine
	now     time.Duration
	due     schedule
	order   int
	log     hash.Hash
	outages [][2]time.Duration
	slowest time.Duration // preflight transcript

	// The speaker's side.
	opened int
	seg    string // open segment
	shut   bool   // the machine has closed it
	rev    int
	words  map[string]map[int]string // by segment and revision
	next   int                       // next word's number

	// The server's side.
	finals map[string]bool
	failed map[string]bool
	live   map[string]string // drafts not known to be gone, with their turn
	perT   map[string]int
	gone   map[string]bool // drafts cancelled
	commit map[string]bool
	said   map[int]int // how often each word was committed
	fault  string
}

type event struct {
	at    time.Duration
	order int
	do    func()
}

type schedule []event

func (s schedule) Len() int { return len(s) }
func (s schedule) Less(i, j int) bool {
	return s[i].at < s[j].at || s[i].at == s[j].at && s[i].order < s[j].order
}
func (s schedule) Swap(i, j int) { s[i], s[j] = s[j], s[i] }
func (s *schedule) Push(x any)   { *s = append(*s, x.(event)) }
func (s *schedule) Pop() any {
	e := (*s)[len(*s)-1]
	*s = (*s)[:len(*s)-1]
	return e
}

func newWorld(seed uint64) *world {
	cfg := DefaultConfig()
	cfg.Speculate = seed%5 != 0
	m, err := New(cfg, "i")
	if err != nil {
		panic(err)
	}
	m.Handle(0, Language{Code: "en"})
	return &world{
		rng: rand.New(rand.NewPCG(seed, 1)), machine: m, log: sha256.New(),
		slowest: []time.Duration{60 * ms, 120 * ms, 1200 * ms}[seed%3],
		words:   map[string]map[int]string{}, finals: map[string]bool{}, failed: map[string]bool{},
		live: map[string]string{}, gone: map[string]bool{}, perT: map[string]int{}, commit: map[string]bool{}, said: map[int]int{},
	}
}

func (w *world) after(d time.Duration, do func()) {
	w.order++
	heap.Push(&w.due, event{w.now + d, w.order, do})
}

func (w *world) between(low, high time.Duration) time.Duration {
	return low + time.Duration(w.rng.Int64N(int64(high-low)+1))
}

// chance reports true in one of n cases.
func (w *world) chance(n int) bool { return w.rng.IntN(n) == 0 }

func (w *world) failf(format string, args ...any) {
	if w.fault == "" {
		w.fault = fmt.Sprintf("at %v: ", w.now) + fmt.Sprintf(format, args...)
	}
}

// tell gives the machine an input and does what it wants.
func (w *world) tell(in Input) {
	for _, a := range append([]Action(nil), w.machine.Handle(w.now, in)...) {
		fmt.Fprintf(w.log, "%v %T%+v\n", w.now, a, a)
		w.do(a)
	}
}

// reply delivers something from the server: in time, late, after an outage,
// perhaps twice.
func (w *world) reply(d time.Duration, in Input) {
	for _, o := range w.outages {
		if at := w.now + d; at >= o[0] && at < o[1] {
			d = o[1] - w.now + w.between(0, 500*ms)
			break
		}
	}
	w.after(d, func() { w.tell(in) })
	if w.chance(8) {
		w.after(d+w.between(0, 2*time.Second), func() { w.tell(in) })
	}
}

func (w *world) do(a Action) {
	switch a := a.(type) {
	case Transcribe:
		text := w.words[a.Segment][a.Revision]
		if w.chance(10) {
			w.reply(w.between(50*ms, 600*ms), Transcript{Segment: a.Segment, Revision: a.Revision, Text: "noise", Certainty: Interim})
		}
		if w.chance(12) { // the preflight heard something else
			text = strings.Replace(text, "w", "x", 1)
		}
		w.reply(w.between(30*ms, w.slowest), Transcript{
			Segment: a.Segment, Revision: a.Revision, Text: text, Certainty: Preflight, Failed: w.chance(15),
		})
	case EndSegment:
		if w.finals[a.Segment] {
			w.failf("segment %s ended twice", a.Segment)
		}
		w.finals[a.Segment] = true
		if a.Segment == w.seg {
			w.shut = true
		}
		d := w.between(30*ms, 1500*ms)
		if w.chance(12) {
			d = w.between(0, 25*time.Second)
		}
		w.reply(d, Transcript{
			Segment: a.Segment, Revision: a.Revision, Text: w.words[a.Segment][a.Revision], Certainty: Final, Failed: w.failed[a.Segment],
		})
	case Draft:
		for id, t := range w.live {
			if t == a.Turn {
				w.failf("draft %s of turn %s while %s lives", a.Draft, a.Turn, id)
			}
		}
		w.live[a.Draft] = a.Turn
		if w.perT[a.Turn]++; w.perT[a.Turn] > 3 {
			w.failf("turn %s has a fourth draft", a.Turn)
		}
		if w.commit[a.Turn] {
			w.failf("draft for turn %s, which is over", a.Turn)
		}
	case CancelDraft:
		if _, ok := w.live[a.Draft]; !ok {
			w.failf("cancels %s, which is not live", a.Draft)
		}
		id := a.Draft
		w.gone[id] = true
		d := w.between(5*ms, 2500*ms)
		w.after(d, func() { delete(w.live, id) })
		w.reply(d+5*ms, DraftCancelled{Draft: id})
	case Commit:
		w.committed(a)
	}
}

func (w *world) committed(a Commit) {
	if w.commit[a.Turn] {
		w.failf("turn %s committed twice", a.Turn)
	}
	w.commit[a.Turn] = true
	for id, t := range w.live {
		if t == a.Turn && id != a.Draft {
			w.failf("turn %s committed with %q while %s lives", a.Turn, a.Draft, id)
		}
	}
	if w.gone[a.Draft] {
		w.failf("turn %s publishes %s, which it cancelled", a.Turn, a.Draft)
	}
	if a.Draft != "" && w.live[a.Draft] != a.Turn {
		w.failf("turn %s publishes %s, which is not its own", a.Turn, a.Draft)
	}
	delete(w.live, a.Draft)
	if a.EndOfSpeech > a.Committed {
		w.failf("turn %s is over before its speech", a.Turn)
	}
	last := -1
	for _, word := range strings.Fields(strings.ToLower(a.Text)) {
		var n int
		if _, err := fmt.Sscanf(strings.TrimLeft(word, "wx"), "%d", &n); err != nil {
			continue // because, um
		}
		if n <= last {
			w.failf("turn %s has its words out of order: %s", a.Turn, a.Text)
		}
		last = n
		w.said[n]++
	}
}

// phrase invents what the revision of a segment says: all of before, and more.
func (w *world) phrase(before string) string {
	var b strings.Builder
	b.WriteString(before)
	for range 1 + w.rng.IntN(5) {
		fmt.Fprintf(&b, " w%d", w.next)
		w.next++
	}
	switch w.rng.IntN(4) {
	case 0:
		b.WriteString(".")
	case 1:
		b.WriteString("?")
	case 2:
		b.WriteString(" because")
	}
	return strings.TrimSpace(b.String())
}

// speak lets a segment begin, pause, perhaps go on, and end.
func (w *world) speak(left int) {
	if left == 0 {
		return
	}
	start := w.now - 100*ms
	w.begin(start, "")
	length := w.between(0, 3*time.Second)
	w.after(length, func() { w.quiet(left) })
}

func (w *world) begin(start time.Duration, before string) {
	w.opened++
	w.seg, w.shut, w.rev = fmt.Sprintf("i%d", w.opened), false, 1
	w.words[w.seg] = map[int]string{1: w.phrase(before)}
	w.failed[w.seg] = w.chance(20)
	w.tell(SpeechStarted{Segment: w.seg, Start: max(0, start)})
}

func (w *world) quiet(left int) {
	end := w.now
	samples := int64(end/ms) * 16
	if w.chance(15) { // cut while speech goes on
		w.tell(SegmentEnded{Segment: w.seg, Revision: w.rev, Samples: samples, End: end})
		w.after(120*ms, func() { w.speak(left - 1) })
		return
	}
	w.after(160*ms, func() {
		w.tell(SpeechPaused{Segment: w.seg, Revision: w.rev, Samples: samples, End: end})
	})
	silence := w.between(170*ms, 1200*ms)
	if w.rng.IntN(2) == 0 { // too short for most turns to be over
		silence = w.between(170*ms, 340*ms)
	}
	if silence < 500*ms {
		w.after(silence, func() { w.resume(left, end) })
		return
	}
	w.after(500*ms, func() {
		if !w.shut {
			w.tell(SegmentEnded{Segment: w.seg, Revision: w.rev, Samples: samples, End: end})
		}
		w.after(w.between(100*ms, 4*time.Second), func() { w.speak(left - 1) })
	})
}

func (w *world) resume(left int, end time.Duration) {
	if w.shut { // the turn was committed in the pause
		w.begin(w.now-100*ms, "")
	} else {
		before := w.words[w.seg][w.rev]
		w.rev++
		w.words[w.seg][w.rev] = w.phrase(before)
		w.tell(SpeechResumed{Segment: w.seg, Revision: w.rev})
	}
	w.after(w.between(0, 2*time.Second), func() { w.quiet(left) })
}

// run plays one conversation to its end and returns the log's hash and what was
// wrong.
func run(seed uint64) (string, string, Stats) {
	w := newWorld(seed)
	for range w.rng.IntN(3) {
		from := w.between(0, 20*time.Second)
		w.outages = append(w.outages, [2]time.Duration{from, from + w.between(500*ms, 8*time.Second)})
	}
	w.now = 200 * ms
	w.after(0, func() { w.speak(2 + w.rng.IntN(6)) })
	for steps := 0; ; steps++ {
		at, armed := w.machine.Deadline()
		switch {
		case len(w.due) > 0 && (!armed || w.due[0].at <= at):
			e := heap.Pop(&w.due).(event)
			w.now = max(w.now, e.at)
			e.do()
		case armed:
			w.now = max(w.now, at)
			w.tell(Tick{Heard: w.now})
		default:
			w.check()
			return fmt.Sprintf("%x", w.log.Sum(nil)), w.fault, w.machine.Stats()
		}
		if steps > 20000 {
			w.failf("it does not come to an end")
			return "", w.fault, w.machine.Stats()
		}
	}
}

// check compares what was committed with what was said.
func (w *world) check() {
	if !w.machine.Idle() {
		w.failf("a turn was never ended")
	}
	for seg, revisions := range w.words {
		last := revisions[len(revisions)]
		for _, word := range strings.Fields(last) {
			var n int
			if _, err := fmt.Sscanf(word, "w%d", &n); err != nil {
				continue
			}
			switch times := w.said[n]; {
			case times > 1:
				w.failf("%s of segment %s was answered %d times", word, seg, times)
			case times == 0 && !w.failed[seg]:
				w.failf("%s of segment %s was lost", word, seg)
			}
			delete(w.said, n)
		}
	}
	for n := range w.said {
		w.failf("w%d was invented", n)
	}
}

// TestInterleavings plays ten thousand conversations, each twice.
func TestInterleavings(t *testing.T) {
	t.Parallel()
	var all Stats
	for seed := range uint64(10000) {
		first, fault, stats := run(seed)
		if fault != "" {
			t.Fatalf("seed %d: %s", seed, fault)
		}
		if second, _, _ := run(seed); first != second {
			t.Fatalf("seed %d: two runs differ", seed)
		}
		all.Turns += stats.Turns
		all.Speculated += stats.Speculated
		all.Drafts += stats.Drafts
		all.Cancelled += stats.Cancelled
		all.Missing += stats.Missing
		all.Late += stats.Late
		all.Wordless += stats.Wordless
	}
	// The worlds are worth nothing if they do not reach what they test.
	if all.Turns < 10000 || all.Speculated < 1000 || all.Cancelled < 1000 || all.Missing < 100 || all.Late < 100 || all.Wordless < 10 {
		t.Errorf("the conversations are too tame: %+v", all)
	}
	t.Logf("0 turns lost, 0 answered twice: %+v", all)
}
