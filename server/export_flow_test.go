package main

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"
)

// exported is a data export as its owner sees it.
type exported struct {
	ID, State, URL       string
	CreatedAt, ExpiresAt time.Time
}

// exportsOf lists somebody's exports, newest first.
func (r *running) exportsOf(t *testing.T, p *person) []exported {
	t.Helper()
	got := r.rest(t, http.MethodGet, "/api/v1/users/exports", p.access, nil).want(t, "exports", http.StatusOK)
	var list struct{ Exports []exported }
	if err := json.Unmarshal(got.body, &list); err != nil {
		t.Fatal(err)
	}
	return list.Exports
}
