package rpc

import (
	"strconv"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/server/cv/ats"
	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/job"
	"github.com/interviewai-pro/interviewai/server/cv/review"
)

// RulesPath is where people read the rules of the score.
const RulesPath = "/ats-rules"

// analysisOf is a review in the specification's shape (CV-002); nil for none.
func (c *CV) analysisOf(id string, version int, r *review.Review) *v1.CvAnalysis {
	if r == nil {
		return nil
	}
	out := &v1.CvAnalysis{
		CvId: id, JobUnclear: r.Unclear, NotScored: r.NotScored,
		Strengths: r.Strengths, Weaknesses: r.Weaknesses, AiModel: "rules " + r.Version,
		Label: ats.Label, RulesUrl: c.publicURL + RulesPath, Dictionaries: r.Dictionaries, JobMatch: matchOf(r.Match),
	}
	if r.NotScored == "" {
		out.AtsScore, out.OverallRating = proto.Int32(int32(r.Score)), proto.Int32(int32(r.Stars))
		out.SectionScores = &v1.CvSectionScores{
			PersonalInfo: int32(r.Sections[ats.Personal]), Summary: int32(r.Sections[ats.Summary]), Experience: int32(r.Sections[ats.Experience]),
			Education: int32(r.Sections[ats.Education]), Skills: int32(r.Sections[ats.Skills]), Formatting: int32(r.Sections[ats.Formatting]),
		}
	}
	if version > 0 {
		out.Id = id + "/" + strconv.Itoa(version)
	}
	if !r.At.IsZero() {
		out.AnalyzedAt = timestamppb.New(r.At)
	}
	if r.Match != nil {
		out.MissingKeywords = r.Match.Missing
	}
	for _, f := range r.Findings {
		out.Findings = append(out.Findings, &v1.CvFinding{
			RuleId: f.Rule, Section: string(f.Section), Category: string(f.Category), Severity: string(f.Severity), Points: int32(f.Points),
			Message: f.Message, Suggestion: f.Suggestion, Example: f.Example, Spans: spansOf(f.Spans),
		})
		out.Suggestions = append(out.Suggestions, &v1.CvSuggestion{
			Category: string(f.Category), Severity: string(f.Severity), Message: f.Message, Suggestion: f.Suggestion, Example: f.Example,
		})
	}
	for _, s := range r.Slips {
		out.Slips = append(out.Slips, &v1.CvSlip{Span: spanOf(s.Span), Kind: s.Kind, Message: s.Message, Suggestions: s.Suggestions})
	}
	return out
}

func matchOf(m *job.Match) *v1.CvJobMatch {
	if m == nil {
		return nil
	}
	out := &v1.CvJobMatch{Score: int32(m.Score), MustHave: coverageOf(m.Must), NiceToHave: coverageOf(m.Nice)}
	for _, line := range m.Pasted {
		out.PastedLines = append(out.PastedLines, int32(line))
	}
	for _, item := range m.Items {
		one := &v1.CvRequirement{
			Text: item.Text, Kind: string(item.Kind), MustHave: item.Must, Weight: int32(item.Weight), Status: string(item.Status),
			Credit: int32(item.Credit), Quote: item.Quote,
		}
		if item.Proof.Line >= 0 {
			one.Proof = spanOf(item.Proof)
		}
		out.Requirements = append(out.Requirements, one)
	}
	return out
}

func coverageOf(c job.Coverage) *v1.CvCoverage {
	return &v1.CvCoverage{Met: int32(c.Met), Partial: int32(c.Partial), Missing: int32(c.Missing), Score: int32(c.Score)}
}

func spanOf(s document.Span) *v1.CvSpan {
	return &v1.CvSpan{Line: int32(s.Line), Start: int32(s.Start), End: int32(s.End)}
}

func spansOf(all []document.Span) []*v1.CvSpan {
	var out []*v1.CvSpan
	for _, s := range all {
		out = append(out, spanOf(s))
	}
	return out
}
