// Command provider is the sign-in service of the tests as a process, for tests
// that are no Go programs. It prints one line of JSON and ends with its input.
//
//	provider http://127.0.0.1:3000/api/v1/auth/oauth/google/callback
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/interviewai-pro/interviewai/server/oauth/oauthtest"
)

// headerTime bounds how long a caller may take to say what it wants.
const headerTime = 10 * time.Second

func main() {
	if err := run(os.Args[1:], os.Stdin, os.Stdout); err != nil {
		fmt.Fprintf(os.Stderr, "provider: %v\n", err)
		os.Exit(1)
	}
}

// run serves until in ends. The arguments are where people may be sent back to.
func run(redirects []string, in io.Reader, out io.Writer) error {
	listener, err := new(net.ListenConfig).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	provider, err := oauthtest.New("http://"+listener.Addr().String(), oauthtest.Options{Page: true})
	if err != nil {
		return fmt.Errorf("make provider: %w", err)
	}
	for _, redirect := range redirects {
		provider.Register(redirect)
	}
	server := &http.Server{Handler: provider, ReadHeaderTimeout: headerTime}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	known := struct {
		URL          string `json:"url"`
		ClientID     string `json:"clientId"`
		ClientSecret string `json:"clientSecret"`
	}{provider.URL, provider.ClientID, provider.ClientSecret}
	if err := json.NewEncoder(out).Encode(known); err != nil { //nolint:gosec // G117: the test's own, made a moment ago
		return fmt.Errorf("say where it is: %w", err)
	}
	// Whoever started it holds the other end: nothing remains when they crash.
	if _, err := io.Copy(io.Discard, in); err != nil {
		return fmt.Errorf("read input: %w", err)
	}
	if err := server.Close(); err != nil {
		return fmt.Errorf("stop: %w", err)
	}
	if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve: %w", err)
	}
	return nil
}
