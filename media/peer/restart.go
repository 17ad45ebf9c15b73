package peer

import (
	"context"
	"errors"
	"fmt"
)

var (
	// errStale means that a PATCH names an ICE session that is past.
	errStale = errors.New("this is not the present ICE session")
	// errRestart means that a restart cannot be done as asked; the session
	// goes on as it was.
	errRestart = errors.New("ICE restart not possible")
)

// anyTag is the If-Match value of a restart.
const anyTag = "*"

// patched is the outcome of a PATCH.
type patched struct {
	restarted bool
	tag, body string
}

// patch applies a fragment: more candidates, or new credentials, which mean an
// ICE restart whatever tag they come with (RFC 9725 §4.3.3). Candidates need
// nothing done, see offer.prepare. Errors wrap errStale, errRestart or ErrOver,
// and leave the peer as it is.
func (p *peer) patch(ctx context.Context, tag string, f fragment) (patched, error) {
	p.negotiation.Lock()
	defer p.negotiation.Unlock()
	if p.over() {
		return patched{}, ErrOver
	}
	if tag != anyTag && tag != p.tag {
		return patched{}, errStale
	}
	for _, mid := range f.mids {
		if _, ok := p.offer.section(mid); !ok {
			return patched{}, fmt.Errorf("%w: mid %q was not negotiated", errRestart, mid)
		}
	}
	if f.ice == (credentials{}) && tag == anyTag {
		return patched{}, fmt.Errorf("%w: no ice-ufrag and ice-pwd", errRestart)
	}
	if f.ice == (credentials{}) || f.ice == p.offer.ice {
		return patched{}, nil
	}
	next := p.offer.restarted(f.ice)
	a, err := p.exchange(ctx, next)
	if err != nil {
		return patched{}, fmt.Errorf("%w: %w", errRestart, err)
	}
	p.offer, p.answer, p.tag = next, a, newTag()
	p.log.Info("ice restarted")
	mid := ""
	for m := range p.declared {
		mid = m
	}
	return patched{restarted: true, tag: p.tag, body: a.restartBody(mid)}, nil
}
