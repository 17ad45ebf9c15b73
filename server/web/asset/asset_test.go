package asset_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/web/asset"
)

func get(a asset.Asset, headers ...string) *http.Response {
	r := httptest.NewRequestWithContext(context.Background(), http.MethodGet, "/", http.NoBody)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	a.ServeHTTP(w, r)
	return w.Result()
}

func TestTheSmallestFormThatTheClientTakes(t *testing.T) {
	text := strings.Repeat("words ", 500)
	kind := http.Header{"Content-Type": {"text/plain"}}
	var gz bytes.Buffer
	w := gzip.NewWriter(&gz)
	_, _ = w.Write([]byte(text))
	_ = w.Close()
	plain, tiny, packed := asset.Plain([]byte(text), kind), asset.Plain([]byte("x"), kind), asset.Packed(gz.Bytes(), []byte("br"), kind)
	for _, c := range []struct {
		name     string
		asset    asset.Asset
		accepted []string
		coding   string
	}{
		{"nothing", plain, nil, ""},
		{"identity", plain, []string{"identity"}, ""},
		{"a browser", plain, []string{"gzip, deflate, br, zstd"}, "gzip"},
		{"two headers", plain, []string{"deflate", "GZIP;q=0.5"}, "gzip"},
		{"refused", plain, []string{"gzip; q=0"}, ""},
		{"too small to pay", tiny, []string{"gzip"}, ""},
		{"packed for a browser", packed, []string{"gzip, br"}, "br"},
		{"packed for nobody", packed, nil, ""},
	} {
		var headers []string
		for _, one := range c.accepted {
			headers = append(headers, "Accept-Encoding", one)
		}
		response := get(c.asset, headers...)
		body, err := io.ReadAll(response.Body)
		if err != nil || response.StatusCode != http.StatusOK || response.Header.Get("Content-Encoding") != c.coding || response.Header.Get("Content-Type") != "text/plain" {
			t.Errorf("%s: %d %v, %v", c.name, response.StatusCode, response.Header, err)
		}
		switch c.coding {
		case "gzip":
			unpacked, err := gzip.NewReader(bytes.NewReader(body))
			if err != nil {
				t.Fatal(err)
			}
			if body, err = io.ReadAll(unpacked); err != nil {
				t.Error(err)
			}
			fallthrough
		case "":
			if want := map[bool]string{true: "x", false: text}[c.name == "too small to pay"]; string(body) != want {
				t.Errorf("%s: %q", c.name, body)
			}
		}
		if again := get(c.asset, append(headers, "If-None-Match", response.Header.Get("ETag"))...); again.StatusCode != http.StatusNotModified {
			t.Errorf("%s again: %d", c.name, again.StatusCode)
		}
		if other := get(c.asset, append(headers, "If-None-Match", `"other"`)...); other.StatusCode != http.StatusOK {
			t.Errorf("%s of another version: %d", c.name, other.StatusCode)
		}
	}
}
