package mail_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/account/letter"
	"github.com/interviewai-pro/interviewai/server/mail"
)

func TestOutbox(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "outbox")
	sender, note, err := mail.NewSender(mail.Services{Outbox: folder})
	if err != nil {
		t.Fatal(err)
	}
	if note != ".eml files in "+folder {
		t.Errorf("note = %q", note)
	}
	if err := post(t, sender).Send(t.Context(), of(letter.PasswordReset, "ru")); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 1 {
		t.Fatalf("%d files", len(entries))
	}
	name := entries[0].Name()
	if !strings.HasPrefix(name, "20261124T120000.000000005Z-password_reset-") || !strings.HasSuffix(name, ".eml") {
		t.Errorf("name = %q", name)
	}
	for path, want := range map[string]os.FileMode{folder: 0o700, filepath.Join(folder, name): 0o600} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", path, info.Mode(), err)
		}
	}
	source, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		t.Fatal(err)
	}
	// What grep finds is the link, whole.
	if !strings.Contains(string(source), "\nhttps://app.example.org/base/reset-password?token=a+b%2Bc%2Fd%26e%3Df\n") {
		t.Errorf("no link in one piece in\n%s", source)
	}
	got := read(t, string(source))
	if got.kind != "multipart/alternative" || got.textCoding != "8bit" || got.subject != "Задайте новый пароль" ||
		got.to[0].Name != "Aziza" || got.to[0].Address != "aziza@example.com" {
		t.Errorf("read as %+v", got)
	}
	if date, err := got.header.Date(); err != nil || !date.Equal(noon().Truncate(time.Second)) {
		t.Errorf("date %v, %v", date, err)
	}
	for header, want := range map[string]string{
		"From": `"InterviewAI Pro" <noreply@example.org>`, "Auto-Submitted": "auto-generated", "Content-Language": "ru", "Mime-Version": "1.0",
	} {
		if got.header.Get(header) != want {
			t.Errorf("%s: %q", header, got.header.Get(header))
		}
	}
	if id := got.header.Get("Message-Id"); !strings.HasPrefix(id, "<") || !strings.HasSuffix(id, "@example.org>") {
		t.Errorf("Message-ID: %q", id)
	}
	if !strings.HasPrefix(got.text, "Здравствуйте, Aziza!\n") || !strings.Contains(got.html, "Здравствуйте, Aziza!") {
		t.Error("the texts did not come through")
	}
}

func TestOutboxSortsByTime(t *testing.T) {
	folder := t.TempDir()
	outbox, err := mail.NewOutbox(folder)
	if err != nil {
		t.Fatal(err)
	}
	m := render(t, of(letter.NewDevice, "en"))
	kinds := []string{"z", "a", "m", "b"}
	for i, kind := range kinds {
		m.Kind, m.Date = kind, noon().Add(time.Duration(i)*time.Nanosecond).In(time.FixedZone("", -3600*i))
		if err := outbox.Send(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	files, err := filepath.Glob(filepath.Join(folder, "*.eml"))
	if err != nil {
		t.Fatal(err)
	}
	var order []string
	for _, file := range files {
		order = append(order, strings.Split(filepath.Base(file), "-")[1])
	}
	if !slices.Equal(order, kinds) {
		t.Errorf("order %v, want %v", order, kinds)
	}
}

func TestOutboxLeavesNothingBehindWhenItFails(t *testing.T) {
	folder := t.TempDir()
	outbox, err := mail.NewOutbox(folder)
	if err != nil {
		t.Fatal(err)
	}
	m := render(t, of(letter.NewDevice, "en"))
	m.Kind = "no/such/folder"
	if err := outbox.Send(t.Context(), m); err == nil || mail.IsPermanent(err) {
		t.Errorf("got %v", err)
	}
	if entries, err := os.ReadDir(folder); err != nil || len(entries) != 0 {
		t.Errorf("left %v, %v", entries, err)
	}
}

// FuzzOutbox finds out whether any name makes a header, a second reader or a
// message that others cannot read.
func FuzzOutbox(f *testing.F) {
	for _, name := range []string{"Aziza", "", "Eve\r\nBcc: b@example.com", "\"<\\>@", "=?utf-8?q?x?=", "Юлия 王", "a\x00\u2028\xff", strings.Repeat("я", 200)} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		folder := t.TempDir()
		outbox, err := mail.NewOutbox(folder)
		if err != nil {
			t.Fatal(err)
		}
		l := of(letter.ProviderLinked, "fr")
		l.Name, l.Data[letter.Provider] = name, "P"+name
		if err := post(t, outbox).Send(t.Context(), l); err != nil {
			t.Fatal(err)
		}
		files, err := filepath.Glob(filepath.Join(folder, "*.eml"))
		if err != nil || len(files) != 1 {
			t.Fatal(files, err)
		}
		source, err := os.ReadFile(files[0])
		if err != nil {
			t.Fatal(err)
		}
		got := read(t, string(source))
		if len(got.header) != 9 || len(got.to) != 1 || got.to[0].Address != "aziza@example.com" || strings.ContainsAny(got.subject, "\r\n") {
			t.Errorf("%q made %v", name, got.header)
		}
	})
}
