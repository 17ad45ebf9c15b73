package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestAHundredUploadsAtOnce holds this process, and the programs it runs, to 1 GB
// while a hundred CVs of the corpus are uploaded at the same moment.
func TestAHundredUploadsAtOnce(t *testing.T) {
	if raceDetector {
		t.Skip("the race detector's own memory is counted too")
	}
	found, err := filepath.Glob("cv/corpus/testdata/*.[pd][do][fc]*")
	if err != nil || len(found) < 100 {
		t.Fatal(len(found), err)
	}
	files := make([][]byte, 100)
	for i := range files {
		if files[i], err = os.ReadFile(found[i]); err != nil {
			t.Fatal(err)
		}
	}
	r := serveHere(t, t.TempDir(), "RATE_LIMITS=off", "CAPTCHA_MODE=off")
	people := make([]*person, 5) // of twenty a day each
	for i := range people {
		people[i] = r.newcomer(t, "Guest"+string(rune('a'+i)))
	}
	before := resident(t)
	stop := make(chan struct{})
	var watching, sending sync.WaitGroup
	most, mostChildren := 0, 0
	watching.Go(func() {
		look := time.NewTicker(10 * time.Millisecond)
		defer look.Stop()
		for {
			sum := 0
			for _, mib := range children(t) {
				sum += mib
			}
			most, mostChildren = max(most, memory(t, "VmRSS")), max(mostChildren, sum)
			select {
			case <-look.C:
			case <-stop:
				return
			}
		}
	})
	begun := time.Now()
	got := make([]reply, len(files))
	for i := range files {
		sending.Go(func() {
			got[i] = r.sendCV(t, people[i%len(people)], "/api/v1/cv/upload", filepath.Base(found[i]), files[i])
		})
	}
	sending.Wait()
	for i := range got {
		p := people[i%len(people)]
		id := got[i].want(t, found[i], http.StatusCreated).text("cvId")
		if stages := r.watched(t, p, id); stages[len(stages)-1] != "completed" {
			t.Errorf("%s: %s", found[i], strings.Join(stages, ", "))
		}
	}
	close(stop)
	watching.Wait()
	t.Logf("100 uploads in %s: %d MiB before, %d MiB at the most, and %d MiB of programs", time.Since(begun).Round(time.Millisecond), before, most, mostChildren)
	if most >= 1000 || mostChildren >= 1000 {
		t.Errorf("%d MiB, and %d MiB of programs", most, mostChildren)
	}
}
