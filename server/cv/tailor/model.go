package tailor

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/coach/answer"
	"github.com/interviewai-pro/interviewai/server/cv/facts"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/prompt"
)

const (
	// maxEach bounds the changes in one answer.
	maxEach = 100
	// modelLimit bounds one proposal.
	modelLimit = 3 * time.Minute
)

// ErrModel is the fault of a proposal for which the model could not be asked.
var ErrModel = fault.New(fault.Unavailable, "cv_model_unavailable", "The language model is not available. Try again in a while, or ask for changes by rules alone.")

// Kinds of Count, beside those of package facts.
const (
	droppedUnreadable = "unreadable" // no JSON of the form that was asked for
	droppedPath       = "path"       // no value that may be changed
	droppedBefore     = "before"     // not what stands there
	droppedEmpty      = "empty"
	droppedKind       = "kind"
	droppedTwice      = "twice"
	droppedLost       = "lost" // a number or most of the text is gone
)

// answered is what a model writes.
type answered struct {
	Changes []proposed `json:"changes"`
}

type proposed struct {
	Path   string `json:"path"`
	Before string `json:"before"`
	After  string `json:"after"`
	Kind   Kind   `json:"kind"`
	// Reason is taken, since models like to give one, and never shown.
	Reason string `json:"reason"`
}

// Validate bounds the number of changes; each is judged by itself later.
func (a answered) Validate() error {
	switch {
	case a.Changes == nil:
		return errors.New("it has no list of changes")
	case len(a.Changes) > maxEach:
		return fmt.Errorf("it has more than %d changes", maxEach)
	}
	return nil
}

// ProposeWith makes changes with a model: each of its own is checked, and dropped
// and counted where it says what nobody has said; what it left alone the rules
// improve. It fails with ErrModel where the model does not answer: nothing is
// made without it then.
func ProposeWith(ctx context.Context, model answer.Model, in Input) (Proposal, error) {
	ctx, cancel := context.WithTimeout(ctx, modelLimit)
	defer cancel()
	ruled := Propose(in)
	w := &work{Input: in, known: facts.Of(in.Document, &in.Parsed, in.Additions...)}
	dropped := map[string]int{}
	label, answers := "", 0
	all := batches(fieldsOf(&in.Parsed))
	for _, batch := range all {
		got, name, err := w.consult(ctx, model, batch)
		if name != "" {
			label = name
		}
		if errors.Is(err, prompt.ErrUnusable) {
			dropped[droppedUnreadable]++
			continue
		}
		if err != nil {
			return Proposal{}, err
		}
		answers++
		w.take(batch, got, dropped, name)
	}
	if len(all) > 0 && answers == 0 {
		return Proposal{}, ErrModel.Because(prompt.ErrUnusable)
	}
	if label == "" {
		label = Rules // there was nothing to ask about
	}
	changed := map[string]bool{}
	for _, c := range w.changes {
		changed[c.Path] = true
	}
	for _, c := range ruled.Changes {
		if len(w.changes) < maxChanges && (!changed[c.Path] || c.Kind == Quantification) {
			w.changes = append(w.changes, c)
		}
	}
	// What is stated goes to the model with each value, so nothing is left over.
	out := Proposal{Changes: sorted(w.changes, &in.Parsed), Label: label}
	for _, kind := range slices.Sorted(maps.Keys(dropped)) {
		out.Dropped = append(out.Dropped, Count{kind, dropped[kind]})
	}
	return out, nil
}

// consult asks about some values. The error is prompt.ErrUnusable for answers that
// are of no use, ErrModel where none came.
func (w *work) consult(ctx context.Context, model answer.Model, batch []field) ([]proposed, string, error) {
	got, used, err := prompt.Ask[answered](ctx, model, w.request(batch))
	if errors.Is(err, prompt.ErrUnavailable) || errors.Is(err, context.DeadlineExceeded) {
		return nil, used.Model, ErrModel.Because(err)
	}
	if err != nil {
		return nil, used.Model, fmt.Errorf("ask for changes: %w", err)
	}
	return got.Changes, used.Model, nil
}

// reasons are ours: what a model writes as a reason is not shown.
var reasons = map[Kind]string{
	Grammar: "This corrects spelling or grammar.",
	Verb:    "This says what you did, in fewer words.",
	Keyword: "This uses the words that readers look for.",
	Format:  "This is easier to read.",
}

// take keeps what may be proposed of an answer, and counts the rest.
func (w *work) take(batch []field, got []proposed, dropped map[string]int, by string) {
	seen := map[string]bool{}
	for _, p := range got {
		i := slices.IndexFunc(batch, func(f field) bool { return f.path == p.Path })
		why := w.refuses(batch, i, p)
		if why == "" && seen[p.Path] {
			why = droppedTwice
		}
		if why != "" {
			dropped[why]++
			continue
		}
		if after := strings.TrimSpace(p.After); after != p.Before {
			seen[p.Path] = true
			w.add(Change{
				Path: p.Path, Kind: p.Kind, Type: Modification, Before: p.Before, After: after, Reason: reasons[p.Kind], By: by,
				Edits: []Edit{whole(p.Before, after)},
			})
		}
	}
}

// refuses says why a change may not be proposed; empty for one that may.
func (w *work) refuses(batch []field, i int, p proposed) string {
	after := strings.TrimSpace(p.After)
	switch {
	case i < 0:
		return droppedPath
	case p.Before != batch[i].text:
		return droppedBefore
	case after == "":
		return droppedEmpty
	case reasons[p.Kind] == "":
		return droppedKind
	case len(after) > 2*len(p.Before)+100:
		return string(facts.Length)
	}
	check := w.known.Check
	if p.Path == "summary" {
		check = w.known.CheckWhole
	}
	if found := check(p.Before, after); len(found) > 0 {
		return string(found[0].Kind)
	}
	// What the owner says is not lost either.
	lost := slices.ContainsFunc(w.known.Check(after, p.Before), func(v facts.Violation) bool { return v.Kind == facts.Number })
	if lost || 3*utf8.RuneCountInString(after) < utf8.RuneCountInString(p.Before) {
		return droppedLost
	}
	return ""
}
