package web

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/klauspost/compress/gzhttp"
)

const (
	// gzipMin is where compressing an answer begins to pay.
	gzipMin = 1 << 10
	// gzipSuffix tells the compressed form's ETag from the plain one's.
	gzipSuffix = "-gzip"
	// authPaths answer with tokens.
	authPaths = "/api/v1/auth/"
)

// compressed compresses JSON answers of some length. Answers of the auth calls
// stay as they are: they are the only ones that cookies alone open, so the only
// ones whose length another site could measure (BREACH) while it makes the
// browser send chosen text along. Everything else needs a bearer token, which
// no other site can make a browser send.
func compressed(next http.Handler) (http.Handler, error) {
	wrap, err := gzhttp.NewWrapper(
		gzhttp.MinSize(gzipMin),
		gzhttp.ContentTypes([]string{"application/json"}),
		gzhttp.SuffixETag(gzipSuffix),
		gzhttp.EnableZstd(false),
	)
	if err != nil {
		return nil, fmt.Errorf("compress answers: %w", err)
	}
	smaller := wrap(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, authPaths) {
			next.ServeHTTP(w, r)
			return
		}
		smaller.ServeHTTP(w, r)
	}), nil
}
