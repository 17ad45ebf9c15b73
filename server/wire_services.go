package main

import (
	"context"

	"github.com/interviewai-pro/interviewai/server/config"
)

// wireServices joins the product's own parts: the domains, their adapters and
// the services of the contract.
func wireServices(ctx context.Context, p *platform) (parts, error) {
	var out parts
	if p.accounts != nil {
		accounts, err := wireAccounts(p)
		out.add(accounts)
		if err != nil {
			return out, err
		}
		cvs, err := wireCV(ctx, p)
		out.add(cvs)
		if err != nil {
			return out, err
		}
	}
	if p.has(config.API) {
		coach, err := wireCoach(ctx, p)
		out.add(coach)
		if err != nil {
			return out, err
		}
	}
	if p.accounts != nil {
		interviews, err := wireInterviews(ctx, p)
		out.add(interviews)
		if err != nil {
			return out, err
		}
	}
	if p.has(config.Media) {
		media, err := wireMedia(p)
		out.add(media)
		if err != nil {
			return out, err
		}
	}
	return out, nil
}
