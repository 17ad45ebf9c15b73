package page

import (
	"context"
	"errors"
	"net/http"
	"unicode/utf8"

	"connectrpc.com/connect"

	interviewaiv1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/server/rpc"
	"github.com/interviewai-pro/interviewai/server/web/forward"
)

const (
	// maxForm bounds what is read of a form; the contract bounds its fields.
	maxForm = 8 << 10
	// maxToken is the contract's bound for mailed tokens.
	maxToken = 200
)

// form is a page with something to send.
type form struct {
	path, title, explain, button string
	// password asks for a new one.
	password bool
	// done is the title once it has worked.
	done string
	// otherwise says what to do when the link is not good any more.
	otherwise string
	// send makes the call and returns what to tell the person.
	send func(ctx context.Context, header func(http.Header), token, password string) (string, error)
}

func (p *Pages) forms() map[string]form {
	return map[string]form{
		verifyEmail: {
			path: verifyEmail, title: "Confirm your address", button: "Confirm", otherwise: `If you have confirmed your address already, sign in. Signing in also offers a new link.`,
			done:    "Your address is confirmed",
			explain: "One click and your account is ready.",
			send: func(ctx context.Context, header func(http.Header), token, _ string) (string, error) {
				return said(p.accounts.VerifyEmail(ctx, request(header, &interviewaiv1.VerifyEmailRequest{Token: token})))
			},
		},
		resetPassword: {
			path: resetPassword, title: "Choose a new password", button: "Set the password", otherwise: `Ask for a new link with "forgot password".`,
			done: "Your password is new", password: true,
			explain: "All devices that are signed in now will have to sign in again.",
			send: func(ctx context.Context, header func(http.Header), token, password string) (string, error) {
				return said(p.accounts.ResetPassword(ctx, request(header, &interviewaiv1.ResetPasswordRequest{Token: token, NewPassword: password})))
			},
		},
		confirmEmail: {
			path: confirmEmail, title: "Confirm the change of address", button: "Confirm", otherwise: `If both addresses were confirmed, sign in with the new one. Otherwise ask for the change again in your account.`,
			done:    "Confirmed",
			explain: "The address of your account changes once both the present and the new one are confirmed.",
			send: func(ctx context.Context, header func(http.Header), token, _ string) (string, error) {
				return said(p.accounts.ConfirmEmailChange(ctx, request(header, &interviewaiv1.ConfirmEmailChangeRequest{Token: token})))
			},
		},
		restore: {
			path: restore, title: "Keep your account", button: "Keep it", otherwise: `If you have kept it already, sign in. Signing in keeps an account as well.`,
			done:    "Your account is back",
			explain: "Your account is to be erased. One click and everything is as it was.",
			send: func(ctx context.Context, header func(http.Header), token, _ string) (string, error) {
				return said(p.users.RestoreAccount(ctx, request(header, &interviewaiv1.RestoreAccountRequest{Token: token})))
			},
		},
	}
}

// request makes a call on behalf of the person at the page.
func request[T any](header func(http.Header), message *T) *connect.Request[T] {
	r := connect.NewRequest(message)
	header(r.Header())
	return r
}

// said returns an answer's words.
func said[T any, M interface {
	*T
	GetMessage() string
}](answer *connect.Response[T], err error) (string, error) {
	if err != nil {
		return "", err //nolint:wrapcheck // shown to the person as the call refused it
	}
	return M(answer.Msg).GetMessage(), nil
}

// ask is the page before anything was sent.
func (*Pages) ask(f form, token string) view {
	if token == "" || len(token) > maxToken || !utf8.ValidString(token) {
		return view{Title: "This link is not complete", Words: []string{"Open the link in the mail again, or copy all of it into the address bar."}}
	}
	return view{
		Title: f.title, Words: []string{f.explain},
		Form: &formView{Path: f.path, Token: token, Button: f.button, Password: f.password},
	}
}

// submit sends what the person entered.
func (p *Pages) submit(w http.ResponseWriter, r *http.Request, f form) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		p.show(w, http.StatusBadRequest, view{Title: "This did not work", Words: []string{"The form could not be read. Open the link in the mail again."}})
		return
	}
	token, password := r.PostForm.Get("token"), r.PostForm.Get("password")
	asked := p.ask(f, token)
	if asked.Form == nil {
		p.show(w, http.StatusBadRequest, asked)
		return
	}
	if f.password && password != r.PostForm.Get("again") {
		asked.Faults = []string{"The two passwords are not the same."}
		p.show(w, http.StatusBadRequest, asked)
		return
	}
	message, err := f.send(r.Context(), func(to http.Header) {
		forward.Header(r, to)
		to.Del("Authorization") // the token in the form is all that counts
	}, token, password)
	if err != nil {
		status, refused := refusal(err)
		if refused.again {
			// The token is still good: what was entered must be changed.
			asked.Faults = refused.words
			p.show(w, status, asked)
			return
		}
		p.show(w, status, view{Title: "This did not work", Words: append(refused.words, f.otherwise), Link: "/account", LinkText: "Go to your account"})
		return
	}
	p.show(w, http.StatusOK, view{Title: f.done, Words: []string{message}, Link: "/account", LinkText: "Go on to your account"})
}

// refused says why a call failed and whether the same form can be sent again.
type refused struct {
	words []string
	again bool
}

func refusal(err error) (status int, out refused) {
	status = http.StatusInternalServerError
	out.words = []string{"Something went wrong on our side. Try again in a moment."}
	var e *connect.Error
	if !errors.As(err, &e) {
		return status, out
	}
	detail := rpc.DetailOf(e)
	if detail == nil {
		return status, out
	}
	out.words = []string{detail.GetMessage()}
	switch e.Code() { //nolint:exhaustive // the rest is our own mistake
	case connect.CodeResourceExhausted:
		return http.StatusTooManyRequests, out
	case connect.CodeUnavailable:
		return http.StatusServiceUnavailable, out
	case connect.CodeInvalidArgument, connect.CodeFailedPrecondition, connect.CodeNotFound, connect.CodePermissionDenied, connect.CodeUnauthenticated:
		status = http.StatusBadRequest
	}
	if fields := detail.GetFields(); len(fields) > 0 {
		out.words, out.again = nil, true
		for _, f := range fields {
			out.words = append(out.words, f.GetMessage())
		}
	}
	return status, out
}
