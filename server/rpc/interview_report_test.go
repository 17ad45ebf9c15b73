package rpc_test

import (
	"bytes"
	"context"
	"fmt"
	"html"
	"net/http"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/interview"
	"github.com/interviewai-pro/interviewai/server/interview/report"
)

// personal is what a report has of somebody only where it is ticked: the name,
// and an answer's own words.
const name, words = "Anna Berg", "a higher write cost"

// read is the text of a PDF, on one line.
func (p *people) read(file string) string {
	p.Helper()
	c := exec.CommandContext(p.Context(), "pdftotext", "-raw", "-", "-")
	c.Stdin = strings.NewReader(file)
	out, err := c.Output()
	p.ok(err)
	return strings.Join(strings.Fields(string(out)), " ")
}

var tags = regexp.MustCompile(`(?s)<style.*?</style>|<[^>]*>`)

// seen is the text of a page, on one line.
func seen(page string) string {
	return strings.Join(strings.Fields(html.UnescapeString(tags.ReplaceAllString(page, " "))), " ")
}

// share makes a link to a report and returns its path.
func (p *people) share(who *person, v interview.Interview, ticked string) string {
	p.Helper()
	url := p.step(who, v, "share", `{`+ticked+`}`).text("url")
	path, ok := strings.CutPrefix(url, publicURL)
	if !ok || !strings.HasPrefix(path, "/report/") {
		p.Fatalf("the link is %q", url)
	}
	return path
}

func (p *people) file(who *person, v interview.Interview, query string) reply {
	p.Helper()
	return p.send(http.MethodGet, "/api/v1/interviews/"+v.ID+"/report"+query, "", "Authorization", bearer(who.access))
}

func TestASharedReportIsReadByLink(t *testing.T) {
	p := servePeople(t)
	who := p.someone()
	v := p.finish(who, p.begin(who))
	path := p.share(who, v, "")
	page := p.send(http.MethodGet, path, "")
	if page.status != http.StatusOK {
		t.Fatalf("the page: %v", page)
	}
	for header, want := range map[string]string{
		"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": report.Policy(), "Cache-Control": "private, no-store",
		"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow", "X-Content-Type-Options": "nosniff",
	} {
		if got := page.header.Values(header); len(got) != 1 || got[0] != want {
			t.Errorf("%s is %q, want %q", header, got, want)
		}
	}
	if !strings.Contains(report.Policy(), "default-src 'none'") || strings.Contains(page.body, "<script") {
		t.Error("the page may run something")
	}
	for _, private := range []string{name, words, who.email, who.id, v.ID} {
		if strings.Contains(page.body, private) {
			t.Errorf("the page has %q without being ticked", private)
		}
	}
	if p.send(http.MethodHead, path, "").body != "" {
		t.Error("HEAD has a body")
	}
	// Whoever reads it need not be signed in, or well.
	for _, token := range []string{"rubbish", who.expired, who.ended} {
		if got := p.send(http.MethodGet, path, "", "Authorization", bearer(token)); got.status != http.StatusOK {
			t.Errorf("with a token that is no good: %d", got.status)
		}
	}
}

func TestAReportHasOfAPersonWhatIsTicked(t *testing.T) {
	p := servePeople(t)
	who := p.someone()
	v := p.finish(who, p.begin(who))
	for _, c := range []struct {
		ticked, query     string
		hasName, hasWords bool
	}{
		{``, "", false, false},
		{`"withName": true`, "?withName=true", true, false},
		{`"withAnswers": true`, "?withAnswers=true", false, true},
		{`"withName": true, "withAnswers": true`, "?withName=true&withAnswers=true", true, true},
	} {
		page := seen(p.send(http.MethodGet, p.share(who, v, c.ticked), "").body)
		if strings.Contains(page, name) != c.hasName || strings.Contains(page, words) != c.hasWords {
			t.Errorf("page with %q: name %v, words %v", c.ticked, strings.Contains(page, name), strings.Contains(page, words))
		}
		file := p.read(p.file(who, v, c.query).body)
		if strings.Contains(file, name) != c.hasName || c.hasWords && !strings.Contains(file, words) {
			t.Errorf("file with %q: name %v, words %v", c.query, strings.Contains(file, name), strings.Contains(file, words))
		}
	}
}

// What is neither ticked nor unticked is not taken for either.
func TestAReportIsTickedOrNot(t *testing.T) {
	p := servePeople(t)
	who := p.someone()
	v := p.finish(who, p.begin(who))
	for _, name := range []string{"withName", "withAnswers"} {
		got := p.file(who, v, "?"+name+"=maybe")
		if got.status != http.StatusBadRequest || !strings.Contains(got.body, `"field":"`+name+`"`) {
			t.Errorf("%s=maybe: %d %s", name, got.status, got.body)
		}
		if got := p.file(who, v, "?"+name+"=false"); got.status != http.StatusOK {
			t.Errorf("%s=false: %d", name, got.status)
		}
	}
}

func TestALinkEnds(t *testing.T) {
	p := servePeople(t)
	who := p.someone()
	v := p.finish(who, p.begin(who))
	gone := func(what, path string) {
		t.Helper()
		if got := p.send(http.MethodGet, path, ""); got.status != http.StatusNotFound || !strings.Contains(got.body, "No report here") || strings.Contains(got.body, v.ID) {
			t.Errorf("%s: %v", what, got)
		}
	}
	there := func(what, path string) {
		t.Helper()
		if got := p.send(http.MethodGet, path, ""); got.status != http.StatusOK {
			t.Errorf("%s: %v", what, got)
		}
	}
	first := p.share(who, v, "")
	second := p.share(who, v, "")
	gone("after another", first)
	there("the newest", second)
	gone("of the wrong secret", second+"x")
	gone("of a digest", "/report/"+strings.Repeat("0", 64))
	unshare := func() {
		t.Helper()
		if got := p.send(http.MethodDelete, "/api/v1/interviews/"+v.ID+"/share", "", "Authorization", bearer(who.access)); got.status != http.StatusOK {
			t.Errorf("revoke: %v", got)
		}
	}
	unshare()
	gone("revoked", second)
	unshare() // again
	third := p.share(who, v, "")
	there("shared anew", third)
	if got := p.send(http.MethodGet, "/api/v1/interviews/"+v.ID, "", "Authorization", bearer(who.access)); !strings.Contains(got.body, `"shared":true`) {
		t.Errorf("the interview does not say that it is shared: %v", got)
	}
	p.ok(p.interviews.Delete(context.Background(), account.UserID(who.id), v.ID))
	gone("of an interview that was deleted", third)
}

// TestNumbersAgree holds that what is on the screen, on the page and in the file
// is the same.
func TestNumbersAgree(t *testing.T) {
	p := servePeople(t)
	who := p.someone()
	p.finish(who, p.begin(who)) // something to compare with
	v := p.begin(who)
	p.reply(who, v, "q3", good(v, 2)) // from fewer than three answers ratings are not shown
	v = p.finish(who, v)
	got := p.send(http.MethodGet, "/api/v1/interviews/"+v.ID+"/feedback", "", "Authorization", bearer(who.access)).object()
	overall, _ := got["overallScore"].(float64)
	numbers := []string{fmt.Sprintf("%.0f out of 100", overall)}
	ratings, _ := got["ratings"].(map[string]any)
	for _, name := range []string{"technicalAccuracy", "communication", "structuredThinking", "problemSolving"} {
		numbers = append(numbers, fmt.Sprintf("%.1f", ratings[name]))
	}
	answers, _ := got["answers"].([]any)
	for _, one := range answers {
		answer, _ := one.(map[string]any)
		numbers = append(numbers, fmt.Sprintf("%.1f / 10", answer["score"]))
		feedback, _ := answer["feedback"].(map[string]any)
		dimensions, _ := feedback["dimensions"].([]any)
		for _, d := range dimensions {
			one, _ := d.(map[string]any)
			numbers = append(numbers, fmt.Sprintf("%.1f / %.0f", one["points"], one["most"]))
		}
	}
	page := seen(p.send(http.MethodGet, p.share(who, v, ""), "").body)
	file := p.file(who, v, "")
	if file.header.Get("Content-Type") != "application/pdf" || !strings.Contains(file.header.Get("Content-Disposition"), "interview-2026-11-24.pdf") ||
		file.header.Get("Cache-Control") != "private, no-store" || !bytes.HasPrefix([]byte(file.body), []byte("%PDF-")) {
		t.Fatalf("the file: %v", file.header)
	}
	text := p.read(file.body)
	for _, n := range numbers {
		if !strings.Contains(page, n) {
			t.Errorf("the page does not have %q", n)
		}
		if !strings.Contains(text, n) {
			t.Errorf("the file does not have %q", n)
		}
	}
	if len(numbers) < 15 || overall == 0 {
		t.Errorf("too little to compare: %v", numbers)
	}
	t.Log(numbers)
	if t.Failed() {
		t.Log(page)
		t.Log(text)
	}
}

func TestAReportIsItsOwnersOnly(t *testing.T) {
	p := servePeople(t)
	who, other := p.someone(), p.someone()
	v := p.finish(who, p.begin(who))
	if got := p.file(other, v, ""); got.status != http.StatusNotFound || got.text("reason") != "interview_not_found" {
		t.Errorf("somebody else: %v", got)
	}
	for _, token := range []string{"", "rubbish", who.expired, who.ended} {
		if got := p.send(http.MethodGet, "/api/v1/interviews/"+v.ID+"/report", "", "Authorization", bearer(token)); got.status != http.StatusUnauthorized {
			t.Errorf("signed out: %v", got)
		}
	}
}
