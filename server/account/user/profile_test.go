package user_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/account/user"
	"github.com/interviewai-pro/interviewai/server/fault"
)

func TestProfileChangesWhatIsGiven(t *testing.T) {
	r := newRig(t)
	id := account.UserID(r.person(anna))
	before, err := r.Profile(t.Context(), id)
	r.ok(err)
	name, bio, uz, no := " Аннушка ", "Ich bin's.", "uz", false
	after, err := r.UpdateProfile(t.Context(), id, user.Change{FirstName: &name, Bio: &bio, Language: &uz, Telegram: &no})
	r.ok(err)
	want := before
	want.FirstName, want.Bio, want.Preferences.Language, want.Preferences.Notifications.Telegram = "Аннушка", bio, "uz", false
	want.UpdatedAt = after.UpdatedAt
	if d := cmp.Diff(want, after); d != "" {
		t.Error(d)
	}
	after, err = r.UpdateProfile(t.Context(), id, user.Change{})
	r.ok(err)
	want.UpdatedAt = after.UpdatedAt
	if d := cmp.Diff(want, after); d != "" {
		t.Error(d)
	}
	empty, yes, style, length := "", true, "concise", "short"
	after, err = r.UpdateProfile(t.Context(), id, user.Change{
		Bio: &empty, LastName: &name, Email: &no, Push: &no, AnswerStyle: &style, AnswerLength: &length, AutoTranscribe: &no, SaveHistory: &no, ShareAnalytics: &yes,
	})
	r.ok(err)
	want.LastName, want.Bio, want.UpdatedAt = "Аннушка", "", after.UpdatedAt
	want.Preferences.Notifications = user.Notifications{}
	want.Preferences.InterviewSettings = user.InterviewSettings{AnswerStyle: style, AnswerLength: length}
	want.Preferences.Privacy = user.Privacy{ShareAnalytics: true}
	if d := cmp.Diff(want, after); d != "" {
		t.Error(d)
	}
	kept, err := r.Profile(t.Context(), id)
	if d := cmp.Diff(after, kept); err != nil || d != "" {
		t.Errorf("%v %s", err, d)
	}
	_, err = r.UpdateProfile(t.Context(), "nobody", user.Change{Bio: &bio})
	r.refused(err, fault.NotFound, "not_found")
}

func TestProfileNamesEveryWrongField(t *testing.T) {
	r := newRig(t)
	id := account.UserID(r.person(anna))
	long, bio, none := strings.Repeat("я", 51), strings.Repeat("я", 1001), " "
	for _, c := range []struct {
		change user.Change
		fields []string
	}{
		{user.Change{FirstName: &long, LastName: &none, Bio: &bio, Language: &none}, []string{"first_name max_length", "language iso_639_1", "bio max_length"}},
		{user.Change{FirstName: of("a\x00b"), LastName: of("a\u202eb")}, []string{"first_name characters", "last_name characters"}},
		{user.Change{FirstName: of("\u200b")}, []string{"first_name characters"}},
		{user.Change{FirstName: &none}, []string{"first_name required"}},
		{user.Change{Language: &none, InPreferences: true}, []string{"preferences.language iso_639_1"}},
		{user.Change{Language: of("EN")}, []string{"language iso_639_1"}},
		{user.Change{Language: of("eng")}, []string{"language iso_639_1"}},
		{user.Change{Language: of("xx")}, []string{"language iso_639_1"}},
		{user.Change{Language: of("en-US")}, []string{"language iso_639_1"}},
	} {
		_, err := r.UpdateProfile(t.Context(), id, c.change)
		r.refused(err, fault.Invalid, "invalid_argument")
		var got []string
		for _, f := range fault.From(err).Fields {
			got = append(got, f.Path+" "+f.Rule)
		}
		if d := cmp.Diff(c.fields, got); d != "" {
			t.Error(d)
		}
	}
	if u, err := r.Profile(t.Context(), id); err != nil || u.FirstName != "Anna" || u.LastName != "Berg" {
		t.Errorf("changed in part: %+v, %v", u, err)
	}
	ok50, ok1000 := strings.Repeat("я", 50), strings.Repeat("я", 1000)
	_, err := r.UpdateProfile(t.Context(), id, user.Change{FirstName: &ok50, LastName: of("نیک\u200cنام"), Bio: &ok1000, Language: of("tg")})
	r.ok(err)
}

func TestAvatarReplacesTheOneBefore(t *testing.T) {
	r, w := newWatchedRig(t)
	id := account.UserID(r.person(anna))
	if u, err := r.Profile(t.Context(), id); err != nil || r.AvatarURL(u) != "" {
		t.Errorf("%v, %v", u, err)
	}
	one, err := r.SetAvatar(t.Context(), id, picture(t))
	r.ok(err)
	two, err := r.SetAvatar(t.Context(), id, picture(t))
	r.ok(err)
	if one.Avatar == two.Avatar || r.AvatarURL(two) != "https://interview.example/api/v1/avatars/"+two.Avatar {
		t.Errorf("%q, %q", one.Avatar, r.AvatarURL(two))
	}
	if _, err := r.OpenAvatar(t.Context(), one.Avatar); fault.KindOf(err) != fault.NotFound {
		t.Errorf("the former: %v", err)
	}
	f, err := r.OpenAvatar(t.Context(), two.Avatar)
	r.ok(err)
	r.ok(f.Close())
	blobs := 0
	for item, err := range r.blobs.List(t.Context(), string(id), "") {
		r.ok(err)
		if blobs++; item.Name != "avatars/"+two.Avatar {
			t.Errorf("left: %s", item.Name)
		}
	}
	if w.count(t, "avatars") != 1 || blobs != 1 {
		t.Errorf("%d documents, %d blobs", w.count(t, "avatars"), blobs)
	}
	_, err = r.SetAvatar(t.Context(), id, []byte("no picture"))
	if fault.KindOf(err) != fault.Invalid {
		t.Error(err)
	}
	r.ok(r.DeleteAvatar(t.Context(), id))
	r.ok(r.DeleteAvatar(t.Context(), id))
	if w.count(t, "avatars") != 0 {
		t.Error("left")
	}
}

// A closed account shows no picture any more; restored, it does.
func TestThePictureOfAClosedAccount(t *testing.T) {
	r := newRig(t)
	id := account.UserID(r.person(anna))
	u, err := r.SetAvatar(t.Context(), id, picture(t))
	r.ok(err)
	r.delete(anna)
	_, err = r.OpenAvatar(t.Context(), u.Avatar)
	r.refused(err, fault.NotFound, "not_found")
	r.signedIn(anna)
	f, err := r.OpenAvatar(t.Context(), u.Avatar)
	r.ok(err)
	r.ok(f.Close())
}

// A provider's picture is taken over unless the person has one already.
func TestProvidersPicture(t *testing.T) {
	r := newRig(t)
	who := google("1", anna, true)
	who.Picture = "https://pictures.example/1"
	r.google.picture = picture(t)
	in, err := r.through(who, "")
	r.ok(err)
	waiting := r.take()
	for range 2 { // work may be done twice
		for _, one := range waiting {
			r.ok(r.do(t.Context(), one.kind, one.payload, false))
		}
	}
	u, err := r.Profile(t.Context(), account.UserID(in.User.ID))
	r.ok(err)
	f, err := r.OpenAvatar(t.Context(), u.Avatar)
	r.ok(err)
	r.ok(f.Close())
	r.google.picture = []byte("rubbish")
	who = google("2", boris, true)
	who.Picture = "https://pictures.example/2"
	_, err = r.through(who, "")
	r.ok(err)
	r.work()
}

func of(s string) *string { return &s }
