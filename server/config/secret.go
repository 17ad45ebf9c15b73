package config

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
)

// Secret is a value that must not be printed: every way of formatting it shows
// a mask. Convert to string to use it.
type Secret string

// String shows whether the secret is set.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return "********"
}

// GoString masks %#v.
func (s Secret) GoString() string { return s.String() }

// LogValue masks the secret in logs.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText masks the secret in JSON and other text.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// ICEServer is a STUN or TURN server for clients, spelled as browsers spell it.
type ICEServer struct {
	// URLs of the server, such as "turn:turn.example.org:3478?transport=udp".
	URLs []string `json:"urls"`
	// Username and Credential for TURN; empty for STUN.
	Username   string `json:"username,omitempty"`
	Credential Secret `json:"credential,omitempty"`
}

// ICEServers is a list of servers: plain addresses separated by commas, or,
// where credentials are needed, the JSON that a browser takes as "iceServers".
type ICEServers []ICEServer

// UnmarshalText reads either form.
func (s *ICEServers) UnmarshalText(text []byte) error {
	var servers []ICEServer
	if trimmed := strings.TrimSpace(string(text)); strings.HasPrefix(trimmed, "[") {
		if err := json.Unmarshal([]byte(trimmed), &servers); err != nil {
			return fmt.Errorf("not a JSON list of {urls, username, credential}: %w", err)
		}
	} else {
		for _, address := range strings.Split(trimmed, ",") {
			servers = append(servers, ICEServer{URLs: []string{strings.TrimSpace(address)}})
		}
	}
	for _, server := range servers {
		if len(server.URLs) == 0 {
			return fmt.Errorf("a server has no urls")
		}
		for _, address := range server.URLs {
			scheme, rest, ok := strings.Cut(address, ":")
			if !ok || rest == "" || scheme != "stun" && scheme != "stuns" && scheme != "turn" && scheme != "turns" {
				return fmt.Errorf("%q is not a stun: or turn: address", address)
			}
		}
	}
	*s = servers
	return nil
}

// String shows the addresses without their credentials.
func (s ICEServers) String() string {
	var shown []string
	for _, server := range s {
		text := strings.Join(server.URLs, " ")
		if server.Credential != "" {
			text += " (" + server.Username + " ********)"
		}
		shown = append(shown, text)
	}
	return strings.Join(shown, ", ")
}

// httpURL checks an absolute http or https address.
func httpURL(text string) error {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return fmt.Errorf("%q is not an http:// or https:// address", text)
	}
	return nil
}
