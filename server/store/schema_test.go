package store_test

import (
	"strings"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/store"
	"github.com/interviewai-pro/interviewai/server/store/storetest"
)

// embedding is a document of the forms that declarations find fields in.
type embedding struct {
	Base      `bson:",inline"`
	ExpiresAt *time.Time `bson:"expiresAt,omitempty"`
	Nested    struct {
		Plan string `bson:"plan"`
	} `bson:"nested"`
	Plain  string
	Secret string `bson:"secret"`
	Hidden string `bson:"-"`
}

// Base is embedded, so its fields are the document's.
type Base struct {
	ID     string `bson:"_id"`
	UserID string `bson:"userId"`
}

func TestADeclarationIsChecked(t *testing.T) {
	db := storetest.SQLite(t)
	open := func(name string, schema store.Schema) error {
		_, err := store.Define[embedding](name, schema).Open(t.Context(), db)
		return err
	}
	index := func(fields ...string) []store.Index { return []store.Index{{Name: "by", Fields: fields}} }
	good := store.Schema{
		Owner: "userId", Expiry: store.Expiry{Field: "expiresAt"}, Encrypted: []string{"secret"}, Indexes: index("nested.plan", "plain"),
	}
	if err := open("good", good); err != nil {
		t.Errorf("a good declaration: %v", err)
	}
	for reason, schema := range map[string]store.Schema{
		"unknown owner":          {Owner: "ownerId"},
		"unknown expiry":         {Expiry: store.Expiry{Field: "until"}},
		"expiry is no time":      {Expiry: store.Expiry{Field: "plain"}},
		"index without field":    {Indexes: index()},
		"unknown indexed field":  {Indexes: index("name")},
		"unknown nested field":   {Indexes: index("nested.name")},
		"path through text":      {Indexes: index("plain.x")},
		"hidden field":           {Indexes: index("hidden")},
		"key in an index":        {Indexes: index("_id")},
		"two indexes of a name":  {Indexes: append(index("plain"), index("userId")...)},
		"index with a bad name":  {Indexes: []store.Index{{Name: `x" --`, Fields: []string{"plain"}}}},
		"encrypted and indexed":  {Encrypted: []string{"plain"}, Indexes: index("plain")},
		"encrypted within":       {Encrypted: []string{"nested.plan"}},
		"encrypted owner":        {Owner: "userId", Encrypted: []string{"userId"}},
		"encrypted key":          {Encrypted: []string{"_id"}},
		"unknown and encrypted":  {Encrypted: []string{"password"}},
		"encrypted and indexed2": {Encrypted: []string{"nested"}, Indexes: index("nested.plan")},
	} {
		if err := open("bad", schema); err == nil || !strings.Contains(err.Error(), "declare collection bad") {
			t.Errorf("%s: %v", reason, err)
		}
	}
	for _, name := range []string{"", "Users", "a b", "1st", `a"b`, "_x"} {
		if err := open(name, store.Schema{}); err == nil {
			t.Errorf("name %q was accepted", name)
		}
	}
	type noKey struct {
		ID string `bson:"id"`
	}
	if _, err := store.Define[noKey]("bad", store.Schema{}).Open(t.Context(), db); err == nil {
		t.Error("documents without key were accepted")
	}
	type ownVersion struct {
		ID      string `bson:"_id"`
		Version int    `bson:"_v"`
	}
	if _, err := store.Define[ownVersion]("bad", store.Schema{}).Open(t.Context(), db); err == nil {
		t.Error("documents with the store's field were accepted")
	}
	if _, err := store.Define[int]("bad", store.Schema{}).Open(t.Context(), db); err == nil {
		t.Error("documents that are numbers were accepted")
	}
	type lasting struct {
		ID    string    `bson:"_id"`
		Until time.Time `bson:"until"`
	}
	if _, err := store.Define[lasting]("bad", store.Schema{Expiry: store.Expiry{Field: "until"}}).Open(t.Context(), db); err == nil {
		t.Error("an expiry that every document has, if only as the year 1, was accepted")
	}
}

func TestAnIndexedFieldHoldsOneValue(t *testing.T) {
	type tagged struct {
		ID   string `bson:"_id"`
		Tags any    `bson:"tags,omitempty"`
	}
	c, err := store.Define[tagged]("tagged", store.Schema{Indexes: []store.Index{{Name: "by", Fields: []string{"tags"}}}}).
		Open(t.Context(), storetest.SQLite(t))
	if err != nil {
		t.Fatal(err)
	}
	for name, v := range map[string]any{"list": []string{"a"}, "fraction": 1.5, "document": struct{}{}} {
		if err := c.Insert(t.Context(), tagged{ID: name, Tags: v}); err == nil {
			t.Errorf("a %s was indexed", name)
		}
	}
	if err := c.Insert(t.Context(), tagged{ID: "text", Tags: "a"}); err != nil {
		t.Error(err)
	}
}

func TestNewID(t *testing.T) {
	at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	first, second := store.NewID(at), store.NewID(at.Add(time.Second))
	if len(first) != 24 || first >= second || first[:8] != "69a42a40" {
		t.Errorf("ids %s and %s", first, second)
	}
	if first == store.NewID(at) {
		t.Error("two ids of one time are alike")
	}
}

func TestSealerRefusesKeys(t *testing.T) {
	if _, err := store.NewSealer(make([]byte, 16)); err == nil {
		t.Error("a short key was accepted")
	}
	if _, err := store.NewSealer(store.NewKey(), make([]byte, 16)); err == nil {
		t.Error("a short old key was accepted")
	}
}
