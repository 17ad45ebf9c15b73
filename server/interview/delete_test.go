package interview_test

import (
	"errors"
	"testing"

	"github.com/interviewai-pro/interviewai/server/interview"
)

// left counts the documents that are kept of somebody, by collection.
func (r *room) left() map[string]int {
	r.Helper()
	all := map[string]int{}
	for doc, err := range r.db.ForOwner(r.Context(), string(anna)) {
		r.ok(err)
		all[doc.Collection]++
	}
	return all
}

func TestADeletedInterview(t *testing.T) {
	t.Parallel()
	r := open(t)
	v := r.start()
	v = r.write(v.ID, "q1", v.Questions[0].Text().Sample)
	_, err := r.Complete(t.Context(), anna, v.ID)
	r.ok(err)
	secret, err := r.ShareReport(t.Context(), anna, v.ID, interview.Shown{})
	r.ok(err)
	r.refused(r.Delete(t.Context(), bert, v.ID), "interview_not_found")
	r.ok(r.Delete(t.Context(), anna, v.ID))
	_, err = r.Get(t.Context(), anna, v.ID)
	r.refused(err, "interview_not_found")
	_, err = r.Shared(t.Context(), secret)
	r.refused(err, "share_not_found")
	r.refused(r.Delete(t.Context(), anna, v.ID), "interview_not_found")
	if len(r.recordings.deleted) != 1 || r.recordings.deleted[0] != string(anna)+"/"+v.ID {
		t.Errorf("recordings of %v deleted", r.recordings.deleted)
	}
	// What was learned stays, and is all that stays of her.
	left := r.left()
	if left["interviews"] != 0 || left["interview_practice"] != 5 || len(left) != 1 {
		t.Errorf("left: %v", left)
	}
	p, _, err := r.Progress(t.Context(), anna)
	r.ok(err)
	if p.All.Answers != 1 {
		t.Errorf("%+v", p.All)
	}
}

// A deletion that was cut short hides the interview, and is made up for by the
// next call and by whoever looks at the list.
func TestADeletionThatIsCutShort(t *testing.T) {
	t.Parallel()
	for name, finish := range map[string]func(r *room, id string) error{
		"deleted again": func(r *room, id string) error { return r.Delete(r.Context(), anna, id) },
		"listed": func(r *room, _ string) error {
			_, _, err := r.List(r.Context(), anna, 0, "")
			return err
		},
	} {
		r := open(t)
		v := r.start()
		r.recordings.err = errDown
		if err := r.Delete(t.Context(), anna, v.ID); !errors.Is(err, errDown) {
			t.Errorf("%s: deleted: %v", name, err)
		}
		_, err := r.Get(t.Context(), anna, v.ID)
		r.refused(err, "interview_not_found")
		r.refused(r.MayRecord(t.Context(), anna, v.ID, "q1"), "interview_not_found")
		if all, _, err := r.List(t.Context(), anna, 0, ""); err != nil || len(all) != 0 {
			t.Errorf("%s: %d interviews, %v", name, len(all), err)
		}
		r.recordings.err = nil
		r.ok(finish(r, v.ID))
		if left := r.left(); left["interviews"] != 0 {
			t.Errorf("%s: %v", name, left)
		}
	}
}

// A recording that was being read when its interview was deleted goes as well.
func TestARecordingOfADeletedInterview(t *testing.T) {
	t.Parallel()
	r := open(t)
	v := r.start()
	r.ok(r.Delete(t.Context(), anna, v.ID))
	r.recordings.deleted = nil
	r.recordings.put(v.ID, "r", interview.Recording{Item: "q1", Ready: true, Text: "Late."})
	r.told(v.ID, "r")
	if len(r.recordings.deleted) != 1 {
		t.Errorf("%v", r.recordings.deleted)
	}
}

// What is kept of somebody is known to whoever exports or erases it all.
func TestWhatIsKeptOfSomebody(t *testing.T) {
	t.Parallel()
	r := open(t)
	v := r.start()
	r.write(v.ID, "q1", v.Questions[0].Text().Sample)
	_, err := r.Complete(t.Context(), anna, v.ID)
	r.ok(err)
	_, err = r.ShareReport(t.Context(), anna, v.ID, interview.Shown{})
	r.ok(err)
	for doc, err := range r.db.ForOwner(t.Context(), string(anna)) {
		r.ok(err)
		if doc.Collection != "interviews" {
			continue
		}
		if _, err := doc.Doc.LookupErr("share"); err == nil {
			t.Error("an export has the digest of the link")
		}
		if _, err := doc.Doc.LookupErr("questions"); err != nil {
			t.Errorf("an export has no answers: %v", err)
		}
	}
	if left := r.left(); left["interviews"] != 1 || left["interview_practice"] != 5 {
		t.Errorf("%v", left)
	}
}
