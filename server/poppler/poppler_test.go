package poppler

import (
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"github.com/interviewai-pro/interviewai/server/cv/refusal"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestReadGivesTextsAndTheirPlaces(t *testing.T) {
	pages, err := installed(t).Read(t.Context(), file(drawn("Anna Ivanova", "Senior \\(Go\\) & more"), drawn("Page two")))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := text(pages), "Anna Ivanova\nSenior (Go) & more\nPage two"; got != want {
		t.Errorf("read %q, want %q", got, want)
	}
	f := pages[0].Fragments[0]
	if math.Abs(f.X-72) > 0.1 || math.Abs(f.Y+f.Height*0.8-92) > 2 || math.Abs(f.Size-11) > 0.5 || math.Abs(f.Width-68) > 4 {
		t.Errorf("it stands at %.1f, %.1f, is %.1f wide and %.1f large", f.X, f.Y, f.Width, f.Size)
	}
	if p := pages[1]; p.Number != 2 || math.Abs(p.Width-595) > 1 || math.Abs(p.Height-842) > 1 || p.Recognised {
		t.Errorf("page two is %+v", p)
	}
}

func TestInvisibleTextIsReadOnlyWhereThereIsNoOther(t *testing.T) {
	hidden := "3 Tr\n" + drawn("Off a picture")
	r := installed(t)
	pages, err := r.Read(t.Context(), single(stream("", "q 595 0 0 842 0 0 cm /X Do Q\n"+hidden), "/Font << /F1 5 0 R >> /XObject << /X 6 0 R >>", font,
		stream("/Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8", "\xc0\xc0\xc0\xc0")))
	if err != nil || text(pages) != "Off a picture" || !pages[0].Recognised {
		t.Errorf("a scan with recognised text gave %q, %v", text(pages), err)
	}
	pages, err = r.Read(t.Context(), file(drawn("Seen")+hidden))
	if err != nil || text(pages) != "Seen" || pages[0].Recognised {
		t.Errorf("a page with hidden text gave %q, %v", text(pages), err)
	}
	pages, err = r.Read(t.Context(), file(drawn("Seen"), hidden))
	if err != nil || text(pages) != "Seen" || pages[1].Recognised {
		t.Errorf("a page of hidden text with no picture gave %q, %v", text(pages), err)
	}
}

func TestNothingIsLeftBehind(t *testing.T) {
	dir := t.TempDir()
	r := New(Options{TempDir: dir})
	if err := r.Available(); err != nil {
		t.Fatal(err)
	}
	for _, f := range [][]byte{file(drawn("a")), []byte("%PDF-1.4 rubbish")} {
		_, _ = r.Read(t.Context(), f)
	}
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("%d files are left", len(left))
	}
}

// program is a stand-in for pdftohtml that does what a broken file might make it
// do.
func program(t *testing.T, script string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "program")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+script), 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestChildIsConfined(t *testing.T) {
	t.Setenv("SECRET", "canary")
	for _, tc := range []struct {
		story, script string
		want          error
	}{
		{"never ends", "while :; do :; done", refusal.TooComplex},
		{"never ends, and has children", "(while :; do :; done) & while :; do :; done", refusal.TooComplex},
		{"prints without end", "while :; do echo '<text>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'; done", refusal.TooComplex},
		{"complains without end", "i=0; while [ $i -lt 20000 ]; do echo 'Syntax Error: nothing is right' >&2; i=$((i+1)); done; exit 1", refusal.Damaged},
		{"runs out of memory", "x=aaaaaaaaaaaaaaaa; while :; do x=$x$x; done", refusal.TooComplex},
		{"writes a file", "read l; echo mine > file && echo '<page><text>written</text>'; exit 1", refusal.TooComplex},
		{"sees our environment", `read l; [ -z "$SECRET" ] && exit 1; echo "<page><text>$SECRET</text>"`, refusal.Damaged},
		{"says nothing", "exit 0", refusal.Damaged},
		{"crashes", "kill -SEGV $$", refusal.TooComplex},
		{"asks for a password", "echo 'Command Line Error: Incorrect password' >&2; exit 1", refusal.Encrypted},
	} {
		t.Run(tc.story, func(t *testing.T) {
			patience := time.Minute // what ends by itself has all the time it needs
			if strings.HasPrefix(tc.story, "never ends") {
				patience = 500 * time.Millisecond
			}
			r := New(Options{Program: program(t, tc.script), TempDir: t.TempDir(), Timeout: patience})
			if _, err := r.Read(t.Context(), []byte("%PDF-1.4\n")); !errors.Is(err, tc.want) {
				t.Errorf("error %v, want %v", err, tc.want)
			}
		})
	}
}

func TestNotInstalled(t *testing.T) {
	r := New(Options{Program: "there-is-no-such-program"})
	if _, err := r.Read(t.Context(), nil); !errors.Is(err, refusal.Unavailable) {
		t.Errorf("error %v", err)
	}
	if r.Available() == nil {
		t.Error("it says that it is available")
	}
}

func TestWaitingIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := New(Options{Program: "sh", Parallel: 1, Waiting: 1})
		_, leave, err := r.enter(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		waited := make(chan error, 1)
		go func() {
			_, _, err := r.enter(ctx)
			waited <- err
		}()
		synctest.Wait()
		if _, _, err := r.enter(t.Context()); !errors.Is(err, refusal.Busy) {
			t.Errorf("a third caller got %v", err)
		}
		cancel()
		if err := <-waited; !errors.Is(err, context.Canceled) {
			t.Errorf("the waiting caller got %v", err)
		}
		leave()
		if r.room.Running() != 0 {
			t.Error("room was not given back")
		}
	})
}

func TestReadEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	dir := t.TempDir()
	r := New(Options{Program: program(t, "while :; do :; done"), TempDir: dir})
	done := make(chan error)
	go func() {
		_, err := r.Read(ctx, nil)
		done <- err
	}()
	for r.room.Running() == 0 {
		select {
		case err := <-done:
			t.Fatal(err)
		default:
			runtime.Gosched()
		}
	}
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}
