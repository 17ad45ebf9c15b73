package user_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/account/letter"
	"github.com/interviewai-pro/interviewai/server/account/user"
	"github.com/interviewai-pro/interviewai/server/fault"
)

// unpack reads an export: the content of each file by its name.
func (r *rig) unpack(id, export string) map[string]string {
	r.Helper()
	f, err := r.OpenExport(r.Context(), account.UserID(id), export)
	r.ok(err)
	content, err := io.ReadAll(f)
	r.ok(errors.Join(err, f.Close()))
	if int64(len(content)) != f.Size {
		r.Errorf("%d bytes, said %d", len(content), f.Size)
	}
	archive, err := zip.NewReader(bytes.NewReader(content), f.Size)
	r.ok(err)
	out := map[string]string{}
	for _, one := range archive.File {
		f, err := one.Open()
		r.ok(err)
		text, err := io.ReadAll(f)
		r.ok(err)
		out[one.Name] = string(text)
	}
	return out
}

func TestExportHoldsEverythingButSecrets(t *testing.T) {
	r, w := newWatchedRig(t)
	const canary = "Kanarienvogel"
	id := r.lived(canary)
	r.pass(7 * day)
	e, err := r.RequestExport(t.Context(), account.UserID(id))
	r.ok(err)
	hash := r.signedIn(anna).User.Password
	r.work()
	got := r.unpack(id, e.ID)
	for _, name := range []string{"users", "audit_events", "provider_accounts", "jobs_of_others", "sign_in_sessions", "avatars", "data_exports"} {
		if !strings.Contains(got[name+".jsonl"], id) {
			t.Errorf("%s is missing", name)
		}
	}
	// What belongs to the person anywhere is there, unless it is a secret.
	secret := map[string]bool{"links": true, "telegram_accounts": true, "telegram_codes": true, "access_cuts": true, "emails": true}
	for collection := range w.mentions(t, id) {
		if got[collection+".jsonl"] == "" && !secret[collection] {
			t.Errorf("%s is missing", collection)
		}
	}
	pictures := 0
	all := ""
	for name, text := range got {
		if strings.HasPrefix(name, "files/avatars/") {
			pictures++
		}
		if strings.HasPrefix(name, "files/exports/") {
			t.Errorf("%s is in its own archive", name)
		}
		all += text
	}
	if pictures != 1 || !strings.Contains(got["users.jsonl"], canary) || !strings.Contains(got["users.jsonl"], "777") {
		t.Errorf("%d pictures, %s", pictures, got["users.jsonl"])
	}
	if hash == "" || strings.Contains(all, hash) || strings.Contains(all, "tokenHash") || strings.Contains(all, `"password":`) {
		t.Error("a hash is in the export")
	}
	for collection := range secret {
		if _, ok := got[collection+".jsonl"]; ok {
			t.Errorf("%s is in the export", collection)
		}
	}
	for _, l := range r.letters {
		if token := l.Data[letter.Token]; token != "" && strings.Contains(all, token) {
			t.Errorf("the token of %s is in the export", l.Kind)
		}
	}
}

func TestExportOnceAWeekForTwoDaysForTheOwner(t *testing.T) {
	r := newRig(t)
	id, stranger := account.UserID(r.person(anna)), account.UserID(r.person(boris))
	got := fifty(func(int) error { _, err := r.RequestExport(t.Context(), id); return err })
	if got["ok"] != 1 || got["export_too_soon"] != 49 {
		t.Errorf("%v", got)
	}
	all, err := r.Exports(t.Context(), id)
	r.ok(err)
	e := all[0]
	_, err = r.OpenExport(t.Context(), id, e.ID)
	r.refused(err, fault.NotFound, "not_found")
	if e.State != user.ExportPending || r.ExportURL(e) != "" {
		t.Errorf("%+v", e)
	}
	if l := r.sent(letter.ExportReady); len(l) != 1 || l[0].To != anna {
		t.Errorf("%+v", l)
	}
	r.unpack(string(id), e.ID)
	_, err = r.OpenExport(t.Context(), stranger, e.ID)
	r.refused(err, fault.NotFound, "not_found")
	if all, err := r.Exports(t.Context(), stranger); len(all) != 0 || err != nil {
		t.Errorf("%v, %v", all, err)
	}
	all, err = r.Exports(t.Context(), id)
	r.ok(err)
	if e = all[0]; e.State != user.ExportReady || e.Size == 0 || !strings.HasSuffix(r.ExportURL(e), "/"+e.ID+"/download") {
		t.Errorf("%+v", e)
	}
	r.pass(48 * time.Hour)
	_, err = r.OpenExport(t.Context(), id, e.ID)
	r.refused(err, fault.NotFound, "not_found")
	r.sweep(0)
	for item, err := range r.blobs.List(t.Context(), string(id), "") {
		r.ok(err)
		t.Errorf("left: %s", item.Name)
	}
	if all, err = r.Exports(t.Context(), id); err != nil || all[0].State != user.ExportExpired {
		t.Errorf("%v, %v", all, err)
	}
	_, err = r.RequestExport(t.Context(), id)
	r.refused(err, fault.Limited, "export_too_soon")
	if wait := fault.From(err).RetryAfter; wait > 5*day || wait < 5*day-time.Minute {
		t.Errorf("wait %v", wait)
	}
	r.pass(5 * day)
	_, err = r.RequestExport(t.Context(), id)
	r.ok(err)
}

// An export that could not be made does not cost the week.
func TestExportFailsForGood(t *testing.T) {
	r, w := newWatchedRig(t)
	id := account.UserID(r.person(anna))
	_, err := r.RequestExport(t.Context(), id)
	r.ok(err)
	w.on(func(operation string) error {
		if operation == "data_exports replace" {
			w.on(nil)
			return errPower
		}
		return nil
	})
	for _, one := range r.take() {
		if err := r.do(t.Context(), one.kind, one.payload, true); !errors.Is(err, errPower) {
			t.Fatal(err)
		}
	}
	if all, err := r.Exports(t.Context(), id); err != nil || all[0].State != user.ExportFailed {
		t.Errorf("%v, %v", all, err)
	}
	_, err = r.RequestExport(t.Context(), id)
	r.ok(err)
	if n := len(r.sent(letter.ExportReady)); n != 1 {
		t.Errorf("%d letters", n)
	}
}

func TestUnknownWork(t *testing.T) {
	r := newRig(t)
	if err := r.do(t.Context(), "nonsense", nil, true); err == nil {
		t.Error("done")
	}
	for _, kind := range user.Kinds() {
		if err := r.do(t.Context(), kind, []byte("{"), true); err == nil {
			t.Errorf("%s: rubbish was done", kind)
		}
	}
}

// Neither a failure nor a crash while an export is asked for makes the person
// wait a week without one.
func TestExportThatIsNotBegun(t *testing.T) {
	r, w := newWatchedRig(t)
	id := account.UserID(r.person(anna))
	for _, at := range []string{"data_exports insert", "audit_events insert"} {
		w.on(func(operation string) error {
			if operation == at {
				return errPower
			}
			return nil
		})
		if _, err := r.RequestExport(t.Context(), id); !errors.Is(err, errPower) {
			t.Fatal(err)
		}
		w.on(nil)
	}
	_, err := r.RequestExport(t.Context(), id)
	r.ok(err)
	r.take() // the work is lost
	_, err = r.RequestExport(t.Context(), id)
	r.refused(err, fault.Limited, "export_too_soon")
	r.pass(day)
	_, err = r.Sweep(t.Context())
	r.ok(err)
	_, err = r.RequestExport(t.Context(), id)
	r.ok(err)
}

// A crash at any moment of asking costs nobody the week.
func TestCrashWhileAskingForAnExport(t *testing.T) {
	const steps = 4 // the export, the count, the trail, and nothing more
	for step := 1; step <= steps; step++ {
		t.Run(strconv.Itoa(step), func(t *testing.T) {
			r, w := newWatchedRig(t)
			id := account.UserID(r.person(anna))
			n := 0
			w.on(func(string) error {
				if n++; n >= step {
					return errPower
				}
				return nil
			})
			_, err := r.RequestExport(t.Context(), id)
			w.on(nil)
			if (err == nil) != (step == steps) {
				t.Fatalf("%v after %d steps", err, step)
			}
			r.take() // the work is lost as well
			r.pass(day + time.Minute)
			r.sweep(0)
			_, err = r.RequestExport(t.Context(), id)
			r.ok(err)
		})
	}
}

// Somebody is erased while exports expire: the others' go all the same.
func TestExportsExpireThoughOneVanishes(t *testing.T) {
	r, w := newWatchedRig(t)
	id, next := r.person(anna), r.person(boris)
	for _, one := range []string{id, next} {
		_, err := r.RequestExport(t.Context(), account.UserID(one))
		r.ok(err)
		r.work()
	}
	r.pass(3 * day)
	w.on(func(operation string) error {
		if operation == "data_exports replace" {
			w.on(nil)
			return r.Erase(t.Context(), id)
		}
		return nil
	})
	r.sweep(0)
	for item, err := range r.blobs.List(t.Context(), next, "") {
		r.ok(err)
		t.Errorf("left: %s", item.Name)
	}
	if all, err := r.Exports(t.Context(), account.UserID(next)); err != nil || len(all) != 1 || all[0].State != user.ExportExpired {
		t.Errorf("%+v, %v", all, err)
	}
}

// The sweep gives an export up in the moment in which it becomes ready.
func TestAnExportThatIsReadyIsNotGivenUp(t *testing.T) {
	r, w := newWatchedRig(t)
	id := account.UserID(r.person(anna))
	e, err := r.RequestExport(t.Context(), id)
	r.ok(err)
	r.pass(25 * time.Hour)
	w.on(func(operation string) error {
		if operation == "data_exports replace" {
			w.on(nil)
			r.work()
		}
		return nil
	})
	r.sweep(0)
	r.unpack(string(id), e.ID)
	_, err = r.RequestExport(t.Context(), id)
	r.refused(err, fault.Limited, "export_too_soon")
}
