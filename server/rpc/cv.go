package rpc

import (
	"context"

	"connectrpc.com/connect"
	"google.golang.org/protobuf/types/known/timestamppb"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/edition"
	"github.com/interviewai-pro/interviewai/server/cv/review"
)

// CV implements CvService.
type CV struct {
	interviewaiv1connect.UnimplementedCvServiceHandler
	cvs       *cv.Service
	reviews   *review.Service
	editions  *edition.Service
	publicURL string
}

// NewCV returns the handler of CvService.
func NewCV(cvs *cv.Service, reviews *review.Service, editions *edition.Service, publicURL string) *CV {
	return &CV{cvs: cvs, reviews: reviews, editions: editions, publicURL: publicURL}
}

// uploaded is the specification's message.
const uploaded = "CV uploaded successfully. Analysis in progress."

// UploadCv implements CvService.
func (c *CV) UploadCv(ctx context.Context, req *connect.Request[v1.UploadCvRequest]) (*connect.Response[v1.UploadCvResponse], error) {
	m := req.Msg
	kept, err := c.cvs.Upload(ctx, identityOf(ctx).UserID, cv.Upload{
		Content: m.GetFile(), Name: m.GetFileName(), JobDescription: m.GetJobDescription(), CV: m.GetCvId(),
	})
	if err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.UploadCvResponse{
		CvId: kept.ID, FileName: kept.FileName, Status: string(cv.Processing), Message: uploaded,
		Scanned: kept.Scanned, Version: int32(kept.Version),
	}), nil
}

// PreviewCv implements CvService.
func (c *CV) PreviewCv(ctx context.Context, req *connect.Request[v1.PreviewCvRequest]) (*connect.Response[v1.PreviewCvResponse], error) {
	p, err := c.cvs.Preview(ctx, identityOf(ctx).UserID, cv.Upload{Content: req.Msg.GetFile(), Name: req.Msg.GetFileName()})
	if err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.PreviewCvResponse{
		FileName: p.Name, MimeType: p.MimeType, Scanned: p.Scanned, Pages: int32(p.Reading.Document.Pages), ParsedText: p.Reading.Text(),
		ParsedData: parsedOf(&p.Reading.Parsed), Sources: sourcesOf(p.Reading.Sources),
		Analysis:   c.analysisOf("", 0, c.reviews.Of(&cv.View{Reading: &p.Reading, CV: cv.CV{JobDescription: req.Msg.GetJobDescription(), File: cv.File{UploadedAt: p.At}}})),
		Recognized: p.Reading.Document.Recognised, Confidence: p.Reading.Document.Confidence(),
	}), nil
}

// ListCvs implements CvService.
func (c *CV) ListCvs(ctx context.Context, req *connect.Request[v1.ListCvsRequest]) (*connect.Response[v1.ListCvsResponse], error) {
	all, next, err := c.cvs.List(ctx, identityOf(ctx).UserID, int(req.Msg.GetPageSize()), req.Msg.GetPageToken())
	if err != nil {
		return nil, err
	}
	out := &v1.ListCvsResponse{NextPageToken: next}
	for _, one := range all {
		out.Cvs = append(out.Cvs, &v1.CvSummary{
			Id: one.ID, FileName: one.FileName, FileSize: int32(one.FileSize), MimeType: one.MimeType, StorageUrl: c.publicURL + cv.FilePath(one.ID),
			Version: int32(one.Version), UploadedAt: timestamppb.New(one.UploadedAt), AnalysisStatus: string(one.Status), Failure: failureOf(one.Failure),
		})
	}
	return connect.NewResponse(out), nil
}

// GetCv implements CvService.
func (c *CV) GetCv(ctx context.Context, req *connect.Request[v1.GetCvRequest]) (*connect.Response[v1.GetCvResponse], error) {
	view, err := c.cvs.Get(ctx, identityOf(ctx).UserID, req.Msg.GetCvId())
	if err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.GetCvResponse{Cv: c.shown(&view)}), nil
}

// ListVersions implements CvService.
func (c *CV) ListVersions(ctx context.Context, req *connect.Request[v1.ListVersionsRequest]) (*connect.Response[v1.ListVersionsResponse], error) {
	all, err := c.cvs.Versions(ctx, identityOf(ctx).UserID, req.Msg.GetCvId())
	if err != nil {
		return nil, err
	}
	out := &v1.ListVersionsResponse{}
	for i, one := range all {
		out.Versions = append(out.Versions, versionOf(one, i == 0))
	}
	return connect.NewResponse(out), nil
}

// RestoreVersion implements CvService.
func (c *CV) RestoreVersion(ctx context.Context, req *connect.Request[v1.RestoreVersionRequest]) (*connect.Response[v1.RestoreVersionResponse], error) {
	file, err := c.cvs.Restore(ctx, identityOf(ctx).UserID, req.Msg.GetCvId(), int(req.Msg.GetVersion()))
	if err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.RestoreVersionResponse{Version: versionOf(file, true)}), nil
}

// CorrectCv implements CvService.
func (c *CV) CorrectCv(ctx context.Context, req *connect.Request[v1.CorrectCvRequest]) (*connect.Response[v1.CorrectCvResponse], error) {
	view, err := c.cvs.Correct(ctx, identityOf(ctx).UserID, req.Msg.GetCvId(), req.Msg.GetPath(), req.Msg.Value)
	if err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.CorrectCvResponse{Cv: c.shown(&view)}), nil
}

// LinkCvFile implements CvService.
func (c *CV) LinkCvFile(ctx context.Context, req *connect.Request[v1.LinkCvFileRequest]) (*connect.Response[v1.LinkCvFileResponse], error) {
	link, until, err := c.cvs.Link(ctx, identityOf(ctx).UserID, req.Msg.GetCvId())
	if err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.LinkCvFileResponse{Url: c.publicURL + cv.LinkPath(link), ExpiresAt: timestamppb.New(until)}), nil
}

// DeleteCv implements CvService.
func (c *CV) DeleteCv(ctx context.Context, req *connect.Request[v1.DeleteCvRequest]) (*connect.Response[v1.DeleteCvResponse], error) {
	return connect.NewResponse(&v1.DeleteCvResponse{}), c.cvs.Delete(ctx, identityOf(ctx).UserID, req.Msg.GetCvId())
}

// WatchAnalysis implements CvService.
func (c *CV) WatchAnalysis(ctx context.Context, req *connect.Request[v1.WatchAnalysisRequest], stream *connect.ServerStream[v1.WatchAnalysisResponse]) error {
	return c.cvs.Watch(ctx, identityOf(ctx).UserID, req.Msg.GetCvId(), func(p cv.Progress) error {
		return stream.Send(&v1.WatchAnalysisResponse{
			Stage: string(p.Stage), Progress: int32(p.Stage.Progress()), Version: int32(p.Version), At: timestamppb.New(p.At), Failure: failureOf(p.Failure),
		})
	})
}
