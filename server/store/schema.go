package store

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"
)

const (
	// KeyField is the field that holds a document's key in every collection, a non-empty string.
	KeyField = "_id"
	// VersionField counts a document's changes; the engines keep it, documents must not have one of their own.
	VersionField = "_v"
	// OwnerIndex is the index that every collection with an owner has without declaring it.
	OwnerIndex = "_owner"
)

// Schema is what a domain declares about one collection, beside the type of its documents.
// Fields are named as in the documents' bson tags, with dots into nested documents ("subscription.plan").
type Schema struct {
	// Owner names the string field with the id of the person a document belongs to; empty if they belong to nobody.
	// It is the shard key on a sharded cluster.
	Owner string
	// Expiry says when documents are removed; the zero value means never.
	Expiry Expiry
	// Indexes are the only ways to list documents.
	Indexes []Index
	// Encrypted names top-level fields that are stored encrypted. They can be neither indexed nor incremented.
	Encrypted []string
	// Hidden names top-level fields that a person's data export leaves out because they are keys and not knowledge,
	// such as password hashes; HideAll leaves out the collection.
	Hidden []string
}

// HideAll, alone in Schema.Hidden, keeps a whole collection out of data exports.
const HideAll = "*"

// Index orders documents by Fields, then by key. A document that lacks one of the fields, or has null there, is
// not found through the index. Indexed values are strings, booleans, integers or times.
type Index struct {
	Name   string
	Fields []string
}

// Expiry removes a document After its time in Field has passed. Removal is done by the sweep (and by MongoDB's own TTL
// task), so that a document may still be read for about a minute longer: whoever must refuse it, checks the time.
// A document without the field never expires, so the field is tagged omitempty.
type Expiry struct {
	Field string
	After time.Duration
}

// Spec is a validated schema, as engines see it.
type Spec struct {
	Name    string
	Owner   string
	Expiry  Expiry
	Indexes []Index // with OwnerIndex, if there is an owner
}

// index returns the declared index of that name.
func (s *Spec) index(name string) (Index, bool) {
	i := slices.IndexFunc(s.Indexes, func(i Index) bool { return i.Name == name })
	if i < 0 {
		return Index{}, false
	}
	return s.Indexes[i], true
}

// Definition is a collection's declaration: the type of its documents and their schema.
type Definition[T any] struct {
	spec      Spec
	encrypted []string
	hidden    []string
	err       error
}

// Define declares a collection of documents of struct type T under a name. A mistake in the declaration (an unknown
// field, no key, an encrypted field that is indexed) is reported by Open.
func Define[T any](name string, schema Schema) Definition[T] {
	spec := Spec{Name: name, Owner: schema.Owner, Expiry: schema.Expiry, Indexes: slices.Clone(schema.Indexes)}
	if spec.Owner != "" {
		spec.Indexes = append(spec.Indexes, Index{Name: OwnerIndex, Fields: []string{spec.Owner}})
	}
	d := Definition[T]{spec: spec, encrypted: schema.Encrypted, hidden: schema.Hidden}
	if err := check(reflect.TypeFor[T](), spec, schema.Encrypted); err != nil {
		d.err = fmt.Errorf("declare collection %s: %w", name, err)
	}
	return d
}

// Name returns the collection's name.
func (d Definition[T]) Name() string { return d.spec.Name }

func check(t reflect.Type, spec Spec, encrypted []string) error {
	if t.Kind() != reflect.Struct {
		return fmt.Errorf("%s is not a struct", t)
	}
	if !isName(spec.Name) {
		return fmt.Errorf("name %q: use lower-case letters, digits and underscores", spec.Name)
	}
	if k, ok := fieldType(t, KeyField); !ok || k.Kind() != reflect.String {
		return fmt.Errorf("%s has no string field tagged bson:%q", t, KeyField)
	}
	if _, ok := fieldType(t, VersionField); ok {
		return fmt.Errorf("field %s is the store's own", VersionField)
	}
	if spec.Owner != "" {
		if o, ok := fieldType(t, spec.Owner); !ok || o.Kind() != reflect.String {
			return fmt.Errorf("owner %s is not a string field of %s", spec.Owner, t)
		}
	}
	if spec.Expiry.Field != "" {
		e, ok := fieldOf(t, spec.Expiry.Field)
		if !ok || indirect(e.Type) != reflect.TypeFor[time.Time]() || !hasOption(e, "omitempty") {
			return fmt.Errorf("expiry %s is not a time.Time field of %s tagged omitempty", spec.Expiry.Field, t)
		}
	}
	if err := checkIndexes(t, spec.Indexes, encrypted); err != nil {
		return err
	}
	for _, field := range encrypted {
		_, ok := fieldType(t, field)
		if !ok || strings.Contains(field, ".") || field == KeyField || field == spec.Owner || field == spec.Expiry.Field {
			return fmt.Errorf("field %s cannot be encrypted: only top-level fields other than key, owner and expiry", field)
		}
	}
	return nil
}

func checkIndexes(t reflect.Type, indexes []Index, encrypted []string) error {
	names := map[string]bool{}
	for _, index := range indexes {
		if names[index.Name] || (index.Name != OwnerIndex && !isName(index.Name)) || len(index.Fields) == 0 {
			return fmt.Errorf("index %q needs a name of its own (lower-case letters, digits, underscores) and fields", index.Name)
		}
		names[index.Name] = true
		for _, field := range index.Fields {
			top, _, _ := strings.Cut(field, ".")
			if _, ok := fieldType(t, field); !ok || field == KeyField || slices.Contains(encrypted, top) {
				return fmt.Errorf("index %s cannot have field %s: unknown, encrypted, or the key", index.Name, field)
			}
		}
	}
	return nil
}

// isName keeps names harmless in both engines' commands.
func isName(s string) bool {
	for i, r := range s {
		letter, other := r >= 'a' && r <= 'z', r >= '0' && r <= '9' || r == '_'
		if !letter && (i == 0 || !other) {
			return false
		}
	}
	return s != ""
}

// fieldType finds the type of the field at a dotted path, without pointers.
func fieldType(t reflect.Type, path string) (reflect.Type, bool) {
	f, ok := fieldOf(t, path)
	if !ok {
		return nil, false
	}
	return indirect(f.Type), true
}

// fieldOf finds the field at a dotted path by bson tags, following pointers and inlined structs.
func fieldOf(t reflect.Type, path string) (reflect.StructField, bool) {
	name, rest, nested := strings.Cut(path, ".")
	t = indirect(t)
	if t.Kind() != reflect.Struct {
		return reflect.StructField{}, false
	}
	for i := range t.NumField() {
		f := t.Field(i)
		tag, _, _ := strings.Cut(f.Tag.Get("bson"), ",")
		if !f.IsExported() || tag == "-" {
			continue
		}
		if hasOption(f, "inline") {
			if found, ok := fieldOf(f.Type, path); ok {
				return found, true
			}
			continue
		}
		if tag == "" {
			tag = strings.ToLower(f.Name)
		}
		switch {
		case tag != name:
		case nested:
			return fieldOf(f.Type, rest)
		default:
			return f, true
		}
	}
	return reflect.StructField{}, false
}

func hasOption(f reflect.StructField, option string) bool {
	return slices.Contains(strings.Split(f.Tag.Get("bson"), ",")[1:], option)
}

func indirect(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t
}
