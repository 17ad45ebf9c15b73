package oauth

import (
	"context"
	"fmt"
)

// Start begins an attempt. It refuses an unknown provider, a ReturnTo that is
// not a path of ours (fault Invalid, field "return_to"), and is ErrUnavailable
// when the provider's addresses are not known yet and cannot be asked for.
func (f *Flow) Start(ctx context.Context, provider string, a Attempt) (Started, error) {
	p, err := f.provider(provider)
	if err != nil {
		return Started{}, err
	}
	if a.ReturnTo, err = returnPath(a.ReturnTo); err != nil {
		return Started{}, err
	}
	s := Started{State: secret(), Binding: secret()}
	doc := attempt{
		ID: key(s.State), ExpiresAt: f.now().Add(Life),
		Secret: kept{Provider: provider, Binding: key(s.Binding), Nonce: secret(), Verifier: secret(), Attempt: a},
	}
	if s.URL, err = p.URL(ctx, f.request(s.State, doc.Secret)); err != nil {
		return Started{}, fmt.Errorf("begin sign-in at %s: %w", provider, err)
	}
	if err := f.attempts.Insert(ctx, doc); err != nil {
		return Started{}, fmt.Errorf("keep sign-in attempt: %w", err)
	}
	return s, nil
}

// Finish says who came back with a code. The attempt is used up before the
// provider is asked, so that of any number of calls at most one gets there; one
// that fails afterwards begins again with Start.
func (f *Flow) Finish(ctx context.Context, provider, code, state, binding string) (Finished, error) {
	p, err := f.provider(provider)
	if err != nil {
		return Finished{}, err
	}
	if code == "" {
		return Finished{}, ErrCode
	}
	k, err := f.spend(ctx, provider, state, binding)
	if err != nil {
		return Finished{}, err
	}
	who, err := p.Identify(ctx, code, f.request(state, k))
	if err != nil {
		return Finished{}, fmt.Errorf("finish sign-in at %s: %w", provider, err)
	}
	if who.Subject == "" {
		return Finished{}, fmt.Errorf("finish sign-in at %s: %w", provider, ErrIdentity.Because(errNoSubject))
	}
	who.Provider = provider
	return Finished{Identity: who, Attempt: k.Attempt}, nil
}

func (f *Flow) request(state string, k kept) Request {
	return Request{
		RedirectURL: f.RedirectURL(k.Provider), State: state, Nonce: k.Nonce, Verifier: k.Verifier, Client: f.client,
	}
}
