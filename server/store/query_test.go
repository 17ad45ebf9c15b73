package store

import (
	"errors"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// FuzzParseToken: page tokens come back from clients, who may send anything.
func FuzzParseToken(f *testing.F) {
	fingerprint := []byte("query")
	for _, p := range []Position{
		{ID: "a"},
		{ID: "a", Value: bson.RawValue{Type: bson.TypeInt64, Value: []byte{1, 0, 0, 0, 0, 0, 0, 0}}},
	} {
		text, err := formatToken(fingerprint, p)
		if err != nil {
			f.Fatal(err)
		}
		got, err := parseToken(text, fingerprint, p.Value.Type != 0)
		if err != nil || got.ID != p.ID || !got.Value.Equal(p.Value) {
			f.Fatalf("token of %+v became %+v, %v", p, got, err)
		}
		f.Add(text)
	}
	f.Add("")
	f.Add("BQAAAAA") // an empty document
	f.Fuzz(func(t *testing.T, text string) {
		for _, ordered := range []bool{false, true} {
			p, err := parseToken(text, fingerprint, ordered)
			switch {
			case err != nil && !errors.Is(err, ErrPageToken):
				t.Errorf("%q: %v", text, err)
			case err == nil && (p.ID == "" || ordered != (p.Value.Type != 0) || ordered && !indexable(p.Value)):
				t.Errorf("%q was accepted as %+v", text, p)
			}
		}
	})
}
