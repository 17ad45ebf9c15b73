package llmtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"
	"unicode"
)

// wire writes the events of one protocol.
type wire interface {
	begin(tokens int) []string
	delta(text string) []string
	end(stop string, in, out int) []string
}

func (s *Server) openAI(w http.ResponseWriter, r *http.Request) {
	s.serve(w, r, "openai", func(model string) wire { return openAIWire{model} })
}

func (s *Server) anthropic(w http.ResponseWriter, r *http.Request) {
	s.serve(w, r, "anthropic", func(model string) wire { return anthropicWire{model} })
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request, provider string, protocol func(model string) wire) {
	q, err := readRequest(provider, r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	reply := s.decide(q)
	switch {
	case reply.Hang:
		s.wait(r, nil)
		return
	case reply.Status != 0 && reply.Status != http.StatusOK:
		if reply.RetryAfter != "" {
			w.Header().Set("Retry-After", reply.RetryAfter)
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(reply.Status)
		// As real providers do, the message quotes the key.
		fmt.Fprintf(w, `{"type":"error","error":{"type":"server_error","code":"failed","message":%q}}`, "failed for key "+q.Key)
		return
	case reply.Rubbish:
		fmt.Fprint(w, "<html>502 Bad Gateway</html>")
		return
	}
	s.stream(w, r, reply, q, protocol(q.Model))
}

func (s *Server) stream(w http.ResponseWriter, r *http.Request, reply Reply, q Request, p wire) {
	w.Header().Set("Content-Type", "text/event-stream")
	flush := http.NewResponseController(w)
	send := func(events []string) {
		for _, e := range events {
			_, _ = w.Write([]byte(e)) // a client that went away is noticed by wait
		}
		_ = flush.Flush()
	}
	in := len(q.System+q.User) / 4
	send(p.begin(in))
	if reply.FirstToken > 0 && !s.wait(r, time.NewTimer(reply.FirstToken)) {
		return
	}
	words := Tokens(reply.Text)
	for i, t := range words {
		switch {
		case i > 0 && i == reply.BreakAfter:
			panic(http.ErrAbortHandler) // cuts the connection
		case i > 0 && i == reply.StallAfter:
			s.wait(r, nil)
			return
		case i > 0 && reply.TokensPerSecond > 0:
			if !s.wait(r, time.NewTimer(time.Duration(float64(time.Second)/reply.TokensPerSecond))) {
				return
			}
		}
		send(p.delta(t))
	}
	stop := reply.Stop
	if stop == "" {
		stop = "stop"
	}
	send(p.end(stop, in, len(words)))
}

// wait waits for the timer (for ever when nil); false means that the client or
// the server went away.
func (s *Server) wait(r *http.Request, t *time.Timer) bool {
	var fired <-chan time.Time
	if t != nil {
		fired = t.C
		defer t.Stop()
	}
	select {
	case <-fired:
		return true
	case <-r.Context().Done():
	case <-s.quit:
	}
	return false
}

// Tokens cuts a text into the pieces in which the server sends it: words with
// the space before them.
func Tokens(text string) []string {
	var out []string
	start, word := 0, false
	for i, r := range text {
		if space := unicode.IsSpace(r); space && word {
			out = append(out, text[start:i])
			start, word = i, false
		} else if !space {
			word = true
		}
	}
	if start < len(text) {
		out = append(out, text[start:])
	}
	return out
}

type object map[string]any

func event(name string, v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err) // only maps of strings and numbers come here
	}
	if name != "" {
		return fmt.Sprintf("event: %s\ndata: %s\n\n", name, data)
	}
	return fmt.Sprintf("data: %s\n\n", data)
}

type openAIWire struct{ model string }

func (p openAIWire) chunk(choices []object, usage object) string {
	return event("", object{"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": p.model, "choices": choices, "usage": usage})
}

func (p openAIWire) begin(int) []string {
	return []string{p.chunk([]object{{"index": 0, "delta": object{"role": "assistant", "content": ""}, "finish_reason": nil}}, nil)}
}

func (p openAIWire) delta(text string) []string {
	return []string{p.chunk([]object{{"index": 0, "delta": object{"content": text}, "finish_reason": nil}}, nil)}
}

func (p openAIWire) end(stop string, in, out int) []string {
	return []string{
		p.chunk([]object{{"index": 0, "delta": object{}, "finish_reason": stop}}, nil),
		p.chunk([]object{}, object{"prompt_tokens": in, "completion_tokens": out, "total_tokens": in + out}),
		"data: [DONE]\n\n",
	}
}

type anthropicWire struct{ model string }

func (p anthropicWire) begin(in int) []string {
	return []string{
		event("message_start", object{"type": "message_start", "message": object{
			"id": "msg_1", "type": "message", "role": "assistant", "model": p.model, "content": []object{}, "stop_reason": nil,
			"usage": object{"input_tokens": in, "output_tokens": 1},
		}}),
		event("content_block_start", object{"type": "content_block_start", "index": 0, "content_block": object{"type": "text", "text": ""}}),
	}
}

func (anthropicWire) delta(text string) []string {
	return []string{event("content_block_delta", object{"type": "content_block_delta", "index": 0, "delta": object{"type": "text_delta", "text": text}})}
}

func (anthropicWire) end(stop string, _, out int) []string {
	reasons := map[string]string{"stop": "end_turn", "length": "max_tokens", "content_filter": "refusal"}
	return []string{
		event("content_block_stop", object{"type": "content_block_stop", "index": 0}),
		event("message_delta", object{"type": "message_delta", "delta": object{"stop_reason": reasons[stop]}, "usage": object{"output_tokens": out}}),
		event("message_stop", object{"type": "message_stop"}),
	}
}
