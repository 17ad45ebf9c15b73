package mongo

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"

	"github.com/interviewai-pro/interviewai/server/store"
)

func TestWantedIndexes(t *testing.T) {
	spec := store.Spec{
		Name: "usage", Owner: "userId", Expiry: store.Expiry{Field: "timestamp", After: 30 * 24 * time.Hour},
		Indexes: []store.Index{{Name: "by_user", Fields: []string{"userId", "timestamp"}}},
	}
	for _, test := range []struct {
		on   server
		want string
	}{
		{server{}, "by_user {userId:1 timestamp:1 _id:1} none, _expires {timestamp:1} 2592000"},
		{server{ferret: true}, "by_user {userId:1 timestamp:1 _id:1} none, _expires {timestamp:1} none"},
	} {
		var got []string
		for _, i := range wanted(spec, test.on) {
			var keys []string
			for _, e := range i.Key {
				keys = append(keys, fmt.Sprintf("%s:%v", e.Key, e.Value))
			}
			ttl := "none"
			if i.Expire != nil {
				ttl = fmt.Sprint(*i.Expire)
			}
			got = append(got, fmt.Sprintf("%s {%s} %s", i.Name, strings.Join(keys, " "), ttl))
		}
		if text := strings.Join(got, ", "); text != test.want {
			t.Errorf("on %+v: %s, want %s", test.on, text, test.want)
		}
	}
}

func TestShardKeys(t *testing.T) {
	for owner, want := range map[string]string{
		"userId": `{"shardCollection":"app.cvs","key":{"userId":"hashed"}}`,
		"":       `{"shardCollection":"app.cvs","key":{"_id":"hashed"}}`,
	} {
		got, err := bson.MarshalExtJSON(shardCommand("app", store.Spec{Name: "cvs", Owner: owner}), false, false)
		if err != nil || string(got) != want {
			t.Errorf("owner %q: %s, %v, want %s", owner, got, err, want)
		}
	}
}

func TestOpenDoesNotRepeatThePassword(t *testing.T) {
	_, err := Open(t.Context(), "mongodb://user:hidden@[broken")
	if err == nil || strings.Contains(err.Error(), "hidden") {
		t.Errorf("open: %v", err)
	}
}
