package llm

import (
	"context"
	"errors"
	"net/http"

	"github.com/anthropics/anthropic-sdk-go"
	"github.com/anthropics/anthropic-sdk-go/option"

	"github.com/interviewai-pro/interviewai/server/coach/answer"
)

// anthropicStreamer speaks Anthropic's messages. It sends no temperature:
// their newer models refuse any but the default.
func anthropicStreamer(p Provider, h *http.Client) streamer {
	base := p.BaseURL
	if base == "" {
		base = "https://api.anthropic.com"
	}
	client := anthropic.NewClient(
		option.WithoutEnvironmentDefaults(),
		option.WithAPIKey(p.Key), option.WithBaseURL(base), option.WithHTTPClient(h), option.WithMaxRetries(0),
	)
	return func(ctx context.Context, model string, pr answer.Prompt, emit func(string) error) (usage, error) {
		params := anthropic.MessageNewParams{
			Model: model, MaxTokens: int64(pr.MaxTokens),
			System: []anthropic.TextBlockParam{{Text: pr.System}},
		}
		for _, m := range pr.Messages {
			block := anthropic.NewTextBlock(m.Text)
			if m.Role == answer.RoleAssistant {
				params.Messages = append(params.Messages, anthropic.NewAssistantMessage(block))
			} else {
				params.Messages = append(params.Messages, anthropic.NewUserMessage(block))
			}
		}
		stream := client.Messages.NewStreaming(ctx, params)
		defer stream.Close()
		var u usage
		reason, stopped := "", false
		for stream.Next() {
			switch e := stream.Current().AsAny().(type) {
			case anthropic.MessageStartEvent:
				u.in = int(e.Message.Usage.InputTokens)
			case anthropic.ContentBlockDeltaEvent:
				if err := emit(e.Delta.Text); err != nil { // empty for thinking blocks
					return u, err
				}
			case anthropic.MessageDeltaEvent:
				reason, u.out = string(e.Delta.StopReason), int(e.Usage.OutputTokens)
			case anthropic.MessageStopEvent:
				stopped = true
			}
		}
		if err := stream.Err(); err != nil {
			var api *anthropic.Error
			if errors.As(err, &api) && api.StatusCode >= http.StatusBadRequest {
				return u, statusOf(api.StatusCode, api.Response)
			}
			return u, err
		}
		if !stopped {
			return u, errEnd
		}
		return u, ended(reason)
	}
}
