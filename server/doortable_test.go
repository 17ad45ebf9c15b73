package main

import (
	"bytes"
	"fmt"
	"maps"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"testing"

	"connectrpc.com/grpcreflect"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/interviewai-pro/interviewai/server/rpc"
)

// serviceSecret is what the roles of the tested service show each other.
const serviceSecret = "the-roles-of-this-test-know-each-other-by-this"

// row is one door of the table.
type row struct {
	name    string
	who     rpc.Who
	request string
	ways    []way
}

// names reports whether the request names something of the owner's.
func (d row) names() bool { return strings.Contains(d.request, `"{`) }

// Everything that may come of a knock.
const (
	public = 0  // answered to everybody, by design
	own    = -1 // done to the caller's own things only
)

// expected is the status of a refusal, public or own.
func (d row) expected(condition string) int {
	switch d.who {
	case rpc.Everybody:
		return public
	case rpc.Known:
		if condition == "no token" || condition == "other owner" {
			return public
		}
	case rpc.Admins:
		if condition == "wrong role" || condition == "other owner" {
			return http.StatusForbidden
		}
	case rpc.Users, rpc.Recognised, mediaBearers:
		switch {
		case condition != "other owner":
		case !d.names():
			return own
		case d.who != mediaBearers: // their token is for one session and no other
			return http.StatusNotFound
		}
	case rpc.Services:
	}
	return http.StatusUnauthorized
}

// doorReasons are the refusals of a door, as opposed to those behind it.
var doorReasons = []string{"invalid_token", "session_ended", "not_allowed", "invalid_service_credential", "unknown_procedure"}

// judge says what a verdict means for a cell, and whether that is right.
func (c *cast) judge(want int, v verdict) (cell string, right bool) {
	atTheDoor := slices.Contains(doorReasons, v.reason)
	switch want {
	case public:
		return "public", !atTheDoor && v.status != http.StatusForbidden && !c.shows(v.body)
	case own:
		return "own", !atTheDoor && !c.shows(v.body)
	case http.StatusNotFound:
		return "404", v.status == want && !c.shows(v.body)
	default:
		return fmt.Sprint(want), v.status == want && (atTheDoor || v.reason == "") && !c.shows(v.body)
	}
}

// TestDoorTable knocks at every call of the contract, over every protocol it is
// served by, with everything that may be wrong with a caller; and then with
// nothing wrong, or the table would prove little.
func TestDoorTable(t *testing.T) {
	r := serveHere(t, t.TempDir(), "RATE_LIMITS=off", "SERVICE_TOKEN="+serviceSecret)
	c := newCast(t, r)
	rows := allDoors(t, r)
	before := c.possessions(t)

	var table strings.Builder
	fmt.Fprintf(&table, "\n%-36s %-12s %4s", "door", "for", "ways")
	for _, one := range conditions() {
		fmt.Fprintf(&table, "  %-14s", one.name)
	}
	count := map[string]int{}
	ways, letIn := 0, 0
	for _, d := range rows {
		fmt.Fprintf(&table, "\n%-36s %-12s %4d", d.name, d.who, len(d.ways))
		ways += len(d.ways)
		for _, one := range conditions() {
			want := d.expected(one.name)
			cell := ""
			for _, w := range d.ways {
				v := w.send(t, r, one.header(t, c, d.who), c.filled(d.request))
				said, right := c.judge(want, v)
				if !right {
					letIn++
					said = fmt.Sprintf("%d %s!", v.status, v.reason)
					t.Errorf("%s, %s, %s: %d %s %s", d.name, w.name, one.name, v.status, v.reason, v.body)
				}
				count[said]++
				cell = said
			}
			fmt.Fprintf(&table, "  %-14s", cell)
		}
	}
	if after := c.possessions(t); after != before {
		t.Errorf("the owner's things have changed:\n%s\n%s", before, after)
	}
	c.openToTheRight(t, rows)
	refusals := count["401"] + count["403"] + count["404"]
	fmt.Fprintf(&table, "\n%d calls: %d × 401, %d × 403, %d × 404; %d are public by design, %d touch only what is the caller's own",
		refusals+count["public"]+count["own"], count["401"], count["403"], count["404"], count["public"], count["own"])
	fmt.Fprintf(&table, "\n%d doors × %d conditions, over %d ways in: %d refused, %d let in", len(rows), len(conditions()), ways, refusals, letIn)
	t.Log(table.String())
}

// allDoors is the contract's calls, held against what the running service says
// it serves, and the few doors that are no calls.
func allDoors(t *testing.T, r *running) []row {
	t.Helper()
	described := map[protoreflect.FullName]bool{}
	var rows []row
	for _, m := range contractCalls() {
		described[m.Parent().FullName()] = true
		procedure := "/" + string(m.Parent().FullName()) + "/" + string(m.Name())
		door, ok := rpc.DoorOf(procedure)
		request, known := validRequests[shortName(m)]
		if !ok || !known {
			t.Errorf("%s: door %t, request %t", procedure, ok, known)
		}
		if intended(shortName(m)) != door.Who {
			t.Errorf("%s is open to %s, not to %s", shortName(m), door.Who, intended(shortName(m)))
		}
		rows = append(rows, row{shortName(m), intended(shortName(m)), request, waysTo(m)})
	}
	reflection := grpcreflect.NewClient(r.client, r.url).NewStream(t.Context())
	served, err := reflection.ListServices()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := reflection.Close(); err != nil {
		t.Error(err)
	}
	for _, name := range served {
		if !described[name] && name != "grpc.health.v1.Health" {
			t.Errorf("%s is served and not described", name)
		}
		delete(described, name)
	}
	if len(described) > 0 {
		t.Errorf("not served: %v", slices.Sorted(maps.Keys(described)))
	}
	slices.SortStableFunc(rows, func(a, b row) int { return strings.Compare(serviceOf(a.name), serviceOf(b.name)) })
	return slices.Concat(rows, plainDoors(t), practiceDoors(t))
}

// intended is whom a call is for, said a second time: the service's own table
// cannot vouch for itself. What is not named here is for people signed in.
func intended(name string) rpc.Who {
	switch name {
	case "AccountService/CreateChallenge", "AccountService/Register", "AccountService/VerifyEmail", "AccountService/ResendVerification",
		"AccountService/SignIn", "AccountService/RefreshSession", "AccountService/RequestPasswordReset", "AccountService/ResetPassword",
		"AccountService/ConfirmEmailChange", "AccountService/ListOAuthProviders", "AccountService/FinishOAuth",
		"CvService/ListAtsRules", "CvService/ListTemplates", "InterviewService/GetRubric":
		return rpc.Everybody
	case "AccountService/StartOAuth":
		return rpc.Known
	case "AccountService/SignOut", "UserService/RestoreAccount":
		return rpc.Recognised
	case "ConversationService/Converse", "MediaService/Connect", "UserService/RedeemTelegramLink":
		return rpc.Services
	}
	if service := serviceOf(name); service == "AdminService" || service == "QuestionService" {
		return rpc.Admins
	}
	return rpc.Users
}

func serviceOf(name string) string { before, _, _ := strings.Cut(name, "/"); return before }

// plainDoors are those that are no calls of the contract.
func plainDoors(t *testing.T) []row {
	t.Helper()
	form := func(field, name, content string) (kind, body string) {
		var out bytes.Buffer
		w := multipart.NewWriter(&out)
		part, err := w.CreateFormFile(field, name)
		if err == nil {
			_, err = part.Write([]byte(content))
		}
		if err != nil || w.Close() != nil {
			t.Fatal("form", err)
		}
		return w.FormDataContentType(), out.String()
	}
	plain := func(name string, who rpc.Who, request, method, path, kind, body string) row {
		return row{name, who, request, []way{{"http", func(t *testing.T, r *running, h http.Header, request string) verdict {
			t.Helper()
			h = h.Clone()
			if kind != "" {
				h.Set("Content-Type", kind)
			}
			got := r.call(t, method, path+strings.Trim(request, `"`), h, body)
			return verdict{got.status, got.text("reason"), string(got.body)}
		}}}}
	}
	avatarKind, avatar := form("avatar", "me.png", "not a picture")
	cvKind, cvForm := form("file", "me.txt", "Anna Berg\nEngineer\n")
	audioKind, audio := form("audio", "me.wav", "not a recording")
	return []row{
		plain("GET users/exports/{id}/download", rpc.Users, `"{export}/download"`, http.MethodGet, "/api/v1/users/exports/", "", ""),
		plain("GET cv/{cv}/file", rpc.Users, `"{cv}/file"`, http.MethodGet, "/api/v1/cv/", "", ""),
		plain("GET cv/{cv}/export", rpc.Users, `"{cv}/export"`, http.MethodGet, "/api/v1/cv/", "", ""),
		plain("POST cv/save (form)", rpc.Users, "", http.MethodPost, "/api/v1/cv/save", cvKind, cvForm),
		plain("POST cv/upload (form)", rpc.Users, "", http.MethodPost, "/api/v1/cv/upload", cvKind, cvForm),
		plain("POST cv/preview (form)", rpc.Users, "", http.MethodPost, "/api/v1/cv/preview", cvKind, cvForm),
		plain("POST users/avatar (form)", rpc.Users, "", http.MethodPost, "/api/v1/users/avatar", avatarKind, avatar),
		plain("POST ai/transcribe (form)", rpc.Users, "", http.MethodPost, "/api/v1/ai/transcribe", audioKind, audio),
		plain("POST /whip/{session}/candidate", mediaBearers, `"{live}/candidate"`, http.MethodPost, "/whip/", "application/sdp", "v=0"),
		plain("GET /ws/audio", mediaBearers, "", http.MethodGet, "/ws/audio", "", ""),
	}
}

// possessions is what the owner has, in words.
func (c *cast) possessions(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	for _, path := range []string{
		"users/profile", "users/exports", "auth/sessions", "live/sessions/" + c.live, "users/features", "cv", "cv/" + c.cv, "cv/" + c.cv + "/optimizations",
		"interviews", "interviews/" + c.interview, "progress", "practice",
	} {
		got := c.running.rest(t, http.MethodGet, "/api/v1/"+path, c.owner.access, nil).want(t, path, http.StatusOK)
		all.Write(got.body)
	}
	// A recording is being read meanwhile: what its owner said of it stays.
	got := c.running.rest(t, http.MethodGet, "/api/v1/interviews/"+c.interview+"/recordings/"+c.recording, c.owner.access, nil).want(t, "recording", http.StatusOK)
	fmt.Fprint(&all, got.text("recordingId"), got.text("questionId"), got.object()["keep"], got.object()["size"])
	return all.String()
}

// openToTheRight holds that each door opens to whom it is for. What ends the
// owner's own things comes last.
func (c *cast) openToTheRight(t *testing.T, rows []row) {
	t.Helper()
	last := []string{
		"InterviewService/CompleteInterview", "InterviewService/DeleteInterview", "CvOptimizationService/DeleteOptimization", "CvService/DeleteCv", "LiveService/EndLiveSession", "LiveService/DeleteLiveSession",
		"AccountService/RevokeSession", "AccountService/RevokeAllSessions", "UserService/DeleteAccount", "AccountService/SignOut",
	}
	rank := func(d row) int { return slices.Index(last, d.name) }
	rows = slices.Clone(rows)
	slices.SortStableFunc(rows, func(a, b row) int { return rank(a) - rank(b) })
	for _, d := range rows {
		if d.who == rpc.Everybody {
			continue
		}
		for _, w := range d.ways {
			switch d.name {
			case "LiveService/DeleteLiveSession":
				c.live = c.running.newLive(t, c.owner)
			case "InterviewService/DeleteInterview":
				c.interview = c.running.newInterview(t, c.owner)
			case "CvService/DeleteCv":
				c.cv = c.running.newCV(t, c.owner)
			case "CvOptimizationService/DeleteOptimization":
				c.tailored, c.change = c.running.newTailored(t, c.owner, c.cv)
			case "AccountService/RevokeSession":
				c.device = c.owner.session
				c.running.signIn(t, c.owner)
			case "AccountService/RevokeAllSessions", "UserService/DeleteAccount", "AccountService/SignOut":
				c.running.signIn(t, c.owner)
			}
			v := w.send(t, c.running, c.good(t, d.who), c.filled(d.request))
			// Only the administrator's job is not there: nothing has failed.
			absent := strings.HasSuffix(v.reason, "not_found") && !strings.Contains(d.request, "{job}")
			if slices.Contains(doorReasons, v.reason) || absent {
				t.Errorf("%s over %s is shut to whom it is for: %d %s %s", d.name, w.name, v.status, v.reason, v.body)
			}
			if d.name == "AdminService/SetRole" { // it ended the owner's access tokens
				c.running.signIn(t, c.owner)
			}
		}
	}
}
