package tailor_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/account/attempt"
	"github.com/interviewai-pro/interviewai/server/coach/answer"
	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/ats"
	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/edition"
	"github.com/interviewai-pro/interviewai/server/cv/job"
	"github.com/interviewai-pro/interviewai/server/cv/tailor"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/llm/llmtest"
	"github.com/interviewai-pro/interviewai/server/store"
	"github.com/interviewai-pro/interviewai/server/store/storetest"
)

const cvID = "64a1b2c3d4e5f6a7b8c9d0ff"

// desk is tailored versions over real documents, with the real score of what is
// exported and read back.
type desk struct {
	*testing.T
	*tailor.Service
	cvs *cvs
	db  *store.DB
	at  atomic.Int64 // milliseconds since 1970
}

func score(_ context.Context, doc *document.Document, p *cv.Parsed) (int, error) {
	slips, _ := proof{}.Check(doc, p)
	return ats.Analyse(ats.Input{Document: doc, Parsed: p, Slips: slips}).Score, nil
}

func promise(ctx context.Context, doc *document.Document, p *cv.Parsed, posting job.Posting) (tailor.Estimate, error) {
	back, read, err := edition.Readback(ctx, doc, p)
	if err != nil {
		return tailor.Estimate{}, err //nolint:wrapcheck // says what it did
	}
	slips, _ := proof{}.Check(back, &read)
	return tailor.EstimateOf(back, &read, slips, posting, time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC)), nil
}

func open(t *testing.T, model answer.Model) *desk {
	t.Helper()
	d := &desk{T: t, db: storetest.DB(t), cvs: &cvs{all: map[string]cv.View{}}}
	d.at.Store(time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC).UnixMilli())
	now := func() time.Time { return time.UnixMilli(d.at.Add(1)) }
	counter, err := attempt.Open(t.Context(), d.db, now)
	if err != nil {
		t.Fatal(err)
	}
	d.Service, err = tailor.Open(t.Context(), tailor.Options{
		DB: d.db, CVs: d.cvs, Proof: proof{}, Model: model, Score: score, Promise: promise, Attempts: counter, Now: now,
	})
	if err != nil {
		t.Fatal(err)
	}
	d.shelve(annas, 1)
	return d
}

// shelve puts a version of a CV down.
func (d *desk) shelve(text string, version int) {
	d.Helper()
	doc, p := parsed(d, text)
	d.cvs.put(cv.View{
		CV:      cv.CV{ID: cvID, UserID: string(anna), File: cv.File{Version: version}, JobDescription: jobAd},
		Reading: &cv.Reading{Document: doc, Parsed: p},
	})
}

func (d *desk) made(o tailor.Order) tailor.Version {
	d.Helper()
	o.CV = cvID
	v, err := d.Optimise(d.Context(), anna, o)
	if err != nil {
		d.Fatal(err)
	}
	return v
}

func (d *desk) decided(id string, all ...tailor.Decision) tailor.Version {
	d.Helper()
	v, err := d.Decide(d.Context(), anna, id, all)
	if err != nil {
		d.Fatal(err)
	}
	return v
}

func (d *desk) refused(err error, reason string) {
	d.Helper()
	if fault.ReasonOf(err) != reason {
		d.Errorf("%v, want %s", err, reason)
	}
}

func TestTheWholeWay(t *testing.T) {
	d := open(t, nil)
	v := d.made(tailor.Order{TargetRole: "Backend Engineer", Company: "Google", Level: tailor.Aggressive})
	if v.Name != "Backend Engineer at Google" || v.Label != tailor.Rules || v.CVVersion != 1 || v.Outdated || v.JobDescription != jobAd {
		t.Errorf("%+v", v.Optimization)
	}
	if s := v.Scores; s.Original == 0 || s.All <= s.Untouched || s.Accepted != s.Untouched {
		t.Errorf("scores %+v", s)
	}
	verb, skill := change(t, v.Changes, tailor.Verb, "Maintained"), change(t, v.Changes, tailor.Keyword, "PostgreSQL")
	ask := change(t, v.Changes, tailor.Quantification, "Helped")
	_, err := d.Decide(t.Context(), anna, v.ID, []tailor.Decision{{ChangeID: verb.ID, Status: tailor.Accepted}, {ChangeID: ask.ID, Status: tailor.Accepted}})
	d.refused(err, "invalid_argument")
	v = d.decided(
		v.ID, tailor.Decision{ChangeID: skill.ID, Status: tailor.Accepted}, tailor.Decision{ChangeID: verb.ID, Status: tailor.Accepted},
		tailor.Decision{ChangeID: ask.ID, Status: tailor.Accepted, Addition: "200 questions a week,\n 98 % answered"},
	)
	doc, p, name, err := d.Tailored(t.Context(), anna, cvID, v.ID)
	if err != nil || doc == nil || name != v.Name {
		t.Fatal(err)
	}
	e := p.Experience[0]
	if e.Achievements[0].Text != "Maintained 40 servers on k8s" || e.Achievements[2].Text != "Helped the support team with customer questions (200 questions a week, 98 % answered)" {
		t.Errorf("%+v", e.Achievements)
	}
	if last := p.Skills[len(p.Skills)-1]; last.Text != "PostgreSQL" || last.Canonical != "PostgreSQL" {
		t.Errorf("%+v", p.Skills)
	}
	back, read, err := edition.Readback(t.Context(), doc, &p)
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := score(t.Context(), back, &read); got != v.Scores.Accepted {
		t.Errorf("the exported file scores %d, promised was %d", got, v.Scores.Accepted)
	}
	if !strings.Contains(back.Plain(), "98 % answered") {
		t.Error("the answer is not in the file")
	}
	// Told anew, rejected, and all of it taken back.
	v = d.decided(v.ID, tailor.Decision{ChangeID: ask.ID, Status: tailor.Accepted, Addition: "Helped the support team with 200 customer questions a week"})
	if _, p, _, _ = d.Tailored(t.Context(), anna, cvID, v.ID); p.Experience[0].Achievements[2].Text != "Helped the support team with 200 customer questions a week" {
		t.Errorf("%+v", p.Experience[0].Achievements)
	}
	d.decided(v.ID, tailor.Decision{ChangeID: skill.ID, Status: tailor.Rejected})
	v = d.decided(v.ID, tailor.Decision{ChangeID: ask.ID, Status: tailor.Proposed}, tailor.Decision{ChangeID: verb.ID, Status: tailor.Proposed})
	_, original := parsed(t, annas)
	if v.Scores.Accepted != v.Scores.Untouched {
		t.Errorf("after all was undone: %+v", v.Scores)
	}
	var none []tailor.Decision
	for _, c := range v.Changes {
		none = append(none, tailor.Decision{ChangeID: c.ID, Status: tailor.Rejected})
	}
	v = d.decided(v.ID, none...)
	if _, p, _, err = d.Tailored(t.Context(), anna, cvID, v.ID); err != nil || !reflect.DeepEqual(p, original) || v.Scores.Content != v.Scores.Untouched {
		t.Errorf("after all was rejected it is not the original: %v", err)
	}
}

func TestOnesOwn(t *testing.T) {
	d := open(t, nil)
	one := d.made(tailor.Order{Level: tailor.Light})
	two := d.made(tailor.Order{Name: " Mine\x00 "})
	all, err := d.List(t.Context(), anna, cvID)
	if err != nil || len(all) != 2 || all[0].ID != two.ID || all[0].Name != "Mine" || all[1].Name != "Tailored version" {
		t.Fatalf("%+v, %v", all, err)
	}
	if v, err := d.Rename(t.Context(), anna, one.ID, "Acme"); err != nil || v.Name != "Acme" {
		t.Error(v.Name, err)
	}
	_, err = d.Rename(t.Context(), anna, one.ID, " ")
	d.refused(err, "invalid_argument")
	for what, try := range map[string]func(owner account.UserID, id string) error{
		"get":    func(o account.UserID, id string) error { _, err := d.Get(t.Context(), o, id); return err },
		"decide": func(o account.UserID, id string) error { _, err := d.Decide(t.Context(), o, id, nil); return err },
		"rename": func(o account.UserID, id string) error { _, err := d.Rename(t.Context(), o, id, "x"); return err },
		"delete": func(o account.UserID, id string) error { return d.Delete(t.Context(), o, id) },
		"tailored": func(o account.UserID, id string) error {
			_, _, _, err := d.Tailored(t.Context(), o, cvID, id)
			return err
		},
		"list": func(o account.UserID, _ string) error { _, err := d.List(t.Context(), o, "none"); return err },
		"optimise": func(o account.UserID, _ string) error {
			_, err := d.Optimise(t.Context(), o, tailor.Order{CV: "none"})
			return err
		},
	} {
		if err := try(boris, one.ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("%s of somebody else's: %v", what, err)
		}
		if err := try(anna, "none"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("%s of none: %v", what, err)
		}
	}
	_, _, _, err = d.Tailored(t.Context(), anna, "another", one.ID)
	d.refused(err, "not_found")
	if err := d.Delete(t.Context(), anna, one.ID); err != nil {
		t.Fatal(err)
	}
	if err := d.DeleteOf(t.Context(), anna, cvID); err != nil {
		t.Fatal(err)
	}
	if all, err = d.List(t.Context(), anna, cvID); err != nil || len(all) > 0 {
		t.Errorf("%d left, %v", len(all), err)
	}
}

func TestWrongDecisions(t *testing.T) {
	d := open(t, nil)
	v := d.made(tailor.Order{})
	c := change(t, v.Changes, tailor.Verb, "Maintained")
	for _, bad := range []tailor.Decision{
		{ChangeID: "none", Status: tailor.Accepted},
		{ChangeID: c.ID, Status: "maybe"},
		{ChangeID: c.ID, Status: tailor.Outdated},
		{ChangeID: c.ID, Status: tailor.Accepted, Addition: "40 %"},
	} {
		_, err := d.Decide(t.Context(), anna, v.ID, []tailor.Decision{{ChangeID: v.Changes[0].ID, Status: tailor.Rejected}, bad})
		d.refused(err, "invalid_argument")
	}
	got, err := d.Get(t.Context(), anna, v.ID)
	if err != nil || got.Changes[0].Status != tailor.Proposed {
		t.Errorf("half of the decisions were taken: %v", err)
	}
	_, err = d.Optimise(t.Context(), anna, tailor.Order{CV: cvID, Level: "wild"})
	d.refused(err, "invalid_argument")
}

func TestStale(t *testing.T) {
	d := open(t, nil)
	v := d.made(tailor.Order{})
	c, skill := change(t, v.Changes, tailor.Verb, "Maintained"), change(t, v.Changes, tailor.Keyword, "PostgreSQL")
	d.decided(v.ID, tailor.Decision{ChangeID: c.ID, Status: tailor.Accepted}, tailor.Decision{ChangeID: skill.ID, Status: tailor.Accepted})
	d.shelve(strings.Replace(annas, "Was responsible for maintaining 40", "Was responsible for maintaining 50", 1), 2)
	got, err := d.Get(t.Context(), anna, v.ID)
	if err != nil || !got.Outdated {
		t.Fatal(err, got.Outdated)
	}
	for _, now := range got.Changes {
		if (now.Status == tailor.Outdated) != (now.Path == c.Path) {
			t.Errorf("%s is %s", now.Path, now.Status)
		}
	}
	_, p, _, err := d.Tailored(t.Context(), anna, cvID, v.ID)
	if err != nil || p.Experience[0].Achievements[0].Text != "Was responsible for maintaining 50 servers on k8s" || p.Skills[len(p.Skills)-1].Text != "PostgreSQL" {
		t.Errorf("%+v, %v", p, err)
	}
	_, err = d.Decide(t.Context(), anna, v.ID, []tailor.Decision{{ChangeID: c.ID, Status: tailor.Accepted}})
	d.refused(err, "cv_change_outdated")
	d.cvs.put(cv.View{CV: cv.CV{ID: cvID, UserID: string(anna), File: cv.File{Version: 3}}})
	if got, err = d.Get(t.Context(), anna, v.ID); err != nil || got.Changes[0].Status != tailor.Outdated || got.Document != nil {
		t.Error(got.Changes[0].Status, err)
	}
	_, err = d.Decide(t.Context(), anna, v.ID, nil)
	d.refused(err, "cv_not_read")
	_, _, _, err = d.Tailored(t.Context(), anna, cvID, v.ID)
	d.refused(err, "cv_not_read")
	_, err = d.Optimise(t.Context(), anna, tailor.Order{CV: cvID})
	d.refused(err, "cv_not_read")
}

// TestLimits asks for more at once than is kept, then more than there is a day.
func TestLimits(t *testing.T) {
	d := open(t, nil)
	var wg, counted sync.WaitGroup
	counted.Add(tailor.EachCV + 4)
	d.Score = func(ctx context.Context, doc *document.Document, p *cv.Parsed) (int, error) {
		counted.Done() // none is kept before all have counted
		counted.Wait()
		return score(ctx, doc, p)
	}
	for range tailor.EachCV + 4 {
		wg.Go(func() { _, _ = d.Optimise(t.Context(), anna, tailor.Order{CV: cvID, Level: tailor.Light}) })
	}
	wg.Wait()
	d.Score = score
	kept := 0
	for doc, err := range d.db.ForOwner(t.Context(), string(anna)) {
		if err != nil {
			t.Fatal(err)
		}
		if doc.Collection == "cv_optimizations" {
			kept++
		}
	}
	all, err := d.List(t.Context(), anna, cvID)
	if err != nil || kept > tailor.EachCV || len(all) != kept {
		t.Fatalf("%d kept, %d shown, %v", kept, len(all), err)
	}
	for len(all) < tailor.EachCV {
		all = append(all, d.made(tailor.Order{Level: tailor.Light}))
	}
	_, err = d.Optimise(t.Context(), anna, tailor.Order{CV: cvID})
	d.refused(err, "cv_optimization_limit")
	n := 0
	for ; err == nil || fault.ReasonOf(err) == "cv_optimization_limit"; n++ {
		if n > tailor.ADay {
			t.Fatal("no limit a day")
		}
		if err = d.DeleteOf(t.Context(), anna, cvID); err == nil {
			_, err = d.Optimise(t.Context(), anna, tailor.Order{CV: cvID, Level: tailor.Light})
		}
	}
	d.refused(err, "cv_optimize_limit")
	d.at.Add((25 * time.Hour).Milliseconds())
	d.made(tailor.Order{})
}

func TestModelOfTheService(t *testing.T) {
	model, server := emulated(t, "")
	d := open(t, model)
	server.Script(llmtest.Reply{Status: 503})
	for range 5 {
		if _, err := d.Optimise(t.Context(), anna, tailor.Order{CV: cvID}); !errors.Is(err, tailor.ErrModel) || fault.KindOf(err) != fault.Unavailable {
			t.Fatalf("model is away: %v", err)
		}
	}
	if all, _ := d.List(t.Context(), anna, cvID); len(all) > 0 {
		t.Error("something was kept")
	}
	if v := d.made(tailor.Order{RulesOnly: true}); v.Label != tailor.Rules {
		t.Errorf("label %q", v.Label)
	}
	_, p := parsed(t, annas)
	first := p.Experience[0].Achievements[0].Text
	model, server = emulated(t, says(said{servers, first, "Maintained 40 servers on Kubernetes", "verb", ""}, said{servers, first, "Maintained 900 servers", "verb", ""}))
	d = open(t, model)
	v := d.made(tailor.Order{Additions: []string{" ", "Led 12\x00 engineers"}})
	if v.Label != "lying-model" || v.DroppedTotal() != 1 || v.Dropped[0].Kind != "number" {
		t.Errorf("%q %v", v.Label, v.Dropped)
	}
	if !strings.Contains(server.Requests()[0].User, `"Led 12 engineers"`) {
		t.Error("the addition was not asked about")
	}
	change(t, v.Changes, tailor.Verb, "on Kubernetes")
}

// TestModelAndAnswer has a sentence that a model wrote anew take the owner's
// figures.
func TestModelAndAnswer(t *testing.T) {
	_, p := parsed(t, annas)
	text := p.Experience[0].Achievements[3].Text
	model, _ := emulated(t, says(said{crm, text, "Migrated CRM from Oracle to PostgreSQL.", "verb", ""}))
	d := open(t, model)
	v := d.made(tailor.Order{Level: tailor.Aggressive})
	i := slices.IndexFunc(v.Changes, func(c tailor.Change) bool { return c.Path == crm && c.Asks != "" })
	if i < 0 {
		t.Fatal(list(v.Changes))
	}
	d.decided(
		v.ID, tailor.Decision{ChangeID: v.Changes[i].ID, Status: tailor.Accepted, Addition: "2 TB."},
		tailor.Decision{ChangeID: change(t, v.Changes, tailor.Verb, "Migrated CRM").ID, Status: tailor.Accepted},
	)
	_, p, _, err := d.Tailored(t.Context(), anna, cvID, v.ID)
	if err != nil || p.Experience[0].Achievements[3].Text != "Migrated CRM from Oracle to PostgreSQL (2 TB)." {
		t.Errorf("%q, %v", p.Experience[0].Achievements[3].Text, err)
	}
}

// TestSealed looks for the CV's words in what a data store shows, and erases all
// with the account.
func TestSealed(t *testing.T) {
	d := open(t, nil)
	v := d.made(tailor.Order{Company: "Google"})
	kept := 0
	for doc, err := range d.db.ForOwner(t.Context(), string(anna)) {
		if err != nil {
			t.Fatal(err)
		}
		if doc.Collection == "cv_optimizations" {
			kept++
			json, err := doc.JSON()
			if err != nil || !strings.Contains(string(json), "Maintained 40 servers") {
				t.Errorf("an export lacks it: %v", err)
			}
		}
	}
	if kept != 1 {
		t.Errorf("%d kept", kept)
	}
	if _, err := d.db.EraseOwner(t.Context(), string(anna)); err != nil {
		t.Fatal(err)
	}
	_, err := d.Get(t.Context(), anna, v.ID)
	d.refused(err, "not_found")
}

// TestFailingScore keeps nothing whose promise is not known.
func TestFailingScore(t *testing.T) {
	d := open(t, nil)
	v := d.made(tailor.Order{})
	d.Promise = func(context.Context, *document.Document, *cv.Parsed, job.Posting) (tailor.Estimate, error) {
		return tailor.Estimate{}, fmt.Errorf("no template")
	}
	if _, err := d.Optimise(t.Context(), anna, tailor.Order{CV: cvID}); err == nil {
		t.Error("made without a score")
	}
	if _, err := d.Decide(t.Context(), anna, v.ID, []tailor.Decision{{ChangeID: v.Changes[0].ID, Status: tailor.Accepted}}); err == nil {
		t.Error("decided without a score")
	}
	got, err := d.Get(t.Context(), anna, v.ID)
	if err != nil || slices.ContainsFunc(got.Changes, func(c tailor.Change) bool { return c.Status == tailor.Accepted }) {
		t.Error("kept all the same", err)
	}
}
