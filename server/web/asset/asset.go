// Package asset serves files that are embedded in the program: compressed once,
// with a name for each form, so that nothing is sent twice.
package asset

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
)

// Asset is something to serve, in the forms it is kept in.
type Asset struct {
	header http.Header
	tag    string
	// forms by content coding; "" is the plain one.
	forms map[string][]byte
}

// Plain is an asset that is compressed now, once. The header goes with every
// answer.
func Plain(content []byte, header http.Header) Asset {
	a := Asset{header: header, tag: tagOf(content), forms: map[string][]byte{"": content}}
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzip.BestCompression) // the level is one that there is
	_, _ = w.Write(content)                                 // a buffer's Write does not fail
	_ = w.Close()
	if out.Len() < len(content) {
		a.forms["gzip"] = out.Bytes()
	}
	return a
}

// Packed is an asset that is embedded compressed only.
func Packed(gz, br []byte, header http.Header) Asset {
	return Asset{header: header, tag: tagOf(gz), forms: map[string][]byte{"gzip": gz, "br": br}}
}

func tagOf(content []byte) string {
	sum := sha256.Sum256(content)
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}

// ServeHTTP implements http.Handler.
func (a Asset) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	for name, values := range a.header {
		header[name] = slices.Clone(values)
	}
	header.Add("Vary", "Accept-Encoding")
	coding := a.choose(strings.Join(r.Header.Values("Accept-Encoding"), ","))
	tag := `"` + a.tag + coding + `"`
	header.Set("ETag", tag)
	if strings.Contains(r.Header.Get("If-None-Match"), tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if coding != "" {
		header.Set("Content-Encoding", coding)
	}
	body, kept := a.forms[coding]
	if kept {
		_, _ = w.Write(body) // a client that is gone needs no answer
		return
	}
	// A client that takes no compression: rare enough to unpack each time.
	unpacked, err := gzip.NewReader(bytes.NewReader(a.forms["gzip"]))
	if err != nil {
		panic(fmt.Errorf("unpack embedded file: %w", err))
	}
	_, _ = io.Copy(w, unpacked) //nolint:gosec // G110: our own file
}

// choose returns the smallest form that the client takes.
func (a Asset) choose(accepted string) string {
	for _, coding := range []string{"br", "gzip"} {
		if a.forms[coding] != nil && accepts(accepted, coding) {
			return coding
		}
	}
	return ""
}

// accepts reads Accept-Encoding (RFC 9110, 12.5.3) as far as clients use it.
func accepts(header, coding string) bool {
	for one := range strings.SplitSeq(header, ",") {
		name, weight, _ := strings.Cut(strings.TrimSpace(one), ";")
		if strings.EqualFold(strings.TrimSpace(name), coding) {
			weight = strings.ReplaceAll(weight, " ", "")
			return weight != "q=0" && weight != "q=0.0"
		}
	}
	return false
}
