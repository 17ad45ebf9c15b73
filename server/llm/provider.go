package llm

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/interviewai-pro/interviewai/server/coach/answer"
)

// The providers' names in LLM_PROVIDERS.
const (
	OpenAI    = "openai"
	Anthropic = "anthropic"
)

// Provider is one configured service.
type Provider struct {
	// Name is OpenAI or Anthropic.
	Name string
	// Key is the API key; it may be empty for a local server.
	Key string
	// BaseURL overrides the provider's address.
	BaseURL string
	// Organization is OpenAI's; may be empty.
	Organization string
	// Quick and Strong are the models by need.
	Quick, Strong string
	// NoStore sends "store": false, which not every compatible server knows.
	NoStore bool
}

// Credentials are the settings from which Providers makes a list.
type Credentials struct {
	OpenAIKey, OpenAIBaseURL, OpenAIOrganization, OpenAIModel string
	AnthropicKey, AnthropicBaseURL, AnthropicModel            string
}

// Default models: without reasoning before the first token, since a candidate
// waits; the strong one for technical, case and long answers.
const (
	openAIQuick, openAIStrong       = "gpt-4.1-mini", "gpt-4.1"
	anthropicQuick, anthropicStrong = "claude-haiku-4-5", "claude-sonnet-4-6"
)

// aliases are the specification's model names: the provider that serves each,
// and the need whose model stands for it today.
var aliases = map[string]struct {
	provider string
	need     answer.Need
}{
	"gpt-4":               {OpenAI, answer.NeedStrong},
	"gpt-4-turbo-preview": {OpenAI, answer.NeedStrong},
	"gpt-3.5-turbo":       {OpenAI, answer.NeedQuick},
	"claude-3.5":          {Anthropic, answer.NeedStrong},
	"claude-3.5-sonnet":   {Anthropic, answer.NeedStrong},
}

// prices are list prices in US dollars for a million tokens, input and output,
// as published when this was written; other models cost "unknown", 0.
var prices = map[string][2]float64{
	"gpt-4.1": {2, 8}, "gpt-4.1-mini": {0.4, 1.6}, "gpt-4.1-nano": {0.1, 0.4}, "gpt-4o": {2.5, 10}, "gpt-4o-mini": {0.15, 0.6},
	"claude-haiku-4-5": {1, 5}, "claude-sonnet-4-5": {3, 15}, "claude-sonnet-4-6": {3, 15},
}

// Providers reads the entries of LLM_PROVIDERS, such as "openai" or
// "openai:gpt-4o-mini" (one model for every need). It returns all mistakes at
// once.
func Providers(entries []string, c Credentials) ([]Provider, error) {
	var out []Provider
	var errs []error
	for _, e := range entries {
		name, model, _ := strings.Cut(strings.TrimSpace(e), ":")
		var p Provider
		switch name {
		case OpenAI:
			p = Provider{
				Name: name, Key: c.OpenAIKey, BaseURL: c.OpenAIBaseURL, Organization: c.OpenAIOrganization,
				Quick: openAIQuick, Strong: openAIStrong, NoStore: knowsStore(c.OpenAIBaseURL),
			}
			p.only(c.OpenAIModel)
			if p.Key == "" && p.BaseURL == "" {
				errs = append(errs, errors.New("LLM_PROVIDERS names openai, but neither OPENAI_API_KEY nor OPENAI_BASE_URL is set"))
			}
		case Anthropic:
			p = Provider{Name: name, Key: c.AnthropicKey, BaseURL: c.AnthropicBaseURL, Quick: anthropicQuick, Strong: anthropicStrong}
			p.only(c.AnthropicModel)
			if p.Key == "" {
				errs = append(errs, errors.New("LLM_PROVIDERS names anthropic, but ANTHROPIC_API_KEY is not set"))
			}
		default:
			errs = append(errs, fmt.Errorf("LLM_PROVIDERS: unknown provider %q; known are openai and anthropic", name))
			continue
		}
		p.only(model)
		out = append(out, p)
	}
	return out, errors.Join(errs...)
}

func (p *Provider) only(model string) {
	if model != "" {
		p.Quick, p.Strong = model, model
	}
}

// knowsStore says that the server at a base URL is OpenAI's own.
func knowsStore(base string) bool {
	if base == "" {
		return true
	}
	u, err := url.Parse(base)
	return err == nil && (u.Hostname() == "api.openai.com" || strings.HasSuffix(u.Hostname(), ".openai.com"))
}

// choose picks the model: the one wished when it is one of ours, else by need.
func (p *provider) choose(wished string, need answer.Need) string {
	if a, ok := aliases[wished]; ok {
		if a.provider == p.Name {
			need = a.need
		}
	} else if wished != "" && (wished == p.Quick || wished == p.Strong) {
		return wished
	}
	if need == answer.NeedQuick {
		return p.Quick
	}
	return p.Strong
}

// order puts the provider of a wished model first; an unknown wish changes
// nothing, so that a caller cannot choose a model we do not pay for.
func (c *Client) order(wished string) []*provider {
	out := slices.Clone(c.providers)
	serves := func(p *provider) bool {
		a, ok := aliases[wished]
		return ok && a.provider == p.Name || wished != "" && (p.Quick == wished || p.Strong == wished)
	}
	slices.SortStableFunc(out, func(a, b *provider) int {
		switch {
		case serves(a) == serves(b):
			return 0
		case serves(a):
			return -1
		}
		return 1
	})
	return out
}

func newStreamer(p Provider, h *http.Client) (streamer, error) {
	switch p.Name {
	case OpenAI:
		return openAIStreamer(p, h), nil
	case Anthropic:
		return anthropicStreamer(p, h), nil
	}
	return nil, fmt.Errorf("llm: unknown provider %q", p.Name)
}

// cost estimates the price of a call; 0 when the model's price is not known.
func cost(model string, u usage) float64 {
	p := prices[model]
	return (float64(u.in)*p[0] + float64(u.out)*p[1]) / 1e6
}
