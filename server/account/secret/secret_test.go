package secret_test

import (
	"sync"
	"testing"

	"github.com/interviewai-pro/interviewai/server/account/secret"
	"github.com/interviewai-pro/interviewai/server/store/storetest"
)

func TestAllProcessesGetTheSameKey(t *testing.T) {
	db := storetest.DB(t)
	var (
		all  sync.WaitGroup
		keys [20][]byte
	)
	for i := range keys {
		all.Go(func() {
			key, err := secret.Get(t.Context(), db, "one")
			if err != nil {
				t.Error(err)
			}
			keys[i] = key
		})
	}
	all.Wait()
	for _, key := range keys {
		if len(key) != secret.Bytes || string(key) != string(keys[0]) {
			t.Fatalf("keys differ: %x and %x", key, keys[0])
		}
	}
	other, err := secret.Get(t.Context(), db, "another")
	if err != nil || string(other) == string(keys[0]) {
		t.Errorf("another name: the same key, or %v", err)
	}
}
