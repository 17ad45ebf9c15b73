package page

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"connectrpc.com/connect"

	interviewaiv1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/server/rpc"
	"github.com/interviewai-pro/interviewai/server/web/cookie"
	"github.com/interviewai-pro/interviewai/server/web/forward"
)

// maxQuery bounds what a provider may send back.
const maxQuery = 4 << 10

// serveCallback is where a provider sends people back to. The browser's binding
// cookie goes into the call, the cookies of the new session come out of it.
func (p *Pages) serveCallback(w http.ResponseWriter, r *http.Request) {
	if len(r.URL.RawQuery) > maxQuery {
		p.show(w, http.StatusBadRequest, unfinished("The provider's answer is too long."))
		return
	}
	query := r.URL.Query()
	if reason := query.Get("error"); reason != "" {
		w.Header().Add("Set-Cookie", cookie.Clear(cookie.OAuth))
		p.show(w, http.StatusBadRequest, unfinished(providerSaid(reason)))
		return
	}
	call := connect.NewRequest(&interviewaiv1.FinishOAuthRequest{
		Provider: r.PathValue("provider"), Code: query.Get("code"), State: query.Get("state"),
	})
	forward.Header(r, call.Header())
	call.Header().Del("Authorization")
	for _, name := range []string{cookie.OAuth, cookie.Device, cookie.Refresh} {
		if value := cookie.Value(r.Header, name); value != "" {
			call.Header().Add("Cookie", (&http.Cookie{Name: name, Value: value}).String()) //nolint:gosec // G124: sent by us, not set
		}
	}
	// The person's browser came from the provider's site, but this call is our
	// own page's, and its cookies go to that browser.
	call.Header().Set("Sec-Fetch-Site", "same-origin")
	answer, err := p.accounts.FinishOAuth(r.Context(), call)
	if err != nil {
		status, refused := refusal(err)
		if noAccount(err) {
			p.show(w, status, view{Title: "You have no account yet", Words: refused.words, Link: "/register", LinkText: "Read the terms and open one"})
			return
		}
		p.show(w, status, unfinished(refused.words...))
		return
	}
	for _, value := range answer.Header().Values("Set-Cookie") {
		w.Header().Add("Set-Cookie", value)
	}
	header := w.Header()
	header.Set("Cache-Control", "no-store")
	header.Set("Location", p.publicURL+back(answer.Msg.GetReturnTo()))
	w.WriteHeader(http.StatusSeeOther)
}

// noAccount reports that somebody came from a provider for the first time, and
// has not accepted the terms of an account.
func noAccount(err error) bool {
	var refused *connect.Error
	return errors.As(err, &refused) && rpc.DetailOf(refused).GetReason() == "terms_not_accepted"
}

// back returns the path to go back to: ours, whatever was asked for.
func back(path string) string {
	u, err := url.Parse(path)
	if err != nil || u.IsAbs() || u.Host != "" || u.User != nil || !strings.HasPrefix(u.Path, "/") ||
		strings.HasPrefix(path, "//") || strings.HasPrefix(path, `/\`) {
		return signedIn
	}
	return u.String()
}

// providerSaid words the error codes of RFC 6749, 4.1.2.1. The provider's own
// description is not shown: anybody can put anything into a link.
func providerSaid(code string) string {
	switch code {
	case "access_denied":
		return "You did not allow it. Nothing was changed."
	case "temporarily_unavailable", "server_error":
		return "The provider cannot do it at the moment. Try again in a few minutes."
	}
	return "The provider refused. Try again, or sign in another way."
}

func unfinished(words ...string) view {
	return view{Title: "You are not signed in", Words: append(words, "Go back to the application to sign in."), Link: "/", LinkText: "Back to the application"}
}

func (p *Pages) serveSignedIn(w http.ResponseWriter, _ *http.Request) {
	p.show(w, http.StatusOK, view{
		Title: "You are signed in",
		Words: []string{"You can close this page and go on in the application."},
	})
}
