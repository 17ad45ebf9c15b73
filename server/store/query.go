package store

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/fnv"

	"go.mongodb.org/mongo-driver/v2/bson"

	"github.com/interviewai-pro/interviewai/server/store/internal/raw"
)

const (
	// DefaultPageSize is used for a Query without PageSize.
	DefaultPageSize = 50
	// MaxPageSize is the most documents that one page holds, whatever the Query asks.
	MaxPageSize = 500
)

// Query lists documents through a declared index: equal values for all its fields, in which case they come in key
// order; or for all but the last, which then may have a range and gives the order (keys decide between equals).
type Query struct {
	Index string
	Equal []any
	// From (inclusive) and To (exclusive) bound the field after the equal ones; nil is open.
	From, To   any
	Descending bool
	// PageSize defaults to DefaultPageSize and is at most MaxPageSize.
	PageSize int
	// PageToken continues after a Page; it is safe to hand to clients and to take back from them.
	PageToken string
}

// Page is one page of a list. Next is the token of the following page, empty on the last one.
type Page[T any] struct {
	Items []T
	Next  string
}

// scan checks the query against the collection's indexes and encodes its values.
func (q Query) scan(spec *Spec) (Scan, error) {
	index, ok := spec.index(q.Index)
	if !ok {
		return Scan{}, fmt.Errorf("list %s: no index %q is declared", spec.Name, q.Index)
	}
	s := Scan{Index: index, Descending: q.Descending, Limit: q.PageSize}
	if s.Limit <= 0 {
		s.Limit = DefaultPageSize
	}
	s.Limit = min(s.Limit, MaxPageSize)
	switch len(index.Fields) - len(q.Equal) {
	case 0:
		if q.From != nil || q.To != nil {
			return Scan{}, fmt.Errorf("list %s by %s: a range needs a field without equal value", spec.Name, q.Index)
		}
	case 1:
		s.Order = index.Fields[len(q.Equal)]
	default:
		return Scan{}, fmt.Errorf("list %s by %s: %d equal values for %d fields; all or all but the last are needed",
			spec.Name, q.Index, len(q.Equal), len(index.Fields))
	}
	for _, v := range q.Equal {
		encoded, err := raw.Value(v)
		if err != nil {
			return Scan{}, fmt.Errorf("list %s by %s: %w", spec.Name, q.Index, err)
		}
		s.Equal = append(s.Equal, encoded)
	}
	for _, bound := range []struct {
		v  any
		to *bson.RawValue
	}{{q.From, &s.From}, {q.To, &s.To}} {
		if bound.v == nil {
			continue
		}
		encoded, err := raw.Value(bound.v)
		if err != nil {
			return Scan{}, fmt.Errorf("list %s by %s: %w", spec.Name, q.Index, err)
		}
		*bound.to = encoded
	}
	if q.PageToken == "" {
		return s, nil
	}
	after, err := parseToken(q.PageToken, s.fingerprint(spec.Name), s.Order != "")
	s.After = after
	return s, err
}

// fingerprint tells queries apart, so that a token cannot carry a position of one into another.
func (s *Scan) fingerprint(collection string) []byte {
	h := fnv.New64a()
	_, _ = fmt.Fprintf(h, "%s/%s/%t", collection, s.Index.Name, s.Descending)
	for _, v := range append(s.Equal, s.From, s.To) {
		var length [5]byte
		length[0] = byte(v.Type)
		binary.LittleEndian.PutUint32(length[1:], uint32(len(v.Value)))
		h.Write(length[:])
		h.Write(v.Value)
	}
	return h.Sum(nil)
}

// token is a page token's content: which query it belongs to and where the page ended.
type token struct {
	Query []byte        `bson:"q"`
	ID    string        `bson:"i"`
	Value bson.RawValue `bson:"v,omitempty"`
}

func formatToken(fingerprint []byte, p Position) (string, error) {
	data, err := bson.Marshal(token{Query: fingerprint, ID: p.ID, Value: p.Value})
	if err != nil {
		return "", fmt.Errorf("make page token: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(data), nil
}

func parseToken(text string, fingerprint []byte, ordered bool) (*Position, error) {
	data, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return nil, ErrPageToken
	}
	var t token
	if bson.Raw(data).Validate() != nil || bson.Unmarshal(data, &t) != nil {
		return nil, ErrPageToken
	}
	if string(t.Query) != string(fingerprint) || t.ID == "" || ordered != (t.Value.Type != 0) {
		return nil, ErrPageToken
	}
	if ordered && !indexable(t.Value) {
		return nil, ErrPageToken
	}
	return &Position{Value: t.Value, ID: t.ID}, nil
}

// indexable reports whether a value has a type that an index holds.
func indexable(v bson.RawValue) bool {
	switch v.Type {
	case bson.TypeString, bson.TypeBoolean, bson.TypeInt32, bson.TypeInt64, bson.TypeDateTime:
		return true
	default:
		return false
	}
}
