package jobs

import (
	"context"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"

	"github.com/interviewai-pro/interviewai/server/observe"
)

// asynqLog passes on what asynq has to say. asynq repeats itself several times a second while Redis is away, so only some
// of it is passed on; the rest is counted.
type asynqLog struct {
	logger  *slog.Logger
	limit   *rate.Limiter
	dropped atomic.Int64
}

func newLog(logger *slog.Logger) *asynqLog {
	return &asynqLog{logger: logger.With(observe.KeyPart, "asynq"), limit: rate.NewLimiter(rate.Every(10*time.Second), 3)}
}

func (l *asynqLog) say(level slog.Level, args []any) {
	if !l.limit.Allow() {
		l.dropped.Add(1)
		return
	}
	l.logger.Log(context.Background(), level, fmt.Sprint(args...), "left_out_before", l.dropped.Swap(0))
}

// Debug implements asynq.Logger; the rest of its methods follow.
func (l *asynqLog) Debug(...any) {}

// Info is asynq's chatter about starting and stopping.
func (l *asynqLog) Info(...any) {}

// Warn passes on what asynq mends by itself.
func (l *asynqLog) Warn(args ...any) { l.say(slog.LevelWarn, args) }

// Error passes on what fails; the documents make it no more than a delay.
func (l *asynqLog) Error(args ...any) { l.say(slog.LevelWarn, args) }

// Fatal does not end the process: that is for whoever runs it to decide.
func (l *asynqLog) Fatal(args ...any) { l.say(slog.LevelError, args) }
