package seal_test

import (
	"bytes"
	"testing"

	"github.com/interviewai-pro/interviewai/server/seal"
)

func TestSeal(t *testing.T) {
	key, file := seal.NewKey(), []byte("somebody's life")
	sealed, err := seal.Seal(key, "anna/cvs/1", file)
	if err != nil || bytes.Contains(sealed, []byte("life")) {
		t.Fatalf("%q, %v", sealed, err)
	}
	again, err := seal.Seal(key, "anna/cvs/1", file)
	if err != nil || bytes.Equal(sealed, again) {
		t.Errorf("the same twice, %v", err)
	}
	if got, err := seal.Open(key, "anna/cvs/1", sealed); err != nil || !bytes.Equal(got, file) {
		t.Errorf("%q, %v", got, err)
	}
	changed := bytes.Clone(sealed)
	changed[len(changed)/2] ^= 1
	for story, open := range map[string]func() ([]byte, error){
		"another place": func() ([]byte, error) { return seal.Open(key, "bert/cvs/1", sealed) },
		"another key":   func() ([]byte, error) { return seal.Open(seal.NewKey(), "anna/cvs/1", sealed) },
		"changed":       func() ([]byte, error) { return seal.Open(key, "anna/cvs/1", changed) },
		"cut off":       func() ([]byte, error) { return seal.Open(key, "anna/cvs/1", sealed[:5]) },
		"no key":        func() ([]byte, error) { return seal.Open(nil, "anna/cvs/1", sealed) },
	} {
		if got, err := open(); err == nil {
			t.Errorf("%s: %q", story, got)
		}
	}
	if _, err := seal.Seal(nil, "anna/cvs/1", file); err == nil {
		t.Error("sealed without a key")
	}
}
