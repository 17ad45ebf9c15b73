package rpc_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/account/letter"
	members "github.com/interviewai-pro/interviewai/server/account/user"
)

// portrait is a picture as people send them.
func portrait(t *testing.T) []byte {
	t.Helper()
	picture := image.NewRGBA(image.Rect(0, 0, 300, 400))
	for x := range 300 {
		for y := range 400 {
			picture.Set(x, y, color.RGBA{uint8(x), uint8(y), 90, 255})
		}
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, picture, nil); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// changedJSON is the profile after everything in it was changed.
const changedJSON = `{
	"id": "{id}", "email": "{email}", "firstName": "Jane", "lastName": "Roe", "avatar": "", "bio": "Writes.", "role": "user", "language": "ru",
	"preferences": {"language": "ru",
		"notifications": {"email": false, "telegram": true, "push": false},
		"interviewSettings": {"answerStyle": "simple", "answerLength": "long", "autoTranscribe": false},
		"privacy": {"saveHistory": false, "shareAnalytics": true}},
	"subscription": {"plan": "free", "status": "active", "startDate": "<time>", "endDate": null},
	"usage": {"mockInterviewsThisMonth": 0, "cvAnalysesThisMonth": 0, "chromeQuestionsThisMonth": 0},
	"createdAt": "<time>", "updatedAt": "<time>",
	"emailVerified": true, "pendingEmail": "", "hasPassword": true, "providers": [], "telegramLinked": false}`

func userActs(t *testing.T) []act {
	t.Helper()
	picture := base64.StdEncoding.EncodeToString(portrait(t))
	pages := []bad{{"pageSize", `-1`, "gte"}, {"pageSize", `501`, "lte"}, {"pageToken", `"rubbish"`, "page_token"}, {"pageToken", long(1001), "max_len"}}
	return []act{
		{name: "GetProfile", prepare: say(`{}`), answer: `{"user": ` + profileJSON + `}`},
		{
			name: "UpdateProfile",
			prepare: say(`{"firstName": "Jane", "lastName": "Roe", "bio": "Writes.", "preferences": {"language": "ru",
				"notifications": {"email": false, "push": false},
				"interviewSettings": {"answerStyle": "simple", "answerLength": "long", "autoTranscribe": false},
				"privacy": {"saveHistory": false, "shareAnalytics": true}}}`),
			bad: []bad{
				{"firstName", `""`, "min_len"},
				{"firstName", `" "`, "required"},
				{"firstName", long(51), "max_len"},
				{"lastName", `"\u0007"`, "characters"},
				{"lastName", long(51), "max_len"},
				{"bio", long(1001), "max_len"},
				{"language", `"english"`, "pattern"},
				{"language", `"zz"`, "iso_639_1"},
				{"preferences.language", `{"language": "english"}`, "pattern"},
				{"preferences.interviewSettings.answerStyle", `{"interviewSettings": {"answerStyle": "rude"}}`, "in"},
				{"preferences.interviewSettings.answerLength", `{"interviewSettings": {"answerLength": "endless"}}`, "in"},
			},
			answer: `{"success": true, "user": ` + changedJSON + `}`,
		},
		{
			name: "UploadAvatar", prepare: say(`{"image": "` + picture + `"}`),
			bad:    []bad{{"image", `""`, "min_len"}, {"image", `"bm90IGEgcGljdHVyZQ=="`, "format"}, {"image", `"` + picture[:400] + `"`, "damaged"}},
			answer: `{"avatar": "<text>"}`,
		},
		{name: "DeleteAvatar", prepare: say(`{}`), answer: `{}`},
		{
			name: "DeleteAccount", prepare: say(`{"password": "{right}"}`), bad: []bad{{"password", long(1025), "max_bytes"}},
			refused: []refused{{"password", `"Wrong horse 7!"`, "permission_denied", "wrong_password"}},
			answer: `{"success": true, "erasedAt": "<time>",
				"message": "Your account is deleted. Sign in within 30 days to restore it; after that everything is erased."}`,
		},
		{
			name:    "RestoreAccount",
			prepare: mailed("/api/v1/users/delete", `{"password": "{right}"}`, letter.AccountDeleted, `{"token": "{token}"}`),
			bad:     []bad{{"token", long(201), "max_len"}},
			refused: []refused{{"token", `"not-a-token"`, "invalid_argument", "invalid_link"}, {"token", `""`, "unauthenticated", "invalid_token"}},
			answer:  `{"success": true, "message": "Your account is as before. You can sign in."}`,
		},
		{
			name: "ExportData", prepare: say(`{}`),
			answer: `{"export": {"id": "<text>", "state": "pending", "createdAt": "<time>", "expiresAt": null, "url": "", "size": "0"}}`,
		},
		{
			name: "ListExports",
			prepare: func(p *people, who *person) string {
				_, err := p.users.RequestExport(p.Context(), account.UserID(who.id))
				p.ok(err)
				return `{}`
			},
			answer: `{"exports": [{"id": "<text>", "state": "pending", "createdAt": "<time>", "expiresAt": null, "url": "", "size": "0"}]}`,
		},
		{
			name: "ListAuditEvents", prepare: say(`{"pageSize": 1}`), bad: pages,
			answer: `{"nextPageToken": "<text>", "events": [{"id": "<text>", "at": "<time>", "act": "signed_in", "by": "owner", "userId": "{id}",
				"sessionId": "<text>", "agent": "", "place": "<text>", "details": {"method": "password"}}]}`,
		},
		{name: "ListFeatures", prepare: say(`{}`), answer: `{"features": [{"name": "stealth_mode", "enabled": true}]}`},
		{
			name: "CreateTelegramLink", prepare: say(`{}`), answer: `{"code": "<text>", "expiresAt": "<time>", "url": "<text>"}`,
		},
		{
			name: "RedeemTelegramLink",
			prepare: func(p *people, who *person) string {
				return fmt.Sprintf(`{"code": %q, "telegramId": "42"}`, p.telegramCode(who))
			},
			bad: []bad{
				{"code", `""`, "min_len"},
				{"code", long(65), "max_len"},
				{"code", `"ABCD2345"`, "invalid_code"},
				{"telegramId", `0`, "gt"},
				{"telegramId", `-1`, "gt"},
			},
			answer: `{"userId": "{id}", "firstName": "Anna", "language": "en"}`,
		},
		{
			name: "UnlinkTelegram",
			prepare: func(p *people, who *person) string {
				_, err := p.users.RedeemTelegramCode(p.Context(), p.telegramCode(who), 43)
				p.ok(err)
				return `{}`
			},
			answer: `{}`,
		},
	}
}

func (p *people) telegramCode(who *person) string {
	p.Helper()
	code, err := p.users.CreateTelegramCode(p.Context(), account.Identity{UserID: account.UserID(who.id)}, rightPassword)
	p.ok(err)
	return code.Code
}

func TestEveryUserCall(t *testing.T) {
	servePeople(t).play(interviewaiv1connect.UserServiceName, userActs(t))
}

// TestAvatarInBothForms uploads as JSON and as a form, and fetches what came of
// it as everybody may.
func TestAvatarInBothForms(t *testing.T) {
	p := servePeople(t)
	anna := p.someone()
	form := func(name string, content []byte) reply {
		t.Helper()
		var body bytes.Buffer
		w := multipart.NewWriter(&body)
		part, err := w.CreateFormFile(name, "me.jpg")
		p.ok(err)
		_, err = part.Write(content)
		p.ok(err)
		p.ok(w.Close())
		return p.send(http.MethodPost, "/api/v1/users/avatar", body.String(), "Content-Type", w.FormDataContentType(), "Authorization", bearer(anna.access))
	}
	plain := func(content []byte) reply {
		return p.send(http.MethodPost, "/api/v1/users/avatar", fmt.Sprintf(`{"image": %q}`, base64.StdEncoding.EncodeToString(content)), "Authorization", bearer(anna.access))
	}
	last := ""
	for what, upload := range map[string]func([]byte) reply{"json": plain, "form": func(b []byte) reply { return form("avatar", b) }} {
		got := upload(portrait(t))
		key, found := strings.CutPrefix(got.text("avatar"), publicURL+members.AvatarPath)
		if got.status != http.StatusOK || !found || key == last {
			t.Fatal(what, got)
		}
		if profile := p.send(http.MethodGet, "/api/v1/users/profile", "", "Authorization", bearer(anna.access)); profile.text("avatar") != got.text("avatar") {
			t.Errorf("%s: the profile shows %q", what, profile.text("avatar"))
		}
		picture := p.send(http.MethodGet, members.AvatarPath+key, "")
		if size, err := jpeg.DecodeConfig(strings.NewReader(picture.body)); err != nil || size.Width != 256 || size.Height != 256 {
			t.Errorf("%s: %v, %v", what, size, err)
		}
		if last != "" {
			if got := p.send(http.MethodGet, members.AvatarPath+last, ""); got.status != http.StatusNotFound {
				t.Errorf("the old picture is still there: %d", got.status)
			}
		}
		last = key
		if got := upload([]byte("not a picture")); got.status != http.StatusBadRequest || !strings.Contains(got.body, `"image"`) && !strings.Contains(got.body, `"avatar"`) {
			t.Error(what, got)
		}
	}
	if got := form("picture", portrait(t)); got.status != http.StatusBadRequest || !strings.Contains(got.body, `"field":"avatar"`) {
		t.Error("in another field:", got)
	}
	if got := plain(make([]byte, 5<<20+1)); got.status != http.StatusBadRequest || !strings.Contains(got.body, `"field":"image"`) {
		t.Errorf("too large: %d %s", got.status, got.body)
	}
	if got := p.send(http.MethodDelete, "/api/v1/users/avatar", "", "Authorization", bearer(anna.access)); got.status != http.StatusOK {
		t.Error("delete:", got)
	}
	if got := p.send(http.MethodGet, members.AvatarPath+last, ""); got.status != http.StatusNotFound {
		t.Errorf("the deleted picture is still there: %d", got.status)
	}
}

// TestAFeatureIsTold holds that what an administrator sets for one person is
// what that person and nobody else sees.
func TestAFeatureIsTold(t *testing.T) {
	p := servePeople(t)
	admin, anna, boris := p.admin(), p.someone(), p.someone()
	got := p.send(http.MethodPut, "/api/v1/admin/flags/early_access", anna.fill(`{"enabled": true, "percentage": 0, "userIds": ["{id}"]}`), "Authorization", bearer(admin.access))
	if got.status != http.StatusOK {
		t.Fatal(got)
	}
	for _, one := range []struct {
		who *person
		on  string
	}{{anna, "true"}, {boris, "false"}} {
		got := p.send(http.MethodGet, "/api/v1/users/features", "", "Authorization", bearer(one.who.access))
		same(t, `{"features": [{"name": "early_access", "enabled": `+one.on+`}, {"name": "stealth_mode", "enabled": true}]}`, got.object())
	}
}

// TestTheTrailTurnsItsPages reads a trail page by page, to its end.
func TestTheTrailTurnsItsPages(t *testing.T) {
	p := servePeople(t)
	anna, eve := p.someone(), p.someone()
	seen, token := map[string]bool{}, ""
	for {
		got := p.send(http.MethodGet, "/api/v1/users/audit-events?pageSize=2&pageToken="+token, "", "Authorization", bearer(anna.access))
		if got.status != http.StatusOK {
			t.Fatal(got)
		}
		events, _ := got.object()["events"].([]any)
		for _, one := range events {
			event, _ := one.(map[string]any)
			if id := fmt.Sprint(event["id"]); seen[id] || event["userId"] != anna.id {
				t.Errorf("event %v", event)
			} else {
				seen[id] = true
			}
		}
		if token = got.text("nextPageToken"); token == "" {
			break
		}
		if got := p.send(http.MethodGet, "/api/v1/users/audit-events?pageSize=2&pageToken="+token, "", "Authorization", bearer(eve.access)); strings.Contains(got.body, anna.id) {
			t.Error("somebody else's page:", got)
		}
	}
	if len(seen) < 4 {
		t.Errorf("%d events", len(seen))
	}
}
