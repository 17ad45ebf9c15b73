package tailor

import (
	"slices"
	"time"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/store"
)

// Scores are of one CV, each 0 to 100.
type Scores struct {
	// Original is the CV's as it was uploaded; the others are of our template,
	// written and read back: with no change, with all changes, with the accepted.
	Original  int `bson:"original"`
	Untouched int `bson:"untouched"`
	All       int `bson:"all"`
	Accepted  int `bson:"accepted"`
	// Content is that of what is shown: with the accepted changes, or while there
	// are none with all that are not rejected.
	Content int `bson:"content"`
	// Fits are nil without a job description that something is understood of.
	Fits *Fits `bson:"fits,omitempty"`
}

// Fits are how the same cover the job description, each 0 to 100.
type Fits struct {
	Untouched int `bson:"untouched"`
	All       int `bson:"all"`
	Accepted  int `bson:"accepted"`
	Content   int `bson:"content"`
}

// Optimization is a tailored version of a CV.
type Optimization struct {
	ID     string `bson:"_id"`
	UserID string `bson:"userId"`
	CVID   string `bson:"cvId"`
	// CVVersion is the file's that it was made from.
	CVVersion int    `bson:"cvVersion"`
	Name      string `bson:"name"`
	Level     Level  `bson:"level"`
	// TargetRole, Company and JobDescription are as they were asked for.
	TargetRole     string   `bson:"targetRole"`
	Company        string   `bson:"targetCompany"`
	JobDescription string   `bson:"jobDescription"`
	Additions      []string `bson:"additions"`
	Changes        []Change `bson:"changes"`
	// Dropped counts what the model proposed and was not let through.
	Dropped []Count `bson:"dropped"`
	// Notes say what was stated and could not be used; Lower why content scores
	// less than the CV does without changes, empty where it does not.
	Notes     []string  `bson:"notes"`
	Lower     string    `bson:"lower"`
	Label     string    `bson:"label"`
	Scores    Scores    `bson:"scores"`
	CreatedAt time.Time `bson:"createdAt"`
}

// Version is a tailored version as it is shown: with the CV as it is now.
type Version struct {
	Optimization
	// Outdated tells that the CV has changed since; changes of what is not there
	// any more have the status Outdated.
	Outdated bool
	Document *document.Document
	// Parsed is the CV with the accepted changes; while none is accepted, with all
	// that are not rejected.
	Parsed cv.Parsed
}

// DroppedTotal is how many proposals were not let through.
func (o *Optimization) DroppedTotal() int {
	n := 0
	for _, c := range o.Dropped {
		n += c.N
	}
	return n
}

// Open is how many changes ask what nobody has answered yet and has not rejected
// either; whoever accepts all changes at once leaves them out.
func (o *Optimization) Open() int {
	n := 0
	for i := range o.Changes {
		if o.Changes[i].Status == Proposed && o.Changes[i].open() {
			n++
		}
	}
	return n
}

const byCV = "by_cv"

func collection() store.Definition[Optimization] {
	return store.Define[Optimization]("cv_optimizations", store.Schema{
		Owner:     "userId",
		Indexes:   []store.Index{{Name: byCV, Fields: []string{"userId", "cvId", "createdAt"}}},
		Encrypted: []string{"name", "targetRole", "targetCompany", "jobDescription", "additions", "changes", "notes", "lower"},
	})
}

// show puts a version beside the CV as it is now.
func show(o Optimization, v *cv.View) Version {
	out := Version{Optimization: o, Outdated: v.Version != o.CVVersion}
	out.Changes = slices.Clone(o.Changes)
	if v.Reading == nil {
		out.Outdated = true
		for i := range out.Changes {
			out.Changes[i].Status = Outdated
		}
		return out
	}
	out.Document = v.Reading.Document
	for i := range out.Changes {
		c := &out.Changes[i]
		if !c.fits(&v.Reading.Parsed) {
			c.Status, out.Outdated = Outdated, true
		}
	}
	out.Parsed = Apply(v.Reading.Parsed, shown(out.Changes))
	return out
}

// shown are the changes that content has: the accepted ones; while there are none
// all that are not rejected.
func shown(changes []Change) []Change {
	if anyIs(changes, Accepted) {
		return changes
	}
	return all(changes)
}

func anyIs(changes []Change, status Status) bool {
	return slices.ContainsFunc(changes, func(c Change) bool { return c.Status == status })
}

// all are the changes as if all that are proposed were accepted, but for the
// questions that nobody has answered.
func all(changes []Change) []Change {
	out := slices.Clone(changes)
	for i := range out {
		if out[i].Status == Proposed && !out[i].open() {
			out[i].Status = Accepted
		}
	}
	return out
}
