package jobs

import "context"

// ErrStopping and ErrTaken are why a handler's context may end.
var (
	ErrStopping = errStopping
	ErrTaken    = errTaken
)

// Describe is describe.
func Describe(err error) string { return describe(err) }

// Stored is a job's document.
type Stored = document

// Document reads a job's document.
func (j *Jobs) Document(ctx context.Context, id string) (Stored, error) {
	return j.documents.Get(ctx, id)
}

// Offer does what a worker does with a job that Redis names, without Redis.
func (j *Jobs) Offer(ctx context.Context, id string) error {
	d, err := j.documents.Get(ctx, id)
	if err != nil {
		return err
	}
	return j.work(ctx, id, d.Claims)
}

// OfferAt does so with a claim that may be out of date.
func (j *Jobs) OfferAt(ctx context.Context, id string, claims int) error {
	return j.work(ctx, id, claims)
}

// Sweeper returns what sweeps once each time it is called.
func (j *Jobs) Sweeper() func(ctx context.Context) error {
	s := &sweeper{Jobs: j}
	return s.sweep
}

// SweepSoon makes a running sweep begin now.
func (j *Jobs) SweepSoon() { j.sweepSoon() }
