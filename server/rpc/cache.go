package rpc

import (
	"context"
	"strings"

	"google.golang.org/protobuf/proto"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
)

// ResponseCache keeps answers of frequent reads for five minutes at most. It may
// forget any of them at any time, and never fails: what it cannot do, it does
// not do, and the handler is asked.
type ResponseCache interface {
	// Look returns the answer kept under key, or nil and a function that keeps a
	// fresh one. It is nil when nothing may be kept now. What is read after Look
	// returned, but before an Invalidate of one of the tags, is not kept.
	// empty makes a message to decode into. Answers are shared: do not change them.
	Look(ctx context.Context, key string, tags []string, empty func() proto.Message) (answer proto.Message, keep func(context.Context, proto.Message))
	// Hold makes sure that nothing with these tags is served or kept until they
	// are invalidated, also if this process should die before that.
	Hold(ctx context.Context, tags ...string)
	// Invalidate forgets the answers with these tags, in every process, after
	// what they show has changed.
	Invalidate(ctx context.Context, tags ...string)
}

// caching answers frequent reads from the cache, and invalidates what a call
// changes, also when it fails: it may have changed something before.
func caching(cache ResponseCache) rule {
	return func(ctx context.Context, c *call, next func(context.Context) error) error {
		switch {
		case cache == nil || !c.unary():
			return next(ctx)
		case c.door.Cached != nil:
			return cached(ctx, c, cache, next)
		case c.door.Changes != "":
			return changing(ctx, c, cache, next)
		}
		return next(ctx)
	}
}

func cached(ctx context.Context, c *call, cache ResponseCache, next func(context.Context) error) error {
	key, ok := cacheKey(c)
	if !ok {
		return next(ctx)
	}
	answer, keep := cache.Look(ctx, key, tagsOf(c, c.door.Cached.Reads), c.door.Cached.message)
	if answer != nil {
		c.response = c.door.Cached.response(answer)
		return nil
	}
	if err := next(ctx); err != nil || keep == nil {
		return err
	}
	if answer, ok := c.response.Any().(proto.Message); ok {
		keep(ctx, answer)
	}
	return nil
}

func changing(ctx context.Context, c *call, cache ResponseCache, next func(context.Context) error) error {
	before := tagsOf(c, c.door.Changes)
	if len(before) > 0 {
		cache.Hold(ctx, before...)
	}
	// Deferred, for a handler that panics; and without the call's end, which a
	// client that hangs up brings about after the change was made.
	defer func() {
		if after := tagsOf(c, c.door.Changes); len(after) > 0 {
			cache.Invalidate(context.WithoutCancel(ctx), after...)
		}
	}()
	return next(ctx)
}

// cacheKey is all that an answer depends on besides the tags' data: procedure,
// caller with role, and request.
func cacheKey(c *call) (string, bool) {
	message, ok := c.request.(proto.Message)
	if !ok {
		return "", false
	}
	request, err := proto.MarshalOptions{Deterministic: true}.Marshal(message)
	if err != nil {
		return "", false
	}
	return strings.Join([]string{c.spec.Procedure, string(c.caller.UserID), string(c.caller.Role), string(request)}, "\x00"), true
}

// tagsOf finds the users that a tag means.
func tagsOf(c *call, tag Tag) []string {
	var ids []string
	switch tag {
	case OfCaller:
		ids = append(ids, string(c.caller.UserID))
	case OfSubject:
		ids = append(ids, subjectOf(c.request))
		if c.response != nil {
			ids = append(ids, subjectOf(c.response.Any()))
		}
	}
	var tags []string
	for _, id := range ids {
		if id != "" {
			tags = append(tags, UserTag(id))
		}
	}
	return tags
}

// subjectOf returns the user that a message names.
func subjectOf(message any) string {
	switch m := message.(type) {
	case interface{ GetUserId() string }:
		return m.GetUserId()
	case interface{ GetUser() *v1.UserProfile }:
		return m.GetUser().GetId()
	}
	return ""
}
