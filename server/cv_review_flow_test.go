package main

import (
	"encoding/json"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
)

// The README's examples.
const (
	exampleCV  = "../clients/demo/example-cv.docx"
	exampleJob = "../clients/demo/example-job.txt"
)

func demoFile(t *testing.T, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// at is a value inside of an answer.
func at(value any, path ...string) any {
	for _, name := range path {
		object, _ := value.(map[string]any)
		value = object[name]
	}
	return value
}

// saveExample keeps the README's CV and waits until it is read.
func (r *running) saveExample(t *testing.T, p *person) string {
	t.Helper()
	got := r.sendCV(t, p, "/api/v1/cv/save", "anna.docx", demoFile(t, exampleCV), "jobDescription", string(demoFile(t, exampleJob)),
		"corrections", `[{"path": "personalInfo.title", "value": "Backend Engineer"}]`).want(t, "save", http.StatusCreated)
	r.watched(t, p, got.text("cvId"))
	return got.text("cvId")
}

// TestACVIsReviewed holds what is said of the README's CV.
func TestACVIsReviewed(t *testing.T) {
	r := serveHere(t, t.TempDir(), "RATE_LIMITS=off", "CAPTCHA_MODE=off")
	p := r.newcomer(t, "Anna")
	id := r.saveExample(t, p)
	shown := r.cvOf(t, p, id)
	if got := at(shown, "parsedData", "personalInfo", "title"); got != "Backend Engineer" {
		t.Errorf("the correction is lost: %v", got)
	}
	analysis, _ := shown["analysis"].(map[string]any)
	for _, name := range strings.Fields("id cvId atsScore overallRating strengths weaknesses missingKeywords suggestions sectionScores analyzedAt aiModel") {
		if _, there := analysis[name]; !there {
			t.Errorf("the analysis lacks %s (CV-002)", name)
		}
	}
	lost := 0.0
	findings, _ := analysis["findings"].([]any)
	rules := map[string]bool{}
	for _, one := range findings {
		points, _ := at(one, "points").(float64)
		lost += points
		rule, _ := at(one, "ruleId").(string)
		rules[rule] = true
	}
	score, _ := analysis["atsScore"].(float64)
	if score != 100-lost || !rules["experience.verbs"] || !rules["format.dates"] {
		t.Errorf("score %v, lost %v by %v", score, lost, rules)
	}
	if dictionaries, _ := analysis["dictionaries"].([]any); len(dictionaries) > 0 && !rules["format.spelling"] {
		t.Errorf("“maintaning” was not seen by %v", dictionaries)
	}
	page := r.call(t, http.MethodGet, "/ats-rules", nil, "").want(t, "rules", http.StatusOK)
	for rule := range rules {
		if !strings.Contains(string(page.body), `<dt id="`+rule+`">`) {
			t.Errorf("the rule %s is not published", rule)
		}
	}
	match := at(analysis, "jobMatch")
	if at(match, "mustHave", "score") != 100.0 || at(match, "niceToHave", "missing") != 2.0 {
		t.Errorf("match %v", match)
	}
	other := r.rest(t, http.MethodPost, "/api/v1/cv/"+id+"/analyze", p.access, map[string]any{"jobDescription": "Requirements: COBOL"}).want(t, "analyze", http.StatusOK).object()
	if missing, _ := at(other, "analysis", "missingKeywords").([]any); !slices.Equal(missing, []any{"COBOL"}) || at(other, "analysis", "atsScore") != score {
		t.Errorf("another job: %v", other)
	}
	text, _ := shown["parsedText"].(string)
	edited := strings.Replace(text, "maintaning", "maintaining", 1)
	scored := r.rest(t, http.MethodPost, "/api/v1/cv/"+id+"/score", p.access, map[string]any{"text": edited}).want(t, "score", http.StatusOK).object()
	if change, _ := scored["change"].(float64); change < 0 {
		t.Errorf("a mistake less: %v", scored["change"])
	}
	stranger := r.newcomer(t, "Boris")
	for _, path := range []string{"analyze", "score", "comments", "optimize", "file-link"} {
		body := map[string]any{}
		if path == "score" {
			body["text"] = "x"
		}
		r.rest(t, http.MethodPost, "/api/v1/cv/"+id+"/"+path, stranger.access, body).want(t, path, http.StatusNotFound)
	}
	misspelt := r.rest(t, http.MethodPost, "/api/v1/cv/"+id+"/optimize", p.access, map[string]any{"targetRol": "Cook"})
	if misspelt.status != http.StatusBadRequest || !strings.Contains(string(misspelt.body), `"field":"targetRol"`) {
		t.Errorf("a misspelt field: %v", misspelt)
	}
	r.rest(t, http.MethodGet, "/api/v1/cv/"+id+"/export", stranger.access, nil).want(t, "export", http.StatusNotFound)
	if got := r.rest(t, http.MethodPost, "/api/v1/cv/"+id+"/comments", p.access, map[string]any{}); got.status != http.StatusServiceUnavailable || got.text("reason") != "cv_no_model" {
		t.Errorf("comments without a model: %v", got)
	}
}

// TestScoresOutliveARestart: a hundred readers at once, and whoever asks after a
// restart, get the same analysis byte for byte.
func TestScoresOutliveARestart(t *testing.T) {
	dir, stores := t.TempDir(), append(externalStores(t), "RATE_LIMITS=off", "CAPTCHA_MODE=off")
	r := serveHere(t, dir, stores...)
	p := r.newcomer(t, "Anna")
	id := r.saveExample(t, p)
	analysis := func(r *running) string {
		var shown struct {
			Cv struct{ Analysis json.RawMessage }
		}
		got := r.rest(t, http.MethodGet, "/api/v1/cv/"+id, p.access, nil)
		if err := json.Unmarshal(got.body, &shown); err != nil || len(shown.Cv.Analysis) < 100 {
			t.Error(got, err)
		}
		return string(shown.Cv.Analysis)
	}
	want := analysis(r)
	var asking sync.WaitGroup
	for range 100 {
		asking.Go(func() {
			if got := analysis(r); got != want {
				t.Errorf("another analysis: %s\nbefore: %s", got, want)
			}
		})
	}
	asking.Wait()
	r.end(t)
	again := serveHere(t, dir, stores...)
	if got := strings.ReplaceAll(analysis(again), again.url, r.url); got != want {
		t.Errorf("after a restart: %s\nbefore: %s", got, want)
	}
}

// TestExportsAndImports fetches a CV in every format, and brings JSON Resume back.
func TestExportsAndImports(t *testing.T) {
	r := serveHere(t, t.TempDir(), "RATE_LIMITS=off", "CAPTCHA_MODE=off")
	p := r.newcomer(t, "Anna")
	id := r.saveExample(t, p)
	fetch := func(query string, status int) reply {
		return r.rest(t, http.MethodGet, "/api/v1/cv/"+id+"/export"+query, p.access, nil).want(t, query, status)
	}
	for query, begins := range map[string]string{"": "PK", "?format=pdf&template=modern": "%PDF", "?format=json": "{"} {
		file := fetch(query, http.StatusOK)
		if !strings.HasPrefix(string(file.body), begins) || !strings.Contains(file.header.Get("Content-Disposition"), "Anna Berg - CV.") {
			t.Errorf("%s: %.20q %v", query, file.body, file.header)
		}
	}
	fetch("?format=odt", http.StatusBadRequest)
	fetch("?template=comic", http.StatusBadRequest)
	header := bearing(p.access)
	header.Set("Content-Type", "application/json")
	imported := r.call(t, http.MethodPost, "/api/v1/cv/import", header, string(fetch("?format=json", http.StatusOK).body)).want(t, "import", http.StatusCreated)
	r.watched(t, p, imported.text("cvId"))
	if shown := r.cvOf(t, p, imported.text("cvId")); at(shown, "parsedData", "personalInfo", "email") != "anna.berg@example.org" {
		t.Errorf("imported: %v", shown)
	}
	if got := r.call(t, http.MethodPost, "/api/v1/cv/import", header, `{"work": [{"startDate": "soon"}]}`); got.status != http.StatusBadRequest || !strings.Contains(string(got.body), "work[0].startDate") {
		t.Errorf("a bad date: %v", got)
	}
}

// newTailored has changes proposed to a CV, and returns the tailored version and
// one of its changes.
func (r *running) newTailored(t *testing.T, p *person, cv string) (id, change string) {
	t.Helper()
	got := r.rest(t, http.MethodPost, "/api/v1/cv/"+cv+"/optimize", p.access, map[string]any{"optimizationLevel": "aggressive"}).want(t, "optimize", http.StatusOK).object()
	id, _ = at(got, "optimizedCv", "id").(string)
	changes, _ := at(got, "optimizedCv", "changes").([]any)
	if id == "" || len(changes) == 0 {
		t.Fatalf("nothing was proposed: %v", got)
	}
	change, _ = at(changes[0], "id").(string)
	return id, change
}
