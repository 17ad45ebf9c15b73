package observe

import (
	"context"
	"fmt"
	"strings"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
	"go.opentelemetry.io/otel/trace/noop"
)

// Traces makes spans and, with a collector, sends them there.
type Traces struct {
	// Provider is what instrumented parts take.
	Provider trace.TracerProvider
	shutdown func(context.Context) error
}

// NewTraces sends spans to an OTLP/HTTP collector such as
// "http://127.0.0.1:4318"; with no endpoint it makes none. A collector that
// cannot be reached costs spans, never calls: they wait in a bounded queue and
// the newest are dropped when it is full.
func NewTraces(ctx context.Context, endpoint, version string) (*Traces, error) {
	if endpoint == "" {
		return &Traces{Provider: noop.NewTracerProvider(), shutdown: func(context.Context) error { return nil }}, nil
	}
	exporter, err := otlptracehttp.New(ctx, otlptracehttp.WithEndpointURL(strings.TrimSuffix(endpoint, "/")+"/v1/traces"))
	if err != nil {
		return nil, fmt.Errorf("start traces: %w", err)
	}
	provider := sdktrace.NewTracerProvider(
		sdktrace.WithBatcher(exporter),
		sdktrace.WithResource(resource.NewSchemaless(
			attribute.String("service.name", "interviewai"),
			attribute.String("service.version", version),
		)),
	)
	return &Traces{Provider: provider, shutdown: provider.Shutdown}, nil
}

// Close sends what is waiting, for as long as ctx allows.
func (t *Traces) Close(ctx context.Context) error {
	if err := t.shutdown(ctx); err != nil {
		return fmt.Errorf("flush traces: %w", err)
	}
	return nil
}
