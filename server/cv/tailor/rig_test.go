package tailor_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/ats"
	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/job"
	"github.com/interviewai-pro/interviewai/server/cv/read"
	"github.com/interviewai-pro/interviewai/server/cv/structure"
	"github.com/interviewai-pro/interviewai/server/cv/tailor"
	"github.com/interviewai-pro/interviewai/server/fault"
)

const (
	anna  = account.UserID("64a1b2c3d4e5f6a7b8c9d0e1")
	boris = account.UserID("64a1b2c3d4e5f6a7b8c9d0e2")
)

// annas is a CV as people write them.
const annas = `Anna Berg
Software Engineer
anna@example.org | +49 30 1234567 | Berlin

SUMMARY
Results-driven software engineer with 7 years of experience in Java.

EXPERIENCE
Junior Developer, Initech
06/2017 - 02/2021
- Was responsible for maintaining 40 servers on k8s
- I developed billing in golang for 3 banks
- Helped the support team with customer questions
- migrated the CRM from Oracle to PostgreSQL

Backend Engineer, Acme GmbH
03/2021 - present
- Successfully reduced costs by 20% and latency by 30%
- Participated in the migration of payments to Kafka
- Improved teh release process of the platform team
- Did not use Terraform in production.

EDUCATION
BSc Computer Science, TU Berlin, 2013 - 2017

SKILLS
Java, Docker, k8s
`

// job is what somebody would like to apply for.
const jobAd = `Backend Engineer
Requirements:
- Kubernetes and Docker
- PostgreSQL
- Kafka
- Terraform
- Rust
`

func parsed(t testing.TB, text string) (*document.Document, cv.Parsed) {
	t.Helper()
	doc, err := read.New(nil).Read(t.Context(), []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return doc, structure.Parse(doc)
}

// proof finds one mistake.
type proof struct{}

func (proof) Check(doc *document.Document, _ *cv.Parsed) ([]ats.Slip, []string) {
	var out []ats.Slip
	for i, l := range doc.Lines {
		if at := strings.Index(l.Text, "teh"); at >= 0 {
			out = append(out, ats.Slip{Span: document.Span{Line: i, Start: at, End: at + 3}, Kind: "spelling", Message: "Spelling.", Suggestions: []string{"the"}})
		}
		if at := strings.Index(l.Text, "BSc"); at >= 0 { // unsure
			out = append(out, ats.Slip{Span: document.Span{Line: i, Start: at, End: at + 3}, Kind: "spelling", Suggestions: []string{"Bac", "Bus"}})
		}
	}
	return out, nil
}

func input(t testing.TB, level tailor.Level) tailor.Input {
	t.Helper()
	doc, p := parsed(t, annas)
	slips, _ := proof{}.Check(doc, &p)
	return tailor.Input{Document: doc, Parsed: p, Slips: slips, Level: level, TargetRole: "backend engineer", JobDescription: jobAd, Posting: job.Parse(jobAd)}
}

// change finds one by a piece of what it makes or of what was there.
func change(t testing.TB, all []tailor.Change, kind tailor.Kind, piece string) tailor.Change {
	t.Helper()
	i := slices.IndexFunc(all, func(c tailor.Change) bool {
		return c.Kind == kind && (strings.Contains(c.After, piece) || c.After == "" && strings.Contains(c.Before, piece))
	})
	if i < 0 {
		t.Fatalf("no %s change with %q in %s", kind, piece, list(all))
	}
	return all[i]
}

func list(all []tailor.Change) string {
	var out strings.Builder
	for _, c := range all {
		out.WriteString("\n" + string(c.Kind) + " " + c.Path + ": " + c.Before + " → " + c.After + " " + c.Asks)
	}
	return out.String()
}

func accepted(all ...tailor.Change) []tailor.Change {
	out := slices.Clone(all)
	for i := range out {
		out[i].Status = tailor.Accepted
	}
	return out
}

// cvs are CVs in memory.
type cvs struct {
	mu  sync.Mutex
	all map[string]cv.View
}

func (c *cvs) Get(_ context.Context, owner account.UserID, id string) (cv.View, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	v, ok := c.all[id]
	if !ok || v.UserID != string(owner) {
		return cv.View{}, fault.New(fault.NotFound, "not_found", "There is no such CV.")
	}
	return v, nil
}

func (c *cvs) put(v cv.View) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.all[v.ID] = v
}
