package rpc

import (
	"context"
	"slices"

	"connectrpc.com/connect"
	"google.golang.org/protobuf/types/known/timestamppb"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/server/cv/job"
	"github.com/interviewai-pro/interviewai/server/cv/resume"
	"github.com/interviewai-pro/interviewai/server/cv/tailor"
)

// CVOptimization implements CvOptimizationService.
type CVOptimization struct {
	interviewaiv1connect.UnimplementedCvOptimizationServiceHandler
	tailor *tailor.Service
}

// NewCVOptimization returns the handler of CvOptimizationService.
func NewCVOptimization(t *tailor.Service) *CVOptimization { return &CVOptimization{tailor: t} }

// OptimizeCv implements CvOptimizationService.
func (c *CVOptimization) OptimizeCv(ctx context.Context, req *connect.Request[v1.OptimizeCvRequest]) (*connect.Response[v1.OptimizeCvResponse], error) {
	m := req.Msg
	made, err := c.tailor.Optimise(ctx, identityOf(ctx).UserID, tailor.Order{
		CV: m.GetCvId(), Name: m.GetName(), TargetRole: m.GetTargetRole(), Company: m.GetTargetCompany(), JobDescription: m.JobDescription,
		Level: tailor.Level(m.GetOptimizationLevel()), Additions: m.GetAdditions(), RulesOnly: m.GetRulesOnly(),
	})
	if err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.OptimizeCvResponse{OptimizedCv: optimizedOf(&made)}), nil
}

// ListOptimizations implements CvOptimizationService.
func (c *CVOptimization) ListOptimizations(ctx context.Context, req *connect.Request[v1.ListOptimizationsRequest]) (*connect.Response[v1.ListOptimizationsResponse], error) {
	all, err := c.tailor.List(ctx, identityOf(ctx).UserID, req.Msg.GetCvId())
	if err != nil {
		return nil, err
	}
	out := &v1.ListOptimizationsResponse{}
	for i := range all {
		out.OptimizedCvs = append(out.OptimizedCvs, optimizedOf(&all[i]))
	}
	return connect.NewResponse(out), nil
}

// GetOptimization implements CvOptimizationService.
func (c *CVOptimization) GetOptimization(ctx context.Context, req *connect.Request[v1.GetOptimizationRequest]) (*connect.Response[v1.GetOptimizationResponse], error) {
	one, err := c.tailor.Get(ctx, identityOf(ctx).UserID, req.Msg.GetOptimizationId())
	if err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.GetOptimizationResponse{OptimizedCv: optimizedOf(&one)}), nil
}

// DecideChanges implements CvOptimizationService.
func (c *CVOptimization) DecideChanges(ctx context.Context, req *connect.Request[v1.DecideChangesRequest]) (*connect.Response[v1.DecideChangesResponse], error) {
	var decisions []tailor.Decision
	for _, d := range req.Msg.GetDecisions() {
		decisions = append(decisions, tailor.Decision{ChangeID: d.GetChangeId(), Status: tailor.Status(d.GetStatus()), Addition: d.GetAddition()})
	}
	one, err := c.tailor.Decide(ctx, identityOf(ctx).UserID, req.Msg.GetOptimizationId(), decisions)
	if err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.DecideChangesResponse{OptimizedCv: optimizedOf(&one)}), nil
}

// RenameOptimization implements CvOptimizationService.
func (c *CVOptimization) RenameOptimization(ctx context.Context, req *connect.Request[v1.RenameOptimizationRequest]) (*connect.Response[v1.RenameOptimizationResponse], error) {
	one, err := c.tailor.Rename(ctx, identityOf(ctx).UserID, req.Msg.GetOptimizationId(), req.Msg.GetName())
	if err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.RenameOptimizationResponse{OptimizedCv: optimizedOf(&one)}), nil
}

// DeleteOptimization implements CvOptimizationService.
func (c *CVOptimization) DeleteOptimization(ctx context.Context, req *connect.Request[v1.DeleteOptimizationRequest]) (*connect.Response[v1.DeleteOptimizationResponse], error) {
	return connect.NewResponse(&v1.DeleteOptimizationResponse{}), c.tailor.Delete(ctx, identityOf(ctx).UserID, req.Msg.GetOptimizationId())
}

// optimizedOf is a tailored version in the specification's shape (CV-003).
func optimizedOf(v *tailor.Version) *v1.OptimizedCv {
	out := &v1.OptimizedCv{
		Id: v.ID, OriginalCvId: v.CVID, OriginalVersion: int32(v.CVVersion), Name: v.Name, GeneratedAt: timestamppb.New(v.CreatedAt),
		Label: v.Label, Dropped: int32(v.DroppedTotal()), OptimizationLevel: string(v.Level), TargetRole: v.TargetRole,
		TargetCompany: v.Company, JobDescription: v.JobDescription, Outdated: v.Outdated,
		Scores: &v1.CvScores{
			Original: int32(v.Scores.Original), Untouched: int32(v.Scores.Untouched), All: int32(v.Scores.All), Accepted: int32(v.Scores.Accepted),
			Content: int32(v.Scores.Content),
		},
		NewAtsScore: int32(v.Scores.Content), Notes: v.Notes, OpenQuestions: int32(v.Open()),
	}
	if f := v.Scores.Fits; f != nil {
		out.Scores.JobMatch = &v1.CvFits{Untouched: int32(f.Untouched), All: int32(f.All), Accepted: int32(f.Accepted), Content: int32(f.Content)}
	}
	if v.JobDescription != "" && v.Scores.Fits == nil {
		out.Scores.JobUnclear = job.Unclear
	}
	if v.Lower != "" {
		out.Notes = append(slices.Clone(v.Notes), v.Lower)
	}
	if v.Document != nil {
		out.Content = resume.Of(v.Document, &v.Parsed).Text()
	}
	for _, c := range v.Changes {
		out.Changes = append(out.Changes, &v1.CvChange{
			Id: c.ID, Section: c.Section, Type: string(c.Type), Original: c.Before, Optimized: c.After, Reason: c.Reason, Kind: string(c.Kind),
			Path: c.Path, Asks: c.Asks, Status: string(c.Status), Addition: c.Addition, Draft: c.Draft,
		})
	}
	if v.Scores.Original > 0 {
		out.Improvement = (out.NewAtsScore - int32(v.Scores.Original)) * 100 / int32(v.Scores.Original)
	}
	return out
}
