package rpc_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/server/jobs"
)

// patience is far more than any of this takes, also on a busy machine.
const patience = time.Minute

// subject is somebody to be administered: the request and what it is about.
func subject(request string) func(*people, *person) string {
	return func(p *people, who *person) string {
		p.Helper()
		other := p.someone()
		who.subject = other
		return other.fill(request)
	}
}

// adminUserJSON is an account as administrators see it, "{subject...}" being
// what it is about.
func adminUserJSON(profile, suspendedAt, reason string, sessions int) string {
	return fmt.Sprintf(`{"profile": %s, "suspendedAt": %s, "suspensionReason": %q, "deletedAt": null, "sessions": %d}`,
		strings.NewReplacer("{id}", "{subject}", "{email}", "{subjectEmail}").Replace(profile), suspendedAt, reason, sessions)
}

func adminActs() []act {
	const conflict = "failed_precondition"
	pages := []bad{{"pageSize", `-1`, "gte"}, {"pageSize", `501`, "lte"}, {"pageToken", long(1001), "max_len"}}
	ids := []bad{{"userId", `""`, "min_len"}, {"userId", long(101), "max_len"}}
	stealth := `{"name": "stealth_mode", "description": "Hides", "enabled": true, "percentage": 100, "userIds": [], "updatedAt": null}`
	dead := `{"id": "<text>", "queue": "email", "kind": "greet", "state": "%s", "attempts": 1, "lastError": "<text>", "createdAt": "<time>", "nextAt": %s, "endedAt": %s}`
	queues := func(names ...string) string {
		var out []string
		for _, name := range names {
			out = append(out, fmt.Sprintf(`{"name": %q, "pending": 0, "running": 0, "done": 0, "dead": %d}`, name, map[bool]int{true: 1}[name == jobs.Email]))
		}
		return "[" + strings.Join(out, ", ") + "]"
	}
	return []act{
		{
			name: "ListUsers", prepare: subject(`{"email": "{email}", "pageSize": 1}`),
			bad:    append(pages, bad{"email", long(255), "max_len"}),
			answer: `{"nextPageToken": "", "users": [` + adminUserJSON(profileJSON, "null", "", 1) + `]}`,
		},
		{
			name: "GetUser", prepare: subject(`{"userId": "{id}"}`), bad: ids,
			refused: []refused{{"userId", `"nobody"`, "not_found", "not_found"}},
			answer:  `{"user": ` + adminUserJSON(profileJSON, "null", "", 1) + `}`,
		},
		{
			name: "SetRole", prepare: subject(`{"userId": "{id}", "role": "elite"}`),
			bad:     append(ids, bad{"role", `""`, "in"}, bad{"role", `"service"`, "in"}),
			refused: []refused{{"userId", `"nobody"`, "not_found", "not_found"}, {"userId", `"{self}"`, conflict, "own_account"}},
			answer:  `{"user": ` + adminUserJSON(strings.Replace(profileJSON, `"role": "user"`, `"role": "elite"`, 1), "null", "", 1) + `}`,
		},
		{
			name: "SuspendUser", prepare: subject(`{"userId": "{id}", "suspended": true, "reason": "Spam"}`),
			bad:     append(ids, bad{"reason", long(501), "max_len"}),
			refused: []refused{{"userId", `"nobody"`, "not_found", "not_found"}, {"userId", `"{self}"`, conflict, "own_account"}},
			answer:  `{"user": ` + adminUserJSON(profileJSON, `"<time>"`, "Spam", 0) + `}`,
		},
		{name: "ListFeatureFlags", prepare: say(`{}`), answer: `{"flags": [` + stealth + `]}`},
		{
			name: "SetFeatureFlag", prepare: say(`{"name": "stealth_mode", "description": "Shows", "enabled": false, "percentage": 30, "userIds": ["{id}"]}`),
			bad: []bad{
				{"name", `""`, "pattern"},
				{"name", `"Bad-Name"`, "pattern"},
				{"description", long(301), "max_len"},
				{"percentage", `-1`, "gte"},
				{"percentage", `101`, "lte"},
				{"userIds[0]", `[""]`, "min_len"},
				{"userIds[0]", `[` + long(101) + `]`, "max_len"},
				{"userIds", `["x"` + strings.Repeat(`,"x"`, 1000) + `]`, "max_items"},
			},
			answer: `{"flag": {"name": "stealth_mode", "description": "Shows", "enabled": false, "percentage": 30, "userIds": ["{id}"], "updatedAt": "<time>"}}`,
		},
		{
			name: "DeleteFeatureFlag", prepare: say(`{"name": "stealth_mode"}`),
			bad:     []bad{{"name", `""`, "pattern"}, {"name", `"Bad-Name"`, "pattern"}},
			refused: []refused{{"name", `"unheard_of"`, "not_found", "flag_not_found"}},
			answer:  `{"flag": ` + stealth + `}`,
		},
		{
			name: "ListAuditTrail", prepare: subject(`{"userId": "{id}", "pageSize": 1}`),
			bad: append(pages, bad{"userId", long(101), "max_len"}, bad{"pageToken", `"rubbish"`, "page_token"}),
			answer: `{"nextPageToken": "<text>", "events": [{"id": "<text>", "at": "<time>", "act": "signed_in", "by": "owner", "userId": "{subject}",
				"sessionId": "<text>", "agent": "", "place": "<text>", "details": {"method": "password"}}]}`,
		},
		{
			name: "ListJobs", prepare: func(p *people, _ *person) string { p.deadJob(); return `{"pageSize": 1}` },
			bad: append(pages, bad{"state", `"lost"`, "in"}, bad{"pageToken", `"rubbish"`, "page_token"}),
			answer: `{"nextPageToken": "", "jobs": [` + fmt.Sprintf(dead, "dead", "null", `"<time>"`) + `], "queues": ` +
				queues(jobs.Email, jobs.AIProcessing, jobs.CVAnalysis, jobs.Notification) + `}`,
		},
		{
			name: "RetryJob", prepare: func(p *people, _ *person) string { return fmt.Sprintf(`{"jobId": %q}`, p.deadJob()) },
			bad:     []bad{{"jobId", `""`, "min_len"}, {"jobId", long(101), "max_len"}},
			refused: []refused{{"jobId", `"nobody's"`, "not_found", "job_not_found"}},
			answer:  `{"job": ` + fmt.Sprintf(dead, "pending", `"<time>"`, "null") + `}`,
		},
		{
			name: "DeleteJob", prepare: func(p *people, _ *person) string { return fmt.Sprintf(`{"jobId": %q}`, p.deadJob()) },
			bad:     []bad{{"jobId", `""`, "min_len"}, {"jobId", long(101), "max_len"}},
			refused: []refused{{"jobId", `"nobody's"`, "not_found", "job_not_found"}}, answer: `{}`,
		},
	}
}

// deadJob lets a job fail for good, in place of whatever jobs there are, and
// returns its id.
func (p *people) deadJob() string {
	p.Helper()
	for _, state := range []string{jobs.Dead, jobs.Pending} {
		all, _, err := p.jobs.List(p.Context(), state, 500, "")
		p.ok(err)
		for _, one := range all {
			p.ok(p.jobs.Delete(p.Context(), one.ID))
		}
	}
	p.jobs.Handle("greet", func(context.Context, jobs.Work) error { return jobs.Permanent(errors.New("nobody there")) })
	id, err := p.jobs.Add(p.Context(), jobs.New{Queue: jobs.Email, Kind: "greet", Payload: "hello"})
	p.ok(err)
	p.workUntil(jobs.Died)
	return id
}

// workUntil runs the queues until something has happened.
func (p *people) workUntil(event jobs.Event) {
	p.Helper()
	ctx, cancel := context.WithTimeout(p.Context(), patience)
	defer cancel()
	ended := make(chan error, 1)
	go func() { ended <- p.jobs.Run(ctx) }()
	for happened := false; !happened; {
		select {
		case e := <-p.events:
			happened = e == event
		case <-ctx.Done():
			p.Fatalf("still waiting for %s", event)
		}
	}
	cancel()
	p.ok(<-ended)
}

func TestEveryAdminCall(t *testing.T) {
	servePeople(t).play(interviewaiv1connect.AdminServiceName, adminActs())
}

// TestAJobIsTriedAgain takes a dead job through the administrator's hands.
func TestAJobIsTriedAgain(t *testing.T) {
	p := servePeople(t)
	admin := bearer(p.admin().access)
	id := p.deadJob()
	if got := p.send(http.MethodPost, "/api/v1/admin/jobs/"+id+"/retry", `{}`, "Authorization", admin); got.status != http.StatusOK {
		t.Fatal(got)
	}
	if got := p.send(http.MethodPost, "/api/v1/admin/jobs/"+id+"/retry", `{}`, "Authorization", admin); got.status != http.StatusConflict || got.text("reason") != "job_not_dead" {
		t.Error("once more:", got)
	}
	p.jobs.Handle("greet", func(context.Context, jobs.Work) error { return nil })
	p.workUntil(jobs.Succeeded)
	for state, want := range map[string]int{"": 0, "dead": 0, "pending": 0, "done": 1} {
		list, _ := p.send(http.MethodGet, "/api/v1/admin/jobs?state="+state, "", "Authorization", admin).object()["jobs"].([]any)
		if len(list) != want {
			t.Errorf("%d jobs are %q, want %d", len(list), state, want)
		}
	}
	if got := p.send(http.MethodDelete, "/api/v1/admin/jobs/"+id, "", "Authorization", admin); got.status != http.StatusOK {
		t.Error("delete:", got)
	}
	if got := p.send(http.MethodDelete, "/api/v1/admin/jobs/"+id, "", "Authorization", admin); got.status != http.StatusNotFound {
		t.Error("delete once more:", got)
	}
}

// TestAFlagKeepsWhatIsLeftOut holds that a request changes what it names and
// nothing else, that zero is zero and false is false, and that deleting takes
// it all back.
func TestAFlagKeepsWhatIsLeftOut(t *testing.T) {
	p := servePeople(t)
	admin := p.admin()
	for _, c := range []struct{ flag, request, want string }{
		{"early_access", `{}`, "false 100 []"},
		{"early_access", `{"enabled": true}`, "true 100 []"},
		{"early_access", `{"percentage": 0}`, "true 0 []"},
		{"early_access", `{"percentage": 7, "userIds": ["ann", "bob"]}`, "true 7 [ann bob]"},
		{"early_access", `{}`, "true 7 [ann bob]"},
		{"early_access", `{"userIds": []}`, "true 7 [ann bob]"},
		{"early_access", `{"userIds": ["cid"], "clearUserIds": true}`, "true 7 [cid]"},
		{"early_access", `{"clearUserIds": true}`, "true 7 []"},
		{"early_access", `{"enabled": false}`, "false 7 []"},
		{"stealth_mode", `{}`, "true 100 []"},
	} {
		got := p.send(http.MethodPut, "/api/v1/admin/flags/"+c.flag, c.request, "Authorization", bearer(admin.access))
		set, _ := got.object()["flag"].(map[string]any)
		if said := fmt.Sprint(set["enabled"], set["percentage"], set["userIds"]); got.status != http.StatusOK || said != c.want {
			t.Errorf("%s %s: %v, want %s", c.flag, c.request, got, c.want)
		}
	}
	for flag, gone := range map[string]bool{"early_access": true, "stealth_mode": false} {
		got := p.send(http.MethodDelete, "/api/v1/admin/flags/"+flag, "", "Authorization", bearer(admin.access))
		if got.status != http.StatusOK || (got.object()["flag"] == nil) != gone {
			t.Errorf("delete %s: %v", flag, got)
		}
	}
	trail := p.send(http.MethodGet, "/api/v1/admin/audit-events?pageSize=12", "", "Authorization", bearer(admin.access))
	if strings.Count(trail.body, "early_access") != 10 || strings.Count(trail.body, "feature_reset") != 2 {
		t.Error("the trail does not tell of it:", trail.body)
	}
}

// TestTheListOfAccountsTurnsItsPages reads all accounts, and refuses a page
// that there is not.
func TestTheListOfAccountsTurnsItsPages(t *testing.T) {
	p := servePeople(t)
	admin := bearer(p.admin().access)
	for range 4 {
		p.someone()
	}
	seen, token := map[string]bool{}, ""
	for {
		got := p.send(http.MethodGet, "/api/v1/admin/users?pageSize=2&pageToken="+url.QueryEscape(token), "", "Authorization", admin)
		users, _ := got.object()["users"].([]any)
		if got.status != http.StatusOK || len(users) > 2 {
			t.Fatal(got)
		}
		for _, one := range users {
			user, _ := one.(map[string]any)
			profile, _ := user["profile"].(map[string]any)
			seen[fmt.Sprint(profile["id"])] = true
		}
		if token = got.text("nextPageToken"); token == "" {
			break
		}
	}
	if len(seen) != 5 {
		t.Errorf("%d accounts", len(seen))
	}
	got := p.send(http.MethodGet, "/api/v1/admin/users?pageToken=rubbish", "", "Authorization", admin)
	if got.status != http.StatusBadRequest || !strings.Contains(got.body, `"field":"pageToken"`) {
		t.Error(got)
	}
}

// TestSuspensionShutsOutAtOnce holds that the access token stops working with
// the call, and works again, anew, after the next.
func TestSuspensionShutsOutAtOnce(t *testing.T) {
	p := servePeople(t)
	admin, anna := p.admin(), p.someone()
	set := func(request string) {
		t.Helper()
		if got := p.send(http.MethodPut, "/api/v1/admin/users/"+anna.id+"/suspension", request, "Authorization", bearer(admin.access)); got.status != http.StatusOK {
			t.Fatal(got)
		}
	}
	set(`{"suspended": true, "reason": "Spam"}`)
	if got := p.send(http.MethodGet, "/api/v1/users/profile", "", "Authorization", bearer(anna.access)); got.text("reason") != "session_ended" {
		t.Error("her access token:", got)
	}
	login := anna.fill(`{"email": "{email}", "password": "{right}"}`)
	if got := p.send(http.MethodPost, "/api/v1/auth/login", login); got.status != http.StatusForbidden || got.text("reason") != "account_suspended" {
		t.Error("signing in:", got)
	}
	set(`{"suspended": false}`)
	if got := p.send(http.MethodPost, "/api/v1/auth/login", login); got.status != http.StatusOK {
		t.Error("signing in afterwards:", got)
	}
}
