package tailor

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/coach/answer"
	"github.com/interviewai-pro/interviewai/server/cv/facts"
	"github.com/interviewai-pro/interviewai/server/fault"
)

// Bounds of a model's answers.
const (
	maxAnswer  = 64_000 // bytes
	maxTries   = 3
	maxEach    = 100 // changes in one answer
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
}

var (
	errLong  = errors.New("the answer is too long")
	errShape = errors.New("the answer is not of the form that was asked for")
)

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
		if errors.Is(err, errShape) || errors.Is(err, errLong) {
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
		return Proposal{}, ErrModel.Because(errShape)
	}
	if label == "" {
		label = Rules // there was nothing to ask about
	}
	changed := map[string]bool{}
	for _, c := range w.changes {
		changed[c.Path] = true
	}
	for _, c := range ruled.Changes {
		if len(w.changes) < maxChanges && (!changed[c.Path] || c.Asks != "") {
			w.changes = append(w.changes, c)
		}
	}
	out := Proposal{Changes: sorted(w.changes, &in.Parsed), Label: label}
	for _, kind := range slices.Sorted(maps.Keys(dropped)) {
		out.Dropped = append(out.Dropped, Count{kind, dropped[kind]})
	}
	return out, nil
}

// consult asks about some values, again when the answer cannot be read.
func (w *work) consult(ctx context.Context, model answer.Model, batch []field) ([]proposed, string, error) {
	var last error
	name := ""
	for range maxTries {
		p, err := w.prompt(batch)
		if err != nil {
			return nil, "", err
		}
		var out bytes.Buffer
		usage, err := model.Generate(ctx, p, func(delta string) error {
			if out.Len()+len(delta) > maxAnswer {
				return errLong
			}
			out.WriteString(delta)
			return nil
		})
		name = usage.Model
		switch {
		case errors.Is(err, errLong):
			last = errLong
			continue
		case errors.Is(err, answer.ErrUnavailable), errors.Is(err, answer.ErrInterrupted), errors.Is(err, context.DeadlineExceeded):
			return nil, name, ErrModel.Because(err)
		case err != nil:
			return nil, name, fmt.Errorf("ask the model for changes: %w", err)
		}
		got, err := readAnswer(out.Bytes())
		if err == nil {
			return got, name, nil
		}
		last = err
	}
	return nil, name, last
}

// readAnswer takes one JSON object of the form that was asked for, alone or
// fenced.
func readAnswer(raw []byte) ([]proposed, error) {
	text := strings.TrimSpace(string(raw))
	if rest, ok := strings.CutPrefix(text, "```"); ok {
		rest = strings.TrimPrefix(rest, "json")
		text = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), "```"))
	}
	if !utf8.ValidString(text) {
		return nil, errShape
	}
	d := json.NewDecoder(strings.NewReader(text))
	var a answered
	if err := d.Decode(&a); err != nil || a.Changes == nil || len(a.Changes) > maxEach {
		return nil, errShape
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errShape
	}
	return a.Changes, nil
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
