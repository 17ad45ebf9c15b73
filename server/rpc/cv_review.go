package rpc

import (
	"context"
	"fmt"

	"connectrpc.com/connect"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/types/known/timestamppb"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/ats"
	"github.com/interviewai-pro/interviewai/server/cv/edition"
	"github.com/interviewai-pro/interviewai/server/cv/export"
)

// SaveCv implements CvService.
func (c *CV) SaveCv(ctx context.Context, req *connect.Request[v1.SaveCvRequest]) (*connect.Response[v1.SaveCvResponse], error) {
	m := req.Msg
	upload := cv.Upload{Content: m.GetFile(), Name: m.GetFileName(), JobDescription: m.GetJobDescription()}
	for _, one := range m.GetCorrections() {
		upload.Corrections = append(upload.Corrections, cv.Correction{Path: one.GetPath(), Value: one.GetValue()})
	}
	kept, err := c.cvs.Upload(ctx, identityOf(ctx).UserID, upload)
	if err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.SaveCvResponse{
		CvId: kept.ID, FileName: kept.FileName, Status: string(cv.Processing), Message: uploaded, Scanned: kept.Scanned,
	}), nil
}

// importedName is a file's name where its sender gave none.
const importedName = "resume.docx"

// ImportCv implements CvService.
func (c *CV) ImportCv(ctx context.Context, req *connect.Request[v1.ImportCvRequest]) (*connect.Response[v1.ImportCvResponse], error) {
	document, err := protojson.Marshal(req.Msg.GetResume())
	if err != nil {
		return nil, fmt.Errorf("read JSON resume: %w", err)
	}
	made, err := edition.Import(ctx, document)
	if err != nil {
		return nil, err
	}
	name := req.Msg.GetFileName()
	if name == "" {
		name = importedName
	}
	kept, err := c.cvs.Upload(ctx, identityOf(ctx).UserID, cv.Upload{Content: made.Content, Name: name, Corrections: made.Corrections, Lenient: true})
	if err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.ImportCvResponse{CvId: kept.ID, FileName: kept.FileName, Status: string(cv.Processing), Message: uploaded}), nil
}

// AnalyzeCv implements CvService.
func (c *CV) AnalyzeCv(ctx context.Context, req *connect.Request[v1.AnalyzeCvRequest]) (*connect.Response[v1.AnalyzeCvResponse], error) {
	view, r, err := c.reviews.Analyse(ctx, identityOf(ctx).UserID, req.Msg.GetCvId(), req.Msg.JobDescription, req.Msg.GetKeep())
	if err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.AnalyzeCvResponse{Analysis: c.analysisOf(view.ID, view.Version, &r)}), nil
}

// ScoreText implements CvService.
func (c *CV) ScoreText(ctx context.Context, req *connect.Request[v1.ScoreTextRequest]) (*connect.Response[v1.ScoreTextResponse], error) {
	r, change, err := c.reviews.Text(ctx, identityOf(ctx).UserID, req.Msg.GetCvId(), req.Msg.GetText(), req.Msg.JobDescription)
	if err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.ScoreTextResponse{Analysis: c.analysisOf(req.Msg.GetCvId(), 0, &r), Change: int32(change)}), nil
}

// CommentCv implements CvService.
func (c *CV) CommentCv(ctx context.Context, req *connect.Request[v1.CommentCvRequest]) (*connect.Response[v1.CommentCvResponse], error) {
	said, err := c.cvs.Comment(ctx, identityOf(ctx).UserID, req.Msg.GetCvId())
	if err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.CommentCvResponse{Comments: commentsOf(&said)}), nil
}

// ListAtsRules implements CvService.
func (c *CV) ListAtsRules(context.Context, *connect.Request[v1.ListAtsRulesRequest]) (*connect.Response[v1.ListAtsRulesResponse], error) {
	out := &v1.ListAtsRulesResponse{Version: ats.Version, Label: ats.Label}
	for _, r := range ats.Rules() {
		out.Rules = append(out.Rules, &v1.AtsRule{
			Id: r.ID, Section: string(r.Section), Category: string(r.Category), Points: int32(r.Points), Title: r.Title, Why: r.Why,
			Suggestion: r.Do, Example: r.Example, Scale: r.Scale,
		})
	}
	return connect.NewResponse(out), nil
}

// ListTemplates implements CvService.
func (c *CV) ListTemplates(context.Context, *connect.Request[v1.ListTemplatesRequest]) (*connect.Response[v1.ListTemplatesResponse], error) {
	out := &v1.ListTemplatesResponse{}
	for _, t := range export.Templates() {
		out.Templates = append(out.Templates, &v1.CvTemplate{Id: t.ID, Name: t.Name, Description: t.Description})
	}
	return connect.NewResponse(out), nil
}

// ExportCv implements CvService.
func (c *CV) ExportCv(ctx context.Context, req *connect.Request[v1.ExportCvRequest]) (*connect.Response[v1.ExportCvResponse], error) {
	m := req.Msg
	file, err := c.editions.Export(ctx, identityOf(ctx).UserID, edition.Order{
		CV: m.GetCvId(), Version: m.GetOptimizationId(), Format: edition.Format(m.GetFormat()), Template: m.GetTemplate(),
	})
	if err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.ExportCvResponse{File: file.Content, FileName: file.Name, MimeType: file.MimeType, Warnings: file.Warnings}), nil
}

func commentsOf(said *cv.Comments) *v1.CvComments {
	if said == nil {
		return nil
	}
	out := &v1.CvComments{Model: said.Model, At: timestamppb.New(said.At)}
	for _, one := range said.Comments {
		out.Comments = append(out.Comments, &v1.CvComment{Text: one.Text, Span: spanOf(one.Span), Quote: one.Quote})
	}
	return out
}
