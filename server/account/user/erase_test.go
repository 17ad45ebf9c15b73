package user_test

import (
	"bytes"
	"errors"
	"image"
	"image/png"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/account/origin"
	"github.com/interviewai-pro/interviewai/server/account/user"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/store"
)

// nowhere checks that nothing in documents or blobs tells of somebody. The id, which means nothing any more, is
// remembered for restored backups, and for some minutes so that no access token of theirs works.
func (r *rig) nowhere(w *watched, id string, canaries ...string) {
	r.Helper()
	found := w.mentions(r, id)
	delete(found, "erasures")
	delete(found, "access_cuts")
	if len(found) != 0 {
		r.Errorf("the id is left in %v", found)
	}
	for _, canary := range canaries {
		if found := w.mentions(r, canary); len(found) != 0 {
			r.Errorf("%q is left in %v", canary, found)
		}
	}
	for item, err := range r.blobs.List(r.Context(), id, "") {
		r.Errorf("blob %s is left, %v", item.Name, err)
	}
}

// job stands for the documents of another domain that belong to somebody.
type job struct {
	ID      string `bson:"_id"`
	UserID  string `bson:"userId"`
	Payload string `bson:"payload"`
}

// lived is somebody who left traces everywhere.
func (r *rig) lived(canary string) (id string) {
	r.Helper()
	jobs, err := store.Define[job]("jobs_of_others", store.Schema{Owner: "userId"}).Open(r.Context(), r.db)
	r.ok(err)
	id = r.person(anna)
	in := r.signedIn(anna)
	ctx, who := r.as(in)
	ctx = origin.NewContext(ctx, origin.Origin{Agent: canary})
	r.ok(jobs.Insert(ctx, job{ID: "job-" + id, UserID: id, Payload: canary}))
	_, err = r.UpdateProfile(ctx, who.UserID, user.Change{FirstName: &canary, LastName: &canary, Bio: &canary})
	r.ok(err)
	_, err = r.SetAvatar(ctx, who.UserID, picture(r))
	r.ok(err)
	_, err = r.through(google(canary, canary+"@example.net", false), id)
	r.ok(err)
	code, err := r.CreateTelegramCode(ctx, who, right)
	r.ok(err)
	_, err = r.RedeemTelegramCode(ctx, code.Code, 777)
	r.ok(err)
	_, err = r.RequestExport(ctx, who.UserID)
	r.ok(err)
	r.askForChange(in, canary+"@example.com")
	r.ok(r.RequestPasswordReset(ctx, anna))
	r.fail(origin.NewContext(ctx, origin.Origin{Agent: canary}), anna, 5)
	r.ok(r.SignOut(ctx, ""))
	r.work()
	return id
}

func TestNothingIsLeft(t *testing.T) {
	r, w := newWatchedRig(t)
	const canary = "Kanarienvogel"
	id := r.lived(canary)
	r.person(boris)
	before := w.mentions(t, canary)
	for _, collection := range []string{"users", "audit_events", "provider_accounts", "jobs_of_others", "sign_in_sessions"} {
		if before[collection] == 0 && collection != "sign_in_sessions" {
			t.Errorf("the canary never was in %s: %v", collection, before)
		}
	}
	copies := w.copies(t, id)
	picture, err := r.blobs.Put(t.Context(), id, "copy", "text/plain", strings.NewReader(canary))
	if err != nil || picture == 0 {
		t.Fatal(err)
	}
	r.delete(anna)
	r.work()
	r.pass(31 * day)
	r.sweep(1)
	r.nowhere(w, id, canary, anna)
	r.signedIn(boris)

	// Somebody restores a backup from before.
	for table, docs := range copies {
		for _, doc := range docs {
			r.ok(table.Insert(t.Context(), doc))
		}
	}
	if _, err := r.blobs.Put(t.Context(), id, "copy", "text/plain", strings.NewReader(canary)); err != nil {
		t.Fatal(err)
	}
	if w.mentions(t, canary)["users"] != 1 {
		t.Error("the backup does not bring the account back")
	}
	if n, err := r.EraseAgain(t.Context()); n != 1 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
	r.nowhere(w, id, canary, anna)
	// What was finished is not done again at every start.
	w.on(func(operation string) error {
		if strings.HasSuffix(operation, "insert") || strings.HasSuffix(operation, "delete") {
			t.Errorf("%s for somebody who is gone", operation)
		}
		return nil
	})
	_, err = r.EraseAgain(t.Context())
	r.ok(err)
	w.on(nil)
	r.signedIn(boris)
}

// What runs late for somebody who was erased meanwhile leaves nothing behind.
func TestErasedMeanwhile(t *testing.T) {
	r, w := newWatchedRig(t)
	id := r.person(anna)
	_, err := r.RequestExport(t.Context(), account.UserID(id))
	r.ok(err)
	erase := func() {
		*r.blobs.before = nil
		r.ok(r.Erase(t.Context(), id))
	}
	*r.blobs.before = erase
	r.work()
	r.nowhere(w, id, anna)

	id = r.person(anna)
	*r.blobs.before = erase
	_, err = r.SetAvatar(t.Context(), account.UserID(id), picture(r))
	r.refused(err, fault.NotFound, "not_found")
	r.nowhere(w, id, anna)
}

// The sweep claims an account between the moment it is read and the moment it is restored, and dies.
func TestSweepingWhileSomebodyRestores(t *testing.T) {
	r, w := newWatchedRig(t)
	id := r.person(anna)
	r.delete(anna)
	r.work()
	r.pass(31 * day)
	w.on(func(operation string) error {
		if operation != "users replace" {
			return nil
		}
		w.on(func(operation string) error {
			if operation == "erasures insert" {
				return errPower
			}
			return nil
		})
		if _, err := r.Sweep(t.Context()); !errors.Is(err, errPower) {
			t.Errorf("sweep: %v", err)
		}
		w.on(nil)
		return nil
	})
	r.refused(r.try(r.from(home, ""), anna, right), fault.NotFound, "not_found")
	r.refused(r.try(r.from(home, ""), anna, right), fault.NotFound, "not_found")
	r.sweep(1)
	r.nowhere(w, id, anna)
}

func picture(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewGray(image.Rect(0, 0, 300, 300))); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
