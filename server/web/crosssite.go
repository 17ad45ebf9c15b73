package web

import (
	"fmt"
	"mime"
	"net/http"
	"slices"
	"strings"

	"github.com/interviewai-pro/interviewai/server/web/cookie"
)

// origins are those that may call from browsers, "*" standing for any part
// (the extension's id, say).
type origins []string

// allow reports whether a browser's origin is listed. The lone "*" lists
// everybody for calls without cookies, so it does not count here.
func (o origins) allow(origin string) bool {
	return slices.ContainsFunc(o, func(pattern string) bool {
		before, after, wild := strings.Cut(pattern, "*")
		if !wild {
			return strings.EqualFold(origin, pattern)
		}
		return pattern != "*" && len(origin) >= len(pattern)-1 && strings.HasPrefix(origin, before) && strings.HasSuffix(origin, after)
	})
}

// crossSite refuses what another site makes a browser do with our cookies
// (security.md 14): a request that changes something and carries one must come
// from our own pages or a listed origin, and be of a type that a form cannot
// send. Requests without our cookies pass: they prove nothing by themselves.
type crossSite struct {
	origins origins
	// uploads are the paths that take multipart forms.
	uploads []string
	// forms are the paths of our own pages' forms, which use what is in the form
	// and no cookie.
	forms []string
	next  http.Handler
	// check is the standard library's: Sec-Fetch-Site, else Origin against Host.
	check http.CrossOriginProtection
}

// ServeHTTP implements http.Handler.
func (c *crossSite) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if err := c.judge(r); err != nil {
		writeProblem(w, r, http.StatusForbidden, problem{
			Reason:  "cross_site",
			Message: "This request seems to come from another site, so your cookies were not used: " + err.Error() + ". Open the application itself and try there.",
		})
		return
	}
	c.next.ServeHTTP(w, r)
}

func (c *crossSite) judge(r *http.Request) error {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodOptions:
		return nil
	}
	if !cookie.Any(r.Header) || slices.Contains(c.forms, r.URL.Path) {
		return nil
	}
	if err := c.check.Check(r); err != nil && !c.origins.allow(r.Header.Get("Origin")) {
		return fmt.Errorf("its origin %q is not allowed", r.Header.Get("Origin"))
	}
	kind := r.Header.Get("Content-Type")
	if kind == "" && (r.Body == nil || r.Body == http.NoBody || r.ContentLength == 0) {
		return nil // ".../end", DELETE
	}
	media, _, err := mime.ParseMediaType(kind)
	if err == nil && (safeType(media) || media == "multipart/form-data" && (slices.Contains(c.uploads, r.URL.Path) || recordingPath(r.URL.Path))) {
		return nil
	}
	return fmt.Errorf("its content type %q is what a foreign form could send", kind)
}

// safeType reports whether a browser asks us first (a preflight) before it sends
// this type from another site. It lists what we serve, not what is refused.
func safeType(media string) bool {
	switch media {
	case "application/json", "application/proto", "application/sdp", "application/trickle-ice-sdpfrag", tusContentType:
		return true
	}
	return strings.HasPrefix(media, "application/connect+") || media == "application/grpc" ||
		strings.HasPrefix(media, "application/grpc+") || strings.HasPrefix(media, "application/grpc-web")
}
