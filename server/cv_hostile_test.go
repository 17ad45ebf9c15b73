package main

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/hostile"
)

// slowest is how long an answer to any file may take, with the machine busy.
const slowest = 40 * time.Second

// memory is a line of this process's status, such as VmRSS, in MiB.
func memory(t *testing.T, line string) int {
	t.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Skip("there is no /proc: ", err)
	}
	_, rest, _ := strings.Cut(string(status), line+":")
	kib, err := strconv.Atoi(strings.Fields(rest)[0])
	if err != nil {
		t.Fatal(err)
	}
	return kib >> 10
}

// resident is what this process holds when what it let go is given back, in MiB.
func resident(t *testing.T) int {
	t.Helper()
	debug.FreeOSMemory()
	return memory(t, "VmRSS")
}

// children are the memory in MiB of the programs that this process runs for CVs,
// by process.
func children(t *testing.T) map[string]int {
	t.Helper()
	found := map[string]int{}
	all, err := filepath.Glob("/proc/[0-9]*/status")
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range all {
		status, err := os.ReadFile(one)
		if err != nil || !bytes.Contains(status, fmt.Appendf(nil, "\nPPid:\t%d\n", os.Getpid())) {
			continue
		}
		name := strings.Fields(string(status))[1]
		if !slices.Contains([]string{"pdftohtml", "pdfimages", "pdftoppm", "tesseract"}, name) {
			continue
		}
		mib := 0
		if _, rest, ok := strings.Cut(string(status), "VmRSS:"); ok {
			kib, _ := strconv.Atoi(strings.Fields(rest)[0])
			mib = kib >> 10
		}
		found[filepath.Dir(one)+" "+name] = mib
	}
	return found
}

// TestHostileFiles sends more than two hundred files that are no CVs, or hardly
// any, through the whole service: each gets a clear answer in time, and nothing
// is left of them.
func TestHostileFiles(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes a quarter of a minute")
	}
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	pdf, err := os.ReadFile("cv/read/testdata/two_columns_dark_sidebar.pdf")
	if err != nil {
		t.Fatal(err)
	}
	docx, err := os.ReadFile("cv/read/testdata/one_column_two_pages.docx")
	if err != nil {
		t.Fatal(err)
	}
	files := hostile.Files(pdf, docx)
	r := serveHere(t, t.TempDir(), "RATE_LIMITS=off", "CAPTCHA_MODE=off")
	const warming, each = 30, 50 // a person may look at 60 a day
	var people []*person
	for i := range (len(files)+each-1)/each + 1 {
		people = append(people, r.newcomer(t, fmt.Sprintf("Guest%c", 'a'+i)))
	}
	for i := range warming {
		r.sendHostile(t, people[len(people)-1], files[i*len(files)/warming])
	}
	before := resident(t)
	var mu sync.Mutex
	answers := map[string]int{}
	t.Run("files", func(t *testing.T) {
		for i, p := range people[:len(people)-1] {
			t.Run(strconv.Itoa(i), func(t *testing.T) {
				t.Parallel()
				// Each has some of every kind, so that the slow ones are shared out.
				for n := i; n < len(files); n += len(people) - 1 {
					f := files[n]
					reason := r.sendHostile(t, p, f)
					mu.Lock()
					answers[reason]++
					mu.Unlock()
					if n/(len(people)-1)%4 == 0 {
						r.uploadHostile(t, p, f)
					}
				}
			})
		}
	})
	after := resident(t)
	t.Logf("%d files; %d MiB after %d of them, %d MiB after all, %d MiB at the most; answers %v", len(files), before, warming, after, memory(t, "VmHWM"), answers)
	if slack := 96; after > before+slack && !raceDetector {
		t.Errorf("memory grew from %d to %d MiB", before, after)
	}
	if left := children(t); len(left) != 0 {
		t.Errorf("programs that still run: %v", left)
	}
	if left, _ := filepath.Glob(filepath.Join(temp, "confined-*")); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
	if left := r.blobFiles(t); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
	r.nothingOfCVs(t, people)
}

// sendHostile looks at a file and returns the reason of its refusal, or "read".
func (r *running) sendHostile(t *testing.T, p *person, f hostile.File) string {
	t.Helper()
	begun := time.Now()
	got := r.sendCV(t, p, "/api/v1/cv/preview", f.Name, f.Content)
	if took := time.Since(begun); took > slowest {
		t.Errorf("%s: answered after %v", f.Story, took)
	}
	switch {
	case got.status == http.StatusOK && got.text("parsedText") != "":
		return "read"
	case refusedClearly(got):
		return got.text("reason")
	}
	t.Errorf("%s: %.600s", f.Story, got)
	return "unclear"
}

// refusedClearly tells a refusal of a file that says why and, where the file was
// looked into, what to do. What is no request that can be read, or has a name
// that is too long, is refused as in every call.
func refusedClearly(got reply) bool {
	if got.status != http.StatusBadRequest && got.status != http.StatusRequestEntityTooLarge {
		return false
	}
	return strings.HasPrefix(got.text("reason"), "cv_") && len(got.text("message")) > 40 || got.text("reason") == "invalid_argument" && got.text("message") != ""
}

// uploadHostile uploads a file, waits for what becomes of it, and deletes it.
func (r *running) uploadHostile(t *testing.T, p *person, f hostile.File) {
	t.Helper()
	got := r.sendCV(t, p, "/api/v1/cv/upload", f.Name, f.Content)
	if got.status != http.StatusCreated {
		if !refusedClearly(got) {
			t.Errorf("%s: %.600s", f.Story, got)
		}
		return
	}
	id := got.text("cvId")
	stages := r.watched(t, p, id)
	if shown := r.cvOf(t, p, id); stages[len(stages)-1] == string(cv.StageFailed) {
		failure, _ := shown["failure"].(map[string]any)
		if reason, _ := failure["reason"].(string); !strings.HasPrefix(reason, "cv_") || reason == "cv_reading_failed" || failure["message"] == "" {
			t.Errorf("%s: failure %v", f.Story, failure)
		}
	}
	r.rest(t, http.MethodDelete, "/api/v1/cv/"+id, p.access, nil).want(t, "delete", http.StatusOK)
}

// nothingOfCVs holds that no document of a CV is left to these people.
func (r *running) nothingOfCVs(t *testing.T, people []*person) {
	t.Helper()
	beside := r.beside(t)
	if _, err := wireCV(t.Context(), beside); err != nil { // opens the collections
		t.Fatal(err)
	}
	for _, p := range people {
		for doc, err := range beside.stores.db.ForOwner(t.Context(), p.id) {
			if err != nil {
				t.Fatal(err)
			}
			if strings.HasPrefix(doc.Collection, "cv") {
				t.Errorf("left in %s", doc.Collection)
			}
		}
	}
}
