package llm

import (
	"context"
	"errors"
	"net/http"

	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"

	"github.com/interviewai-pro/interviewai/server/coach/answer"
)

// openAIStreamer speaks chat completions, which compatible servers know too.
func openAIStreamer(p Provider, h *http.Client) streamer {
	key := p.Key
	if key == "" {
		key = "none" // local servers want a header, but no key
	}
	base := p.BaseURL
	if base == "" {
		base = "https://api.openai.com/v1"
	}
	opts := []option.RequestOption{
		option.WithAPIKey(key), option.WithBaseURL(base), option.WithHTTPClient(h),
		option.WithMaxRetries(0), // the next provider is the retry
	}
	if p.Organization != "" {
		opts = append(opts, option.WithOrganization(p.Organization))
	}
	client := openai.NewClient(opts...)
	return func(ctx context.Context, model string, pr answer.Prompt, emit func(string) error) (usage, error) {
		stream := client.Chat.Completions.NewStreaming(ctx, openAIParams(p, model, pr))
		defer stream.Close()
		var u usage
		finish := ""
		for stream.Next() {
			chunk := stream.Current()
			if n := chunk.Usage; n.TotalTokens > 0 {
				u = usage{int(n.PromptTokens), int(n.CompletionTokens)}
			}
			for _, ch := range chunk.Choices {
				if err := emit(ch.Delta.Content); err != nil {
					return u, err
				}
				if ch.FinishReason != "" {
					finish = ch.FinishReason
				}
			}
		}
		if err := stream.Err(); err != nil {
			var api *openai.Error
			if errors.As(err, &api) && api.StatusCode >= http.StatusBadRequest {
				return u, statusOf(api.StatusCode, api.Response)
			}
			return u, err
		}
		return u, ended(finish)
	}
}

func openAIParams(p Provider, model string, pr answer.Prompt) openai.ChatCompletionNewParams {
	messages := []openai.ChatCompletionMessageParamUnion{openai.SystemMessage(pr.System)}
	for _, m := range pr.Messages {
		if m.Role == answer.RoleAssistant {
			messages = append(messages, openai.AssistantMessage(m.Text))
		} else {
			messages = append(messages, openai.UserMessage(m.Text))
		}
	}
	params := openai.ChatCompletionNewParams{
		Model: model, Messages: messages, Temperature: openai.Float(pr.Temperature),
		StreamOptions: openai.ChatCompletionStreamOptionsParam{IncludeUsage: openai.Bool(true)},
	}
	if p.NoStore { // OpenAI itself: its newer models refuse the older max_tokens
		params.Store = openai.Bool(false)
		params.MaxCompletionTokens = openai.Int(int64(pr.MaxTokens))
	} else {
		params.MaxTokens = openai.Int(int64(pr.MaxTokens))
	}
	return params
}

// ended judges a finish or stop reason of either provider.
func ended(reason string) error {
	switch reason {
	case "stop", "end_turn", "stop_sequence":
		return nil
	case "length", "max_tokens":
		return errCut
	case "content_filter", "refusal":
		return errFiltered
	}
	return errEnd
}
