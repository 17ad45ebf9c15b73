package rpc_test

import (
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"connectrpc.com/connect"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/ats"
	"github.com/interviewai-pro/interviewai/server/cv/job"
	"github.com/interviewai-pro/interviewai/server/web/inproc"
)

const shortCV = "Anna Berg\nEngineer\nGo\n"

// cvJSON is what GetCv says of shortCV.
const cvJSON = `{"id": "<text>", "fileName": "anna.txt", "fileSize": 22, "mimeType": "text/plain", "storageUrl": "<text>", "parsedText": "Anna Berg\nEngineer\nGo",
	"parsedData": {"personalInfo": {"name": "NAME", "email": "", "phone": "", "location": "", "linkedin": "", "github": "", "title": ""},
		"summary": "", "experience": [{"title": "Engineer", "company": "", "location": "", "startDate": "2019-03-01T00:00:00Z", "endDate": null, "current": true,
			"description": "", "achievements": [], "period": "", "path": "experience[0]"}],
		"education": [], "skills": ["Go"], "languages": [], "certifications": [],
		"skillDetails": [{"name": "Go", "canonical": "GO", "path": "skills[0]"}], "languageDetails": [], "links": [], "sections": [], "language": "en"},
	"sources": [{"path": "personalInfo.name", "from": FROM},
		{"path": "experience[0].title", "from": "text", "spans": [{"line": 1, "start": 0, "end": 8}]},
		{"path": "skills[0]", "from": "text", "spans": [{"line": 2, "start": 0, "end": 2}]}],
	"version": 1, "uploadedAt": "<time>", "analysisStatus": "completed", "failure": null, "scanned": false, "pages": 1, "jobDescription": "",
	"analysis": ` + analysisJSON + `, "recognized": false, "confidence": 1, "comments": null}`

// analysisJSON is what is thought of shortCV.
const analysisJSON = `{"id": "<text>", "cvId": "<text>", "atsScore": "<number>", "overallRating": "<number>", "strengths": [], "weaknesses": "<some>",
	"missingKeywords": [], "suggestions": "<some>", "sectionScores": {"personalInfo": "<any number>", "summary": "<any number>", "experience": "<any number>", "education": "<any number>",
		"skills": "<any number>", "formatting": "<any number>"}, "analyzedAt": "<time>", "aiModel": "rules ` + ats.Version + `", "label": "<text>", "rulesUrl": "<text>",
	"findings": "<some>", "jobMatch": null, "slips": [], "dictionaries": [], "jobUnclear": "", "notScored": ""}`

var readJSON = strings.NewReplacer("NAME", "Anna Berg", "FROM", `"text", "spans": [{"line": 0, "start": 0, "end": 9}]`).Replace(cvJSON)

// keep uploads shortCV and returns its id.
func keep(p *people, who *person) string {
	p.Helper()
	c, err := p.cvs.Upload(p.Context(), account.UserID(who.id), cv.Upload{Content: []byte(shortCV), Name: "anna.txt"})
	p.ok(err)
	return c.ID
}

// ofCV is a request about a CV.
func ofCV(more string) func(*people, *person) string {
	return func(p *people, who *person) string {
		p.Helper()
		return `{"cvId": "` + keep(p, who) + `"` + more + `}`
	}
}

func cvActs() []act {
	file := base64.StdEncoding.EncodeToString([]byte(shortCV))
	picture := base64.StdEncoding.EncodeToString([]byte("\x89PNG\r\n\x1a\n"))
	noID := []bad{{"cvId", `""`, "min_len"}, {"cvId", long(101), "max_len"}}
	noCV := refused{"cvId", `"64b2c3d4e5f6a7b8c9d0e1f2"`, "not_found", "not_found"}
	files := []bad{{"file", `""`, "min_len"}, {"fileName", long(1001), "max_len"}, {"jobDescription", long(20001), "max_len"}}
	noText := refused{"file", `"` + picture + `"`, "invalid_argument", "cv_wrong_type"}
	version := `{"version": 2, "fileName": "anna.txt", "fileSize": 22, "mimeType": "text/plain", "uploadedAt": "<time>", "restoredFrom": 0, "current": true}`
	return []act{
		{
			name: "UploadCv", prepare: say(`{"file": "` + file + `", "fileName": "C:\\cv\\anna.txt"}`), bad: files,
			refused: []refused{noText, noCV},
			answer: `{"cvId": "<text>", "fileName": "anna.txt", "status": "processing", "message": "CV uploaded successfully. Analysis in progress.",
				"scanned": false, "version": 1}`,
		},
		{
			name: "PreviewCv", prepare: say(`{"file": "` + file + `"}`), bad: files, refused: []refused{noText},
			answer: `{"fileName": "cv.txt", "mimeType": "text/plain", "pages": 1, "scanned": false,` + between(readJSON, `"parsedText"`, `"version"`) +
				`, "recognized": false, "confidence": 1, "analysis": ` + strings.NewReplacer(`"id": "<text>", "cvId": "<text>"`, `"id": "", "cvId": ""`, `"analyzedAt": "<time>"`, `"analyzedAt": null`).Replace(analysisJSON) + `}`,
		},
		{
			name: "ListCvs", prepare: func(p *people, who *person) string { p.Helper(); keep(p, who); return `{"pageSize": 1}` },
			bad: []bad{{"pageSize", `-1`, "gte"}, {"pageSize", `101`, "lte"}, {"pageToken", `"rubbish"`, "page_token"}, {"pageToken", long(1001), "max_len"}},
			answer: `{"cvs": [{"id": "<text>", "fileName": "anna.txt", "fileSize": 22, "mimeType": "text/plain", "storageUrl": "<text>", "version": 1,
				"uploadedAt": "<time>", "analysisStatus": "completed", "failure": null}], "nextPageToken": ""}`,
		},
		{name: "GetCv", prepare: ofCV(""), bad: noID, refused: []refused{noCV}, answer: `{"cv": ` + readJSON + `}`},
		{
			name: "ListVersions", prepare: ofCV(""), bad: noID, refused: []refused{noCV},
			answer: `{"versions": [` + strings.Replace(version, `n": 2`, `n": 1`, 1) + `]}`,
		},
		{
			name: "RestoreVersion",
			prepare: func(p *people, who *person) string {
				p.Helper()
				id := keep(p, who)
				for range 2 {
					_, err := p.cvs.Upload(p.Context(), account.UserID(who.id), cv.Upload{Content: []byte(shortCV), Name: "anna.txt", CV: id})
					p.ok(err)
				}
				return `{"cvId": "` + id + `", "version": 1}`
			},
			bad:     append([]bad{{"version", `0`, "gte"}, {"version", `9`, "kept"}}, noID...),
			refused: []refused{noCV, {"version", `3`, "failed_precondition", "cv_version_current"}},
			answer:  `{"version": ` + strings.NewReplacer(`n": 2`, `n": 4`, `From": 0`, `From": 1`).Replace(version) + `}`,
		},
		{
			name: "CorrectCv", prepare: ofCV(`, "path": "personalInfo.name", "value": " Anna Maria Berg\u0007 "`),
			bad: append([]bad{
				{"path", `""`, "min_len"},
				{"path", `"personalInfo.age"`, "path"},
				{"path", `"skills[2]"`, "path"},
				{"path", long(101), "max_len"},
				{"value", long(5001), "max_len"},
			}, noID...),
			refused: []refused{noCV},
			answer:  `{"cv": ` + strings.NewReplacer("NAME", "Anna Maria Berg", "FROM", `"correction", "spans": []`).Replace(cvJSON) + `}`,
		},
		{name: "DeleteCv", prepare: ofCV(""), bad: noID, refused: []refused{noCV}, answer: `{}`},
		{name: "WatchAnalysis"},
		{
			name: "SaveCv", prepare: say(`{"file": "` + file + `", "fileName": "anna.txt", "corrections": [{"path": "summary", "value": "Builds things."}]}`),
			bad:     append([]bad{{"corrections[0].path", `[{"path": "", "value": ""}]`, "min_len"}, {"corrections[0].path", `[{"path": "foo.bar", "value": "x"}]`, "path"}}, files...),
			refused: []refused{noText},
			answer:  `{"cvId": "<text>", "fileName": "anna.txt", "status": "processing", "message": "<text>", "scanned": false}`,
		},
		{
			name: "ImportCv", prepare: say(`{"resume": {"basics": {"name": "Anna Berg", "email": "anna@example.org"}}}`),
			bad:    []bad{{"resume", `{}`, "required"}},
			answer: `{"cvId": "<text>", "fileName": "resume.docx", "status": "processing", "message": "<text>"}`,
		},
		{
			name: "AnalyzeCv", prepare: ofCV(`, "jobDescription": "Requirements: COBOL", "keep": true`),
			bad: append([]bad{{"jobDescription", long(20001), "max_len"}}, noID...), refused: []refused{noCV},
			answer: `{"analysis": ` + strings.NewReplacer(`"jobMatch": null`, `"jobMatch": "<some>"`, `"missingKeywords": []`, `"missingKeywords": ["COBOL"]`).Replace(analysisJSON) + `}`,
		},
		{
			name: "ScoreText", prepare: ofCV(`, "text": "Anna Berg\nEngineer\nanna@example.org"`),
			bad: append([]bad{{"text", `""`, "min_len"}, {"text", long(50001), "max_len"}}, noID...), refused: []refused{noCV},
			answer: `{"analysis": ` + strings.NewReplacer(`"id": "<text>"`, `"id": ""`).Replace(analysisJSON) + `, "change": "<any number>"}`,
		},
		{
			name: "CommentCv", prepare: ofCV(""), bad: noID, refused: []refused{noCV},
			answer: `{"comments": {"model": "clever-1", "comments": [{"text": "Say more.", "span": {"line": 1, "start": 0, "end": 8}, "quote": "Engineer"}], "at": "<time>"}}`,
		},
		{
			name: "LinkCvFile", prepare: ofCV(""), bad: noID, refused: []refused{noCV},
			answer: `{"url": "<text>", "expiresAt": "<time>"}`,
		},
		{
			name: "ExportCv", prepare: ofCV(`, "format": "json"`),
			bad:     append([]bad{{"format", `"odt"`, "in"}, {"template", `"comic"`, "template"}}, noID...),
			refused: []refused{noCV},
			answer:  `{"file": "<text>", "fileName": "Anna Berg - CV.json", "mimeType": "application/json", "warnings": []}`,
		},
		{name: "ListAtsRules", prepare: say(`{}`), answer: `{"version": "` + ats.Version + `", "rules": "<some>", "label": "<text>"}`},
		{name: "ListTemplates", prepare: say(`{}`), answer: `{"templates": "<some>"}`},
	}
}

// between cuts a piece out of JSON, without what ends it and the comma before.
func between(text, from, to string) string {
	_, rest, _ := strings.Cut(text, from)
	rest, _, _ = strings.Cut(rest, to)
	return from + strings.TrimRight(rest, " \n\t,")
}

func TestCVCalls(t *testing.T) { servePeople(t).play(interviewaiv1connect.CvServiceName, cvActs()) }

func TestWatchAnalysis(t *testing.T) {
	p := servePeople(t)
	who, other := p.someone(), p.someone()
	id := keep(p, who)
	client := interviewaiv1connect.NewCvServiceClient(p.client, inproc.BaseURL)
	watch := func(token string) (stages []string, err error) {
		stream, err := client.WatchAnalysis(t.Context(), as(token, &v1.WatchAnalysisRequest{CvId: id}))
		if err != nil {
			return nil, err //nolint:wrapcheck // looked at below
		}
		for stream.Receive() {
			m := stream.Msg()
			stages = append(stages, m.GetStage()+" "+strconv.Itoa(int(m.GetProgress())))
		}
		return stages, stream.Err() //nolint:wrapcheck // looked at below
	}
	if stages, err := watch(who.access); err != nil || strings.Join(stages, ",") != "completed 100" {
		t.Errorf("watched: %v, %v", stages, err)
	}
	if _, err := watch(other.access); connect.CodeOf(err) != connect.CodeNotFound {
		t.Errorf("somebody else's: %v", err)
	}
	if _, err := watch(""); connect.CodeOf(err) != connect.CodeUnauthenticated {
		t.Errorf("signed out: %v", err)
	}
}

// TestNotScored: a CV in a language that is not read is kept and shown, says why
// it has no score, and has no changes proposed to it.
func TestNotScored(t *testing.T) {
	p := servePeople(t)
	who := p.someone()
	c, err := p.cvs.Upload(t.Context(), account.UserID(who.id), cv.Upload{Content: []byte("Giulia Rossi\nInfermiera\nTriage\n"), Name: "giulia.txt", JobDescription: "Requirements: COBOL"})
	p.ok(err)
	shown := p.send(http.MethodGet, "/api/v1/cv/"+c.ID, "", "Authorization", bearer(who.access))
	view, _ := shown.object()["cv"].(map[string]any)
	analysis, _ := view["analysis"].(map[string]any)
	why, _ := analysis["notScored"].(string)
	if view["analysisStatus"] != "completed" || !strings.Contains(why, "do not read CVs in Italian yet") {
		t.Errorf("shown: %v", shown)
	}
	for _, name := range []string{"atsScore", "overallRating", "sectionScores", "jobMatch"} {
		if analysis[name] != nil {
			t.Errorf("%s is %v", name, analysis[name])
		}
	}
	if found, _ := analysis["findings"].([]any); len(found) > 0 {
		t.Errorf("found %v", found)
	}
	got := p.send(http.MethodPost, "/api/v1/cv/"+c.ID+"/optimize", `{}`, "Authorization", bearer(who.access))
	if got.status != http.StatusConflict || got.text("reason") != "cv_language_not_read" || got.text("message") != why {
		t.Errorf("optimised: %v", got)
	}
}

// bananas is a job description in which nothing is understood.
const bananas = "banana banana"

// TestJobNotUnderstood: without a requirement there is no match, and it is said.
func TestJobNotUnderstood(t *testing.T) {
	p := servePeople(t)
	who := p.someone()
	id := keep(p, who)
	got := p.send(http.MethodPost, "/api/v1/cv/"+id+"/analyze", `{"jobDescription": "`+bananas+`"}`, "Authorization", bearer(who.access))
	if analysis, _ := got.object()["analysis"].(map[string]any); analysis["jobUnclear"] != job.Unclear || analysis["jobMatch"] != nil {
		t.Errorf("analysed: %v", got)
	}
	got = p.send(http.MethodPost, "/api/v1/cv/"+id+"/optimize", `{"jobDescription": "`+bananas+`"}`, "Authorization", bearer(who.access))
	version, _ := got.object()["optimizedCv"].(map[string]any)
	if scores, _ := version["scores"].(map[string]any); scores["jobUnclear"] != job.Unclear || scores["jobMatch"] != nil {
		t.Errorf("optimised: %v", got)
	}
}

func TestSomebodyElsesCV(t *testing.T) {
	p := servePeople(t)
	who, other := p.someone(), p.someone()
	id := keep(p, who)
	for _, c := range []struct{ method, path, body string }{
		{http.MethodGet, "", ""},
		{http.MethodGet, "/versions", ""},
		{http.MethodPost, "/restore", `{"version": 1}`},
		{http.MethodPost, "/corrections", `{"path": "summary", "value": "Mine."}`},
		{http.MethodDelete, "", ""},
	} {
		if got := p.send(c.method, "/api/v1/cv/"+id+c.path, c.body, "Authorization", bearer(other.access)); got.status != http.StatusNotFound {
			t.Errorf("%s %s: %v", c.method, c.path, got)
		}
	}
}

func TestOneUploadTooMany(t *testing.T) {
	p := servePeople(t)
	who := p.someone()
	id := keep(p, who)
	send := func() reply {
		file := base64.StdEncoding.EncodeToString([]byte(shortCV))
		return p.send(http.MethodPost, "/api/v1/cv/upload", `{"file": "`+file+`", "cvId": "`+id+`"}`, "Authorization", bearer(who.access))
	}
	for n := range cv.UploadsADay - 1 {
		if got := send(); got.status != http.StatusCreated {
			t.Fatalf("upload %d: %v", n, got)
		}
	}
	if got := send(); got.status != http.StatusTooManyRequests || got.text("reason") != "cv_upload_limit" || got.header.Get("Retry-After") == "" {
		t.Errorf("one too many: %v", got)
	}
	p.pass(24 * time.Hour)
	p.signIn(who)
	if got := send(); got.status != http.StatusCreated {
		t.Errorf("the next day: %v", got)
	}
}
