package main

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/interviewai-pro/interviewai/server/config"
	"github.com/interviewai-pro/interviewai/server/web"
)

// providerCheckEvery spares providers: /health is asked every few seconds.
const providerCheckEvery = time.Minute

// providerChecks look after the paid services. Without them the product is
// degraded, and nobody's call fails for it at once.
func providerChecks(c *config.Config) []web.Check {
	base := strings.TrimRight(c.OpenAIBaseURL, "/")
	if base == "" {
		base = "https://api.openai.com/v1"
	}
	return []web.Check{
		{
			Name: "openai", Every: providerCheckEvery, Unconfigured: c.OpenAIKey == "" && c.OpenAIBaseURL == "",
			Ping: func(ctx context.Context) error { return pingProvider(ctx, base+"/models", string(c.OpenAIKey)) },
		},
		{
			Name: "stripe", Every: providerCheckEvery, Unconfigured: c.Reserved.StripeKey == "",
			Ping: func(ctx context.Context) error {
				return pingProvider(ctx, "https://api.stripe.com/v1/balance", string(c.Reserved.StripeKey))
			},
		},
	}
}

// pingProvider asks for something that costs nothing.
func pingProvider(ctx context.Context, url, key string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return err
	}
	if key != "" {
		req.Header.Set("Authorization", "Bearer "+key)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	_ = res.Body.Close()
	// A local server need not list its models; it answers all the same.
	if res.StatusCode >= http.StatusInternalServerError || res.StatusCode == http.StatusUnauthorized {
		return errors.New(res.Status)
	}
	return nil
}
