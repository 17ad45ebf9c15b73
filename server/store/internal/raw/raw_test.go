package raw_test

import (
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"

	"github.com/interviewai-pro/interviewai/server/store/internal/raw"
)

func document(tb testing.TB, v any) bson.Raw {
	tb.Helper()
	doc, err := bson.Marshal(v)
	if err != nil {
		tb.Fatal(err)
	}
	return doc
}

func value(tb testing.TB, v any) bson.RawValue {
	tb.Helper()
	encoded, err := raw.Value(v)
	if err != nil {
		tb.Fatal(err)
	}
	return encoded
}

func TestSet(t *testing.T) {
	doc := document(t, bson.D{{Key: "a", Value: 1}, {Key: "b", Value: bson.D{{Key: "c", Value: "x"}}}, {Key: "n", Value: nil}})
	for path, want := range map[string]string{
		"a":     `{"a": "new","b": {"c": "x"},"n": null}`,
		"b.c":   `{"a": {"$numberInt":"1"},"b": {"c": "new"},"n": null}`,
		"b.d":   `{"a": {"$numberInt":"1"},"b": {"c": "x","d": "new"},"n": null}`,
		"b.d.e": `{"a": {"$numberInt":"1"},"b": {"c": "x","d": {"e": "new"}},"n": null}`,
		"n.o":   `{"a": {"$numberInt":"1"},"b": {"c": "x"},"n": {"o": "new"}}`,
		"z.y":   `{"a": {"$numberInt":"1"},"b": {"c": "x"},"n": null,"z": {"y": "new"}}`,
	} {
		got, err := raw.Set(doc, path, value(t, "new"))
		if err != nil || got.Validate() != nil || got.String() != want {
			t.Errorf("set %s: %s, %v, want %s", path, got, err, want)
		}
		if v, ok := raw.Lookup(got, path); !ok || v.StringValue() != "new" {
			t.Errorf("look %s up: %v, %t", path, v, ok)
		}
	}
	if got, err := raw.Set(doc, "a.b", value(t, "new")); err == nil {
		t.Errorf("set through a number: %s", got)
	}
	if want := document(t, bson.D{{Key: "a", Value: 1}, {Key: "b", Value: bson.D{{Key: "c", Value: "x"}}}, {Key: "n", Value: nil}}); string(doc) != string(want) {
		t.Errorf("the original changed: %s", doc)
	}
}

func TestLookupAndWithout(t *testing.T) {
	doc := document(t, bson.D{{Key: "a", Value: int32(5)}, {Key: "n", Value: nil}, {Key: "b", Value: int64(6)}, {Key: "f", Value: 1.5}})
	for path, want := range map[string]int64{"a": 5, "b": 6} {
		v, ok := raw.Lookup(doc, path)
		if n, whole := raw.Int(v); !ok || !whole || n != want {
			t.Errorf("%s: %d, %t", path, n, whole)
		}
	}
	for _, path := range []string{"n", "none", "a.b", ""} {
		if v, ok := raw.Lookup(doc, path); ok {
			t.Errorf("%q: %v", path, v)
		}
	}
	if _, ok := raw.Int(doc.Lookup("f")); ok {
		t.Error("a fraction counts as integer")
	}
	got, err := raw.Without(doc, "n")
	if err != nil || got.String() != `{"a": {"$numberInt":"5"},"b": {"$numberLong":"6"},"f": {"$numberDouble":"1.5"}}` {
		t.Errorf("without: %s, %v", got, err)
	}
}

// FuzzSet: no bytes make these functions panic, and what they make of a valid document is valid.
func FuzzSet(f *testing.F) {
	f.Add([]byte(document(f, bson.D{{Key: "a", Value: bson.D{{Key: "b", Value: 1}}}})), "a.b")
	f.Add([]byte{5, 0, 0, 0, 0}, "a.b.c")
	f.Add([]byte{6, 0, 0, 0, 2, 0}, "a")
	f.Add([]byte{}, "")
	f.Add([]byte{5, 0, 0, 0, 0, '0'}, "0") // valid, with a byte after its end
	v := value(f, int64(1))
	f.Fuzz(func(t *testing.T, doc []byte, path string) {
		valid := bson.Raw(doc).Validate() == nil
		got, err := raw.Set(doc, path, v)
		if valid && err == nil && got.Validate() != nil {
			// A name with a zero byte cannot be written; fields come from declarations, which have none.
			for _, b := range []byte(path) {
				if b == 0 {
					return
				}
			}
			t.Errorf("set %q in %x: %x", path, doc, got)
		}
		raw.Lookup(doc, path)
		if cut, err := raw.Without(doc, path); valid && (err != nil || cut.Validate() != nil) {
			t.Errorf("without %q of %x: %x, %v", path, doc, cut, err)
		}
	})
}
