// Package raw reads and changes single fields of encoded BSON documents (https://bsonspec.org/spec.html), so that
// the stores need not decode a whole document to look at one field of it.
package raw

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// Value encodes a Go value as the BSON value that a struct field of its type would have.
func Value(v any) (bson.RawValue, error) {
	t, data, err := bson.MarshalValue(v)
	if err != nil {
		return bson.RawValue{}, fmt.Errorf("encode a %T: %w", v, err)
	}
	return bson.RawValue{Type: t, Value: data}, nil
}

// Lookup returns the value at a dotted path. It is absent (false) if any part of the path is missing, or null: the
// stores treat both alike.
func Lookup(doc bson.Raw, path string) (bson.RawValue, bool) {
	v, err := doc.LookupErr(Path(path)...)
	if err != nil || v.Type == bson.TypeNull || v.Type == bson.TypeUndefined {
		return bson.RawValue{}, false
	}
	return v, true
}

// Path splits a dotted path.
func Path(path string) []string { return strings.Split(path, ".") }

// Int returns an integer value of either width.
func Int(v bson.RawValue) (int64, bool) {
	if n, ok := v.Int64OK(); ok {
		return n, true
	}
	n, ok := v.Int32OK()
	return int64(n), ok
}

// Set returns a copy of doc with the value at a dotted path replaced, or added with the documents leading to it.
// A path through something that is not a document is an error.
func Set(doc bson.Raw, path string, v bson.RawValue) (bson.Raw, error) {
	name, rest, nested := strings.Cut(path, ".")
	found := false
	out, err := Map(doc, func(key string, old bson.RawValue) (bson.RawValue, error) {
		if key != name {
			return old, nil
		}
		found = true
		if !nested {
			return v, nil
		}
		inner, ok := old.DocumentOK()
		if !ok {
			if old.Type != bson.TypeNull {
				return old, fmt.Errorf("field %s is not a document", name)
			}
			inner = empty()
		}
		changed, err := Set(inner, rest, v)
		return bson.RawValue{Type: bson.TypeEmbeddedDocument, Value: changed}, err
	})
	if err != nil || found {
		return out, err
	}
	if nested {
		inner, err := Set(empty(), rest, v)
		if err != nil {
			return nil, err
		}
		v = bson.RawValue{Type: bson.TypeEmbeddedDocument, Value: inner}
	}
	return Append(doc, name, v)
}

// Map returns a copy of doc in which each top-level value is what f makes of it. The copy shares no memory with doc.
func Map(doc bson.Raw, f func(key string, v bson.RawValue) (bson.RawValue, error)) (bson.Raw, error) {
	elements, err := doc.Elements()
	if err != nil {
		return nil, fmt.Errorf("read document: %w", err)
	}
	out := make([]byte, 4, len(doc)+64)
	for _, e := range elements {
		key := e.Key()
		v, err := f(key, e.Value())
		if err != nil {
			return nil, err
		}
		out = appendElement(out, key, v)
	}
	return finish(out), nil
}

// Without returns a copy of doc without one top-level field.
func Without(doc bson.Raw, key string) (bson.Raw, error) {
	elements, err := doc.Elements()
	if err != nil {
		return nil, fmt.Errorf("read document: %w", err)
	}
	out := make([]byte, 4, len(doc)+4)
	for _, e := range elements {
		if e.Key() != key {
			out = append(out, e...)
		}
	}
	return finish(out), nil
}

// Append returns a copy of doc with one more field at its end.
func Append(doc bson.Raw, key string, v bson.RawValue) (bson.Raw, error) {
	if len(doc) < len(empty()) || int(binary.LittleEndian.Uint32(doc)) != len(doc) {
		return nil, errors.New("append to a document of another length than it says")
	}
	out := make([]byte, 0, len(doc)+len(key)+len(v.Value)+2)
	out = append(out, doc[:len(doc)-1]...)
	return finish(appendElement(out, key, v)), nil
}

func appendElement(doc []byte, key string, v bson.RawValue) []byte {
	doc = append(doc, byte(v.Type))
	doc = append(doc, key...)
	doc = append(doc, 0)
	return append(doc, v.Value...)
}

// finish ends a document and writes its length in front, where four bytes are kept for it.
func finish(doc []byte) bson.Raw {
	doc = append(doc, 0)
	binary.LittleEndian.PutUint32(doc, uint32(len(doc)))
	return doc
}

func empty() bson.Raw { return bson.Raw{5, 0, 0, 0, 0} }
