package oauth

import (
	"net/url"
	"path"
	"strings"

	"github.com/interviewai-pro/interviewai/server/fault"
)

const maxReturnTo = 500

// returnPath checks the page to go on to, so that our address cannot be used to
// send people elsewhere (CWE-601). Browsers read "//host", "/\host" and "/\t/host"
// as other hosts, and some routers decode "/%2Fhost" to one of them.
func returnPath(to string) (string, error) {
	if to == "" {
		return "/", nil
	}
	if len(to) > maxReturnTo || !isOwnPath(to) {
		return "", fault.BadField("return_to", "path", "The page to return to must be a path of this site, such as /interviews.")
	}
	return to, nil
}

func isOwnPath(to string) bool {
	for _, r := range to {
		if r <= ' ' || r == '\\' || r >= 0x7f {
			return false // an address has none of these, only what a browser would mend
		}
	}
	u, err := url.Parse(to)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || !strings.HasPrefix(to, "/") {
		return false
	}
	// Each proxy and router on the way may decode it once more.
	for p := u.EscapedPath(); ; {
		if !isPlain(p) {
			return false
		}
		decoded, err := url.PathUnescape(p)
		if err != nil || decoded == p {
			return err == nil
		}
		p = decoded
	}
}

// isPlain reports whether a path means what it says: no empty or dot segments,
// no backslashes or control characters.
func isPlain(p string) bool {
	for _, r := range p {
		if r < ' ' || r == '\\' || r == 0x7f {
			return false
		}
	}
	clean := path.Clean(p)
	return strings.HasPrefix(p, "/") && (p == clean || p == clean+"/")
}
