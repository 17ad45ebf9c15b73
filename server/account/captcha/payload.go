package captcha

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// maxPayload bounds a payload, in bytes; real ones have about 350.
const maxPayload = 2000

// saltEnd closes the salt, so that its last digits cannot be moved over to the
// number: without it, one hash would fit "…expires=17" and 25 as well as
// "…expires=1725", and an old solution could be given a later expiry.
const saltEnd = "&"

// solution is a parsed payload.
type solution struct {
	challenge string
	number    int64
	salt      string
	signature string
	expires   time.Time
}

// newSalt makes a random salt that names its expiry.
func newSalt(expires time.Time) string {
	random := make([]byte, saltBytes)
	_, _ = rand.Read(random) // never fails: crypto/rand ends the program instead
	return hex.EncodeToString(random) + "?expires=" + strconv.FormatInt(expires.Unix(), 10) + saltEnd
}

// parse reads a payload, base64 of JSON, without trusting any of it yet.
func parse(payload string) (solution, error) {
	if len(payload) > maxPayload {
		return solution{}, errors.New("payload too long")
	}
	data, err := decode(payload)
	if err != nil {
		return solution{}, err
	}
	var p struct {
		Algorithm string          `json:"algorithm"`
		Challenge string          `json:"challenge"`
		Number    json.RawMessage `json:"number"`
		Salt      string          `json:"salt"`
		Signature string          `json:"signature"`
	}
	if err := json.Unmarshal(data, &p); err != nil {
		return solution{}, fmt.Errorf("payload is no JSON: %w", err)
	}
	if p.Algorithm != Algorithm {
		return solution{}, errors.New("payload has another algorithm")
	}
	s := solution{challenge: p.Challenge, salt: p.Salt, signature: p.Signature}
	if s.number, err = parseNumber(p.Number); err != nil {
		return solution{}, err
	}
	s.expires, err = expiry(p.Salt)
	return s, err
}

// decode accepts both alphabets of base64, padded or not.
func decode(payload string) ([]byte, error) {
	plain := strings.NewReplacer("-", "+", "_", "/").Replace(strings.TrimRight(payload, "="))
	data, err := base64.RawStdEncoding.DecodeString(plain)
	if err != nil {
		return nil, fmt.Errorf("payload is not base64: %w", err)
	}
	return data, nil
}

// parseNumber reads a JSON number or, as some clients send it, a string of
// digits.
func parseNumber(raw json.RawMessage) (int64, error) {
	digits := string(bytes.Trim(raw, `"`))
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || n < 0 || n > MaxNumber || digits != strconv.FormatInt(n, 10) {
		return 0, errors.New("payload's number is not a whole number in range")
	}
	return n, nil
}

// expiry reads the time from a salt as newSalt makes it.
func expiry(salt string) (time.Time, error) {
	_, query, ok := strings.Cut(salt, "?")
	inner, closed := strings.CutSuffix(query, saltEnd)
	if !ok || !closed {
		return time.Time{}, errors.New("salt is not closed")
	}
	values, err := url.ParseQuery(inner)
	if err != nil {
		return time.Time{}, fmt.Errorf("salt: %w", err)
	}
	seconds, err := strconv.ParseInt(values.Get("expires"), 10, 64)
	if err != nil {
		return time.Time{}, errors.New("salt names no expiry")
	}
	return time.Unix(seconds, 0), nil
}
