package observe

import (
	"fmt"
	"log/slog"
	"regexp"
	"strings"
)

// masked stands for a value that must not be in a log.
const masked = "[masked]"

// The specification's fields of personal data (§7.3) and our own secrets. A key
// that contains one of these words is masked, whatever its value.
var secretWords = []string{
	"email", "phone", "address", "ssn",
	"token", "authorization", "password", "secret", "cookie", "api_key", "apikey", "credential",
}

// networkKeys contain "address" and mean a machine's, not a person's.
var networkKeys = map[string]bool{KeyListen: true, KeyListenUDP: true}

// Values that look like personal data or a secret are masked wherever they are:
// e-mail addresses, bearer credentials, JSON web tokens, provider keys, and the
// password of a URL.
var secretShapes = []struct {
	shape *regexp.Regexp
	with  string
}{
	{regexp.MustCompile(`://[^/\s:@]*:[^/\s@]+@`), "://" + masked + "@"},
	{regexp.MustCompile(`(?i)\bbearer\s+[^\s"',]+`), "Bearer " + masked},
	{regexp.MustCompile(`\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*`), masked},
	{regexp.MustCompile(`\b(?:sk|pk|rk|whsec)[-_][\w-]{8,}`), masked},
	{regexp.MustCompile(`[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+`), masked},
}

// mask is the slog.HandlerOptions.ReplaceAttr that keeps secrets out.
func mask(_ []string, a slog.Attr) slog.Attr {
	if isSecret(a.Key) {
		return slog.String(a.Key, masked)
	}
	switch a.Value.Kind() {
	case slog.KindString:
		return slog.String(a.Key, maskText(a.Value.String()))
	case slog.KindAny:
		switch v := a.Value.Any().(type) {
		case *slog.Source:
			return a
		case error:
			return slog.String(a.Key, maskText(v.Error()))
		default:
			return slog.String(a.Key, maskText(fmt.Sprintf("%v", v)))
		}
	default:
		return a
	}
}

func isSecret(key string) bool {
	key = strings.ToLower(key)
	if networkKeys[key] {
		return false
	}
	for _, word := range secretWords {
		if strings.Contains(key, word) {
			return true
		}
	}
	return false
}

// maskText masks what looks secret within a text.
func maskText(text string) string {
	for _, secret := range secretShapes {
		text = secret.shape.ReplaceAllString(text, secret.with)
	}
	return text
}
