package main

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const annasCV = "Anna Berg\nBackend engineer\nanna.berg@example.org\n\nExperience\nSenior Engineer, Acme Bank\nMarch 2019 - present\n• Moved payments to Kafka\n\nSkills\nGo, PostgreSQL\n"

// sendCV uploads a file as a form, as the specification's example does.
func (r *running) sendCV(t *testing.T, p *person, path, name string, content []byte, fields ...string) reply {
	t.Helper()
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	for i := 0; i+1 < len(fields); i += 2 {
		if err := w.WriteField(fields[i], fields[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	part, err := w.CreateFormFile("file", name)
	if err == nil {
		_, err = part.Write(content)
	}
	if err != nil || w.Close() != nil {
		t.Fatal("form", err)
	}
	header := bearing(p.access)
	header.Set("Content-Type", w.FormDataContentType())
	return r.call(t, http.MethodPost, path, header, form.String())
}

// newCV uploads a CV and waits until it is read.
func (r *running) newCV(t *testing.T, p *person) string {
	t.Helper()
	id := r.sendCV(t, p, "/api/v1/cv/upload", "resume.txt", []byte(annasCV)).want(t, "upload", http.StatusCreated).text("cvId")
	r.watched(t, p, id)
	return id
}

// watched follows the reading of a CV to its end.
func (r *running) watched(t *testing.T, p *person, id string) []string {
	t.Helper()
	request := `{"cvId":"` + id + `"}`
	head := make([]byte, envelopeHead)
	binary.BigEndian.PutUint32(head[1:], uint32(len(request))) //nolint:gosec // our own short texts
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, r.url+"/interviewai.v1.CvService/WatchAnalysis", bytes.NewReader(append(head, request...)))
	if err != nil {
		t.Fatal(err)
	}
	req.Header = bearing(p.access)
	req.Header.Set("Content-Type", "application/connect+json")
	res, err := r.client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close() //nolint:errcheck // only read
	var stages []string
	for {
		if _, err := io.ReadFull(res.Body, head); err != nil {
			t.Fatal(err)
		}
		text := make([]byte, binary.BigEndian.Uint32(head[1:]))
		if _, err := io.ReadFull(res.Body, text); err != nil {
			t.Fatal(err)
		}
		if head[0]&endOfStream != 0 {
			if bytes.Contains(text, []byte("error")) {
				t.Fatalf("watch: %s", text)
			}
			return stages
		}
		var told struct{ Stage string }
		if err := json.Unmarshal(text, &told); err != nil {
			t.Fatal(err)
		}
		stages = append(stages, told.Stage)
	}
}

// cvOf is a CV as GetCv shows it.
func (r *running) cvOf(t *testing.T, p *person, id string) map[string]any {
	t.Helper()
	shown, _ := r.rest(t, http.MethodGet, "/api/v1/cv/"+id, p.access, nil).want(t, "get", http.StatusOK).object()["cv"].(map[string]any)
	return shown
}

// blobFiles are the files of CVs in the embedded store.
func (r *running) blobFiles(t *testing.T) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(r.dir, blobsFolder, "*", "cvs", "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	var files []string
	for _, one := range found {
		if !strings.HasSuffix(one, ".attrs") {
			files = append(files, one)
		}
	}
	return files
}

// TestACVGoesItsWholeWay is a CV from its upload to its last trace.
func TestACVGoesItsWholeWay(t *testing.T) {
	dir := t.TempDir()
	r := serveHere(t, dir, "RATE_LIMITS=off", "CAPTCHA_MODE=off")
	p := r.newcomer(t, "Anna")

	preview := r.sendCV(t, p, "/api/v1/cv/preview", "resume.txt", []byte(annasCV)).want(t, "preview", http.StatusOK)
	if !strings.Contains(preview.text("parsedText"), "Moved payments to Kafka") || len(r.blobFiles(t)) != 0 {
		t.Errorf("preview: %v, kept %v", preview, r.blobFiles(t))
	}
	got := r.sendCV(t, p, "/api/v1/cv/upload", "../etc/re\tsume.txt", []byte(annasCV), "jobDescription", "A Go job").want(t, "upload", http.StatusCreated)
	id := got.text("cvId")
	if got.text("fileName") != "resume.txt" || got.text("status") != "processing" || got.text("message") != "CV uploaded successfully. Analysis in progress." || got.object()["scanned"] != false {
		t.Errorf("uploaded: %v", got)
	}
	if stages := r.watched(t, p, id); stages[len(stages)-1] != "completed" {
		t.Errorf("stages %v", stages)
	}
	if again := r.watched(t, p, id); len(again) != 1 || again[0] != "completed" { // a reloaded page
		t.Errorf("stages %v", again)
	}
	shown := r.cvOf(t, p, id)
	if shown["analysisStatus"] != "completed" || shown["mimeType"] != "text/plain" || shown["fileSize"] != float64(len(annasCV)) || shown["jobDescription"] != "A Go job" {
		t.Errorf("shown: %v", shown)
	}
	data, _ := shown["parsedData"].(map[string]any)
	for _, name := range []string{"personalInfo", "summary", "experience", "education", "skills", "languages", "certifications"} {
		if _, there := data[name]; !there {
			t.Errorf("parsedData lacks %s: %v", name, data)
		}
	}
	info, _ := data["personalInfo"].(map[string]any)
	if jobs, _ := data["experience"].([]any); info["name"] != "Anna Berg" || info["email"] != "anna.berg@example.org" || len(jobs) != 1 {
		t.Errorf("read: %v", data)
	}
	if score, _ := at(shown, "analysis", "atsScore").(float64); score <= 0 || at(shown, "analysis", "jobMatch", "score") != 80.0 {
		t.Errorf("analysis: %v", shown["analysis"])
	}
	r.holdsFiles(t, p, id, shown)
	r.keepsVersions(t, p, id)
	r.keepsCorrections(t, p, id)

	r.exportsCVs(t, p)

	stranger := r.newcomer(t, "Boris")
	for _, path := range []string{"/api/v1/cv/" + id, "/api/v1/cv/" + id + "/file", "/api/v1/cv/" + id + "/versions"} {
		r.rest(t, http.MethodGet, path, stranger.access, nil).want(t, path, http.StatusNotFound)
	}
	r.rest(t, http.MethodDelete, "/api/v1/cv/"+id, p.access, nil).want(t, "delete", http.StatusOK)
	r.rest(t, http.MethodGet, "/api/v1/cv/"+id, p.access, nil).want(t, "deleted", http.StatusNotFound)
	if left := r.blobFiles(t); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
	beside := r.beside(t)
	if _, err := wireCV(t.Context(), beside); err != nil { // opens the collections
		t.Fatal(err)
	}
	for doc, err := range beside.stores.db.ForOwner(t.Context(), p.id) {
		if err != nil {
			t.Fatal(err)
		}
		text, err := doc.JSON()
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(doc.Collection, "cv") || bytes.Contains(text, []byte("Kafka")) {
			t.Errorf("left in %s: %s", doc.Collection, text)
		}
	}
	acts := r.rest(t, http.MethodGet, "/api/v1/users/audit-events", p.access, nil).want(t, "trail", http.StatusOK)
	for _, act := range []string{"cv_uploaded", "cv_downloaded", "cv_deleted"} {
		if !bytes.Contains(acts.body, []byte(act)) {
			t.Errorf("%s is not in the trail", act)
		}
	}
}

// holdsFiles fetches the file, and looks for it where it must not be readable.
func (r *running) holdsFiles(t *testing.T, p *person, id string, shown map[string]any) {
	t.Helper()
	url, _ := shown["storageUrl"].(string)
	if !strings.HasSuffix(url, "/api/v1/cv/"+id+"/file") {
		t.Errorf("storageUrl %q", url)
	}
	file := r.rest(t, http.MethodGet, "/api/v1/cv/"+id+"/file", p.access, nil).want(t, "file", http.StatusOK)
	if string(file.body) != annasCV || file.header.Get("Content-Disposition") != "attachment; filename=resume.txt" ||
		!strings.Contains(file.header.Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("file: %v %v", file, file.header)
	}
	// By a signed link, whoever has it gets it without signing in.
	made := r.rest(t, http.MethodPost, "/api/v1/cv/"+id+"/file-link", p.access, map[string]any{}).want(t, "link", http.StatusOK).text("url")
	_, path, _ := strings.Cut(made, "/api/")
	linked := r.rest(t, http.MethodGet, "/api/"+path, "", nil).want(t, "linked file", http.StatusOK)
	if string(linked.body) != annasCV || linked.header.Get("Content-Disposition") != "attachment; filename=resume.txt" ||
		linked.header.Get("Referrer-Policy") != "no-referrer" {
		t.Errorf("linked file: %v %v", linked, linked.header)
	}
	r.rest(t, http.MethodGet, "/api/"+path[:len(path)-1], "", nil).want(t, "a link cut short", http.StatusNotFound)
	if os.Getenv("MONGODB_URI") == "" {
		for _, one := range r.blobFiles(t) {
			if sealed, err := os.ReadFile(one); err != nil || bytes.Contains(sealed, []byte("Kafka")) {
				t.Errorf("%s is readable: %v", one, err)
			}
		}
	}
}

// keepsVersions uploads five more and restores one.
func (r *running) keepsVersions(t *testing.T, p *person, id string) {
	t.Helper()
	files, err := filepath.Glob("cv/corpus/testdata/en-*.pdf")
	if err != nil || len(files) == 0 {
		t.Fatal("no PDF", err)
	}
	pdf, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		r.sendCV(t, p, "/api/v1/cv/upload", "resume.pdf", pdf, "cvId", id).want(t, "new version", http.StatusCreated)
	}
	if stages := r.watched(t, p, id); stages[len(stages)-1] != "completed" {
		t.Errorf("stages of a PDF %v", stages)
	}
	if shown := r.cvOf(t, p, id); shown["mimeType"] != "application/pdf" || shown["version"] != 6.0 || shown["parsedText"] == "" {
		t.Errorf("shown: %v", shown)
	}
	if kept := r.blobFiles(t); len(kept) != 5 {
		t.Errorf("%d files are kept", len(kept))
	}
	restore := func(version, status int) {
		t.Helper()
		r.rest(t, http.MethodPost, "/api/v1/cv/"+id+"/restore", p.access, map[string]any{"version": version}).want(t, "restore", status)
	}
	restore(1, http.StatusBadRequest) // the sixth before
	restore(6, http.StatusConflict)   // the present one
	restore(3, http.StatusOK)
	r.watched(t, p, id)
	var list struct {
		Versions []struct{ Version, RestoredFrom int }
	}
	if err := json.Unmarshal(r.rest(t, http.MethodGet, "/api/v1/cv/"+id+"/versions", p.access, nil).want(t, "versions", http.StatusOK).body, &list); err != nil {
		t.Fatal(err)
	}
	if len(list.Versions) != 5 || list.Versions[0].Version != 7 || list.Versions[0].RestoredFrom != 3 {
		t.Errorf("versions %+v", list)
	}
}

// keepsCorrections corrects a value and looks whether it outlives another reading.
func (r *running) keepsCorrections(t *testing.T, p *person, id string) {
	t.Helper()
	correct := func(path, value string, status int) {
		t.Helper()
		r.rest(t, http.MethodPost, "/api/v1/cv/"+id+"/corrections", p.access, map[string]any{"path": path, "value": value}).want(t, path, status)
	}
	correct("personalInfo.name", "Anna Maria Berg", http.StatusOK)
	correct("personalInfo.age", "40", http.StatusBadRequest)
	name := func() any {
		data, _ := r.cvOf(t, p, id)["parsedData"].(map[string]any)
		info, _ := data["personalInfo"].(map[string]any)
		return info["name"]
	}
	if name() != "Anna Maria Berg" {
		t.Errorf("corrected: %v", name())
	}
	for _, version := range []int{6, 7} { // the corrected one last
		r.rest(t, http.MethodPost, "/api/v1/cv/"+id+"/restore", p.access, map[string]any{"version": version}).want(t, "restore", http.StatusOK)
		r.watched(t, p, id)
		if (name() == "Anna Maria Berg") != (version == 7) {
			t.Errorf("read again from version %d: %v", version, name())
		}
	}
}

// exportsCVs holds that a data export has the files as they were uploaded, and no
// keys.
func (r *running) exportsCVs(t *testing.T, p *person) {
	t.Helper()
	r.rest(t, http.MethodPost, "/api/v1/users/exports", p.access, map[string]any{}).want(t, "export", http.StatusCreated)
	r.mailed(t, "export_ready", p.email, 1)
	body := r.rest(t, http.MethodGet, "/api/v1/users/exports/"+r.exportsOf(t, p)[0].ID+"/download", p.access, nil).want(t, "download", http.StatusOK).body
	archive, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	files := 0
	for _, f := range archive.File {
		file, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(file)
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case strings.HasPrefix(f.Name, "files/cvs/"):
			if files++; !bytes.HasPrefix(content, []byte("%PDF-")) {
				t.Errorf("%s is not as it was uploaded", f.Name)
			}
		case f.Name == "cvs.jsonl" && (bytes.Contains(content, []byte(`"keys"`)) || !bytes.Contains(content, []byte("Anna Maria Berg"))):
			t.Errorf("%s: %s", f.Name, content)
		}
	}
	if files != 5 {
		t.Errorf("%d files in the export", files)
	}
}

// TestReadingGoesOnAfterARestart stops the service as soon as a CV is accepted.
func TestReadingGoesOnAfterARestart(t *testing.T) {
	dir := t.TempDir()
	environ := append(externalStores(t), "RATE_LIMITS=off", "CAPTCHA_MODE=off") // the same stores for both
	first := serveHere(t, dir, environ...)
	p := first.newcomer(t, "Anna")
	id := first.sendCV(t, p, "/api/v1/cv/upload", "resume.txt", []byte(annasCV)).want(t, "upload", http.StatusCreated).text("cvId")
	first.end(t)
	second := serveHere(t, dir, environ...)
	second.signIn(t, p)
	if stages := second.watched(t, p, id); stages[len(stages)-1] != "completed" {
		t.Errorf("stages %v", stages)
	}
}

// TestWhatIsNoCVIsRefused holds that each refusal says why, and leaves nothing.
func TestWhatIsNoCVIsRefused(t *testing.T) {
	r := serveHere(t, t.TempDir(), "RATE_LIMITS=off", "CAPTCHA_MODE=off")
	p := r.newcomer(t, "Anna")
	for name, c := range map[string]struct {
		content []byte
		status  int
		reason  string
	}{
		"a picture":       {[]byte("\x89PNG\r\n\x1a\n0000"), http.StatusBadRequest, "cv_wrong_type"},
		"an old document": {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old"), http.StatusBadRequest, "cv_wrong_type"},
		"an empty file":   {[]byte(" \n"), http.StatusBadRequest, "cv_no_text"},
		"too large":       {bytes.Repeat([]byte("x"), 5<<20+1), http.StatusRequestEntityTooLarge, "cv_too_large"},
	} {
		got := r.sendCV(t, p, "/api/v1/cv/upload", "resume.pdf", c.content)
		if got.status != c.status || got.text("reason") != c.reason || got.text("message") == "" {
			t.Errorf("%s: %v", name, got)
		}
	}
	// What cannot be told without reading is told by the analysis.
	id := r.sendCV(t, p, "/api/v1/cv/upload", "resume.pdf", []byte("%PDF-1.7\nnothing of the kind")).want(t, "damaged", http.StatusCreated).text("cvId")
	if stages := r.watched(t, p, id); stages[len(stages)-1] != "failed" {
		t.Errorf("stages %v", stages)
	}
	failure, _ := r.cvOf(t, p, id)["failure"].(map[string]any)
	if failure["reason"] != "cv_damaged" || failure["message"] == "" {
		t.Errorf("failure %v", failure)
	}
	waitFor(t, "the file of what is no CV to go", func() bool { return len(r.blobFiles(t)) == 0 })
	for n := range 19 {
		r.sendCV(t, p, "/api/v1/cv/upload", "resume.txt", []byte(annasCV+strconv.Itoa(n)))
	}
	if got := r.sendCV(t, p, "/api/v1/cv/upload", "resume.txt", []byte(annasCV)); got.status != http.StatusTooManyRequests || got.text("reason") != "cv_limit" {
		t.Errorf("one CV too many: %v", got)
	}
	if got := r.sendCV(t, p, "/api/v1/cv/upload", "resume.txt", []byte(annasCV), "cvId", id); got.status != http.StatusTooManyRequests || got.text("reason") != "cv_upload_limit" {
		t.Errorf("one upload too many: %v", got)
	}
}
