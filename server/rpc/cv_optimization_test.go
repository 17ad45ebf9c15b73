package rpc_test

import (
	"context"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/job"
	"github.com/interviewai-pro/interviewai/server/cv/tailor"
)

// openTailor opens tailored versions that are all worth 70 and cover 40 of each
// job that is understood.
func openTailor(p *people, o tailor.Options) *tailor.Service {
	p.Helper()
	score := func(context.Context, *document.Document, *cv.Parsed) (int, error) { return 70, nil }
	o.CVs, o.Proof, o.Score = p.cvs, noSlips{}, score
	o.Promise = func(_ context.Context, _ *document.Document, _ *cv.Parsed, posting job.Posting) (tailor.Estimate, error) {
		fit := 40
		if len(posting.Requirements) == 0 {
			return tailor.Estimate{Score: 70}, nil
		}
		return tailor.Estimate{Score: 70, Fit: &fit}, nil
	}
	t, err := tailor.Open(p.Context(), o)
	p.ok(err)
	return t
}

// tailored has changes proposed to a CV: its skill is not what the job calls it.
func tailored(p *people, who *person) tailor.Version {
	p.Helper()
	c, err := p.cvs.Upload(p.Context(), account.UserID(who.id), cv.Upload{
		Content: []byte(strings.Replace(shortCV, "Engineer", "Responsible for k8s, i built it", 1)), Name: "anna.txt", JobDescription: "Requirements\n- Kubernetes",
	})
	p.ok(err)
	made, err := p.tailor.Optimise(p.Context(), account.UserID(who.id), tailor.Order{CV: c.ID, TargetRole: "Backend", Company: "Acme", Level: tailor.Aggressive})
	p.ok(err)
	if len(made.Changes) == 0 {
		p.Fatal("nothing was proposed")
	}
	return made
}

// ofTailored is a request about a tailored version; {change} is one of its
// changes.
func ofTailored(more string) func(*people, *person) string {
	return func(p *people, who *person) string {
		p.Helper()
		made := tailored(p, who)
		return `{"optimizationId": "` + made.ID + `"` + strings.ReplaceAll(more, "{change}", made.Changes[0].ID) + `}`
	}
}

func optimizationActs() []act {
	const optimized = `{"id": "<text>", "originalCvId": "<text>", "originalVersion": 1, "name": "NAME", "content": "<text>", "changes": CHANGES, "newAtsScore": 70,
		"improvement": 0, "scores": {"original": 70, "untouched": 70, "all": 70, "accepted": 70, "content": 70,
			"jobMatch": {"untouched": 40, "all": 40, "accepted": 40, "content": 40}, "jobUnclear": ""}, "generatedAt": "<time>", "label": "rules", "dropped": 0,
		"optimizationLevel": "aggressive", "targetRole": "Backend", "targetCompany": "Acme", "jobDescription": "JOB", "outdated": false, "notes": NOTES, "openQuestions": "<any number>"}`
	named := strings.NewReplacer("NAME", "Backend at Acme", "CHANGES", `"<some>"`, "JOB", `Requirements\n- Kubernetes`, "NOTES", "[]")
	noID := []bad{{"optimizationId", `""`, "min_len"}, {"optimizationId", long(101), "max_len"}}
	none := refused{"optimizationId", `"64b2c3d4e5f6a7b8c9d0e1f2"`, "not_found", "not_found"}
	return []act{
		{
			name: "OptimizeCv", prepare: ofCV(`, "targetRole": "Backend", "targetCompany": "Acme", "optimizationLevel": "aggressive", "jobDescription": "Kubernetes", "additions": ["I led 5 people."]`),
			bad: []bad{
				{"cvId", `""`, "min_len"},
				{"targetRole", long(201), "max_len"},
				{"targetCompany", long(201), "max_len"},
				{"jobDescription", long(20001), "max_len"},
				{"optimizationLevel", `"wild"`, "in"},
				{"name", long(201), "max_len"},
				{"additions[0]", `[` + long(501) + `]`, "max_len"},
			},
			refused: []refused{{"cvId", `"64b2c3d4e5f6a7b8c9d0e1f2"`, "not_found", "not_found"}},
			answer:  `{"optimizedCv": ` + strings.NewReplacer("NAME", "Backend at Acme", "CHANGES", `"<some>"`, "JOB", "Kubernetes", "NOTES", `"<some>"`).Replace(optimized) + `}`,
		},
		{
			name: "ListOptimizations",
			prepare: func(p *people, who *person) string {
				p.Helper()
				return `{"cvId": "` + tailored(p, who).CVID + `"}`
			},
			bad:     []bad{{"cvId", `""`, "min_len"}},
			refused: []refused{{"cvId", `"64b2c3d4e5f6a7b8c9d0e1f2"`, "not_found", "not_found"}},
			answer:  `{"optimizedCvs": [` + named.Replace(optimized) + `]}`,
		},
		{name: "GetOptimization", prepare: ofTailored(""), bad: noID, refused: []refused{none}, answer: `{"optimizedCv": ` + named.Replace(optimized) + `}`},
		{
			name: "DecideChanges", prepare: ofTailored(`, "decisions": [{"changeId": "{change}", "status": "rejected"}]`),
			bad: append([]bad{
				{"decisions", `[]`, "min_items"},
				{"decisions[0].status", `[{"changeId": "x", "status": "perhaps"}]`, "in"},
			}, noID...),
			refused: []refused{none, {"decisions", `[{"changeId": "x", "status": "accepted"}]`, "invalid_argument", "invalid_argument"}},
			answer:  `{"optimizedCv": ` + named.Replace(optimized) + `}`,
		},
		{
			name: "RenameOptimization", prepare: ofTailored(`, "name": "The one for Acme"`),
			bad: append([]bad{{"name", `""`, "min_len"}, {"name", long(201), "max_len"}}, noID...), refused: []refused{none},
			answer: `{"optimizedCv": ` + strings.NewReplacer("NAME", "The one for Acme", "CHANGES", `"<some>"`, "JOB", `Requirements\n- Kubernetes`, "NOTES", "[]").Replace(optimized) + `}`,
		},
		{name: "DeleteOptimization", prepare: ofTailored(""), bad: noID, refused: []refused{none}, answer: `{}`},
	}
}

func TestCVOptimizationCalls(t *testing.T) {
	servePeople(t).play(interviewaiv1connect.CvOptimizationServiceName, optimizationActs())
}
