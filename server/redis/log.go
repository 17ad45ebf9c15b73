package redis

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/redis/go-redis/v9"
)

// LogTo makes the client library, which has one logger for the whole process,
// write its remarks where everything else goes, at debug level: what matters of
// them comes back as errors, and a Redis that is away makes many a second.
func LogTo(logger *slog.Logger) { redis.SetLogger(remarks{logger}) }

type remarks struct{ logger *slog.Logger }

// Printf implements the library's logger.
func (r remarks) Printf(ctx context.Context, format string, values ...any) {
	r.logger.DebugContext(ctx, "redis client: "+fmt.Sprintf(format, values...))
}
