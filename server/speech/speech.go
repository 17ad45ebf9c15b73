// Package speech puts the speech recognisers together: which provider is
// used, with which fallback, and how uploads become sound.
package speech

import (
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/interviewai-pro/interviewai/server/coach"
	"github.com/interviewai-pro/interviewai/server/speech/fallback"
	"github.com/interviewai-pro/interviewai/server/speech/sphinx"
	"github.com/interviewai-pro/interviewai/server/speech/whisper"
)

// Config says which recognisers to use.
type Config struct {
	// Provider (STT_PROVIDER): "openai" for Whisper alone, "offline" for
	// PocketSphinx alone, "auto" or empty for Whisper with the offline
	// fallback when a key or base URL is set, and offline otherwise.
	Provider string
	// APIKey (OPENAI_API_KEY) and BaseURL (OPENAI_BASE_URL).
	APIKey, BaseURL string
	// Model is "whisper-1" when empty.
	Model string
	// TimeLimit of a call, 5 s when zero, without half the sound's length.
	TimeLimit time.Duration
	// InterimEvery is the least time between two interim decodes; 1 s when zero.
	InterimEvery time.Duration
	// Decoders of the offline recogniser; three a core when zero.
	Decoders int
	// ModelDir holds the offline models; Debian's folder when empty.
	ModelDir string
	// HTTP is used for calls; http.DefaultClient when nil.
	HTTP *http.Client
	// Log may be nil.
	Log *slog.Logger
}

// Recogniser is what Config describes. Close it when no recognition is open.
type Recogniser struct {
	coach.Recogniser
	offline *sphinx.Recogniser
}

// Close frees the offline decoders.
func (r *Recogniser) Close() {
	if r.offline != nil {
		r.offline.Close()
	}
}

// New returns the recognisers. The error says what to set or to install. In
// "auto" with a key, a machine without the offline models goes without the
// fallback and says so in the log.
func New(c Config) (*Recogniser, error) {
	online := c.APIKey != "" || c.BaseURL != ""
	switch c.Provider {
	case "openai":
		if !online {
			return nil, fmt.Errorf("speech: STT_PROVIDER=openai needs OPENAI_API_KEY or OPENAI_BASE_URL")
		}
		return &Recogniser{Recogniser: fallback.New([]fallback.Entry{c.whisper()}, fallback.Options{Log: c.Log})}, nil
	case "offline":
		return c.offlineOnly()
	case "", "auto":
		if !online {
			return c.offlineOnly()
		}
	default:
		return nil, fmt.Errorf(`speech: STT_PROVIDER=%q: must be "openai", "offline" or "auto"`, c.Provider)
	}
	entries := []fallback.Entry{c.whisper()}
	offline, err := c.sphinx()
	if err == nil {
		entries = append(entries, fallback.Entry{Name: "offline", Recogniser: offline, Languages: []string{"en"}})
	} else if c.Log != nil {
		c.Log.Warn("no offline speech fallback", "error", err)
	}
	return &Recogniser{Recogniser: fallback.New(entries, fallback.Options{Log: c.Log}), offline: offline}, nil
}

func (c Config) offlineOnly() (*Recogniser, error) {
	offline, err := c.sphinx()
	if err != nil {
		return nil, err
	}
	return &Recogniser{Recogniser: offline, offline: offline}, nil
}

func (c Config) sphinx() (*sphinx.Recogniser, error) {
	return sphinx.New(sphinx.Options{ModelDir: c.ModelDir, Decoders: c.Decoders})
}

func (c Config) whisper() fallback.Entry {
	return fallback.Entry{Name: "whisper", Recogniser: whisper.New(whisper.Options{
		APIKey: c.APIKey, BaseURL: c.BaseURL, Model: c.Model, TimeLimit: c.TimeLimit,
		InterimEvery: c.InterimEvery, HTTP: c.HTTP, Log: c.Log,
	})}
}
