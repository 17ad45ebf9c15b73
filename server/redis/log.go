package redis

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"

	"github.com/redis/go-redis/v9"
)

// library is told once where to write, whatever is opened after: it has one
// logger for the whole process and reads it without a lock.
var (
	library  sync.Once
	remarkTo atomic.Pointer[slog.Logger]
)

// LogTo makes the client library write its remarks where everything else goes,
// at debug level: what matters of them comes back as errors, and a Redis that is
// away makes many a second. Call it before anything is opened.
func LogTo(to *slog.Logger) {
	remarkTo.Store(to)
	library.Do(func() { redis.SetLogger(remarks{}) })
}

type remarks struct{}

// Printf implements the library's logger.
func (remarks) Printf(ctx context.Context, format string, values ...any) {
	remarkTo.Load().DebugContext(ctx, "redis client: "+fmt.Sprintf(format, values...))
}
