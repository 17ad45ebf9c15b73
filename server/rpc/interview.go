package rpc

import (
	"context"
	"time"

	"connectrpc.com/connect"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/interview"
	"github.com/interviewai-pro/interviewai/server/interview/bank"
	"github.com/interviewai-pro/interviewai/server/interview/grade"
	"github.com/interviewai-pro/interviewai/server/interview/report"
)

// Interview implements InterviewService.
type Interview struct {
	interviewaiv1connect.UnimplementedInterviewServiceHandler
	interviews *interview.Service
	live       *Live
	publicURL  string
	now        func() time.Time
}

// NewInterview returns the handler of InterviewService. live is where answers
// are spoken.
func NewInterview(interviews *interview.Service, live *Live, publicURL string, now func() time.Time) *Interview {
	return &Interview{interviews: interviews, live: live, publicURL: publicURL, now: now}
}

// StartInterview implements InterviewService.
func (s *Interview) StartInterview(ctx context.Context, req *connect.Request[v1.StartInterviewRequest]) (*connect.Response[v1.StartInterviewResponse], error) {
	m := req.Msg
	v, err := s.interviews.Start(ctx, identityOf(ctx).UserID, interview.Wish{
		Config: interview.Config{
			Type: m.GetType(), Difficulty: m.GetDifficulty(), Domain: m.GetDomain(), Technology: m.GetTechnology(),
			Number: int(m.GetNumQuestions()), Mode: m.GetMode(), TimeLimit: time.Duration(m.GetTimeLimit()) * time.Minute,
			Language: m.GetLanguage(), FollowUps: m.FollowUps == nil || m.GetFollowUps(), CV: m.GetCvId(), Seed: m.GetSeed(), Mix: mixOf(m.GetMix()),
		},
		JobDescription: m.GetJobDescription(), Questions: m.GetQuestionIds(), IdempotencyKey: m.GetIdempotencyKey(),
	})
	if err != nil {
		return nil, err
	}
	out := s.shown(&v)
	return connect.NewResponse(&v1.StartInterviewResponse{
		SessionId: v.ID, Questions: out.GetQuestions(), Interview: out, Notices: v.Notices,
	}), nil
}

func mixOf(shares []*v1.TypeShare) []bank.Share {
	var out []bank.Share
	for _, one := range shares {
		out = append(out, bank.Share{Type: one.GetType(), Weight: int(one.GetWeight())})
	}
	return out
}

// GetInterview implements InterviewService.
func (s *Interview) GetInterview(ctx context.Context, req *connect.Request[v1.GetInterviewRequest]) (*connect.Response[v1.GetInterviewResponse], error) {
	v, err := s.interviews.Get(ctx, identityOf(ctx).UserID, req.Msg.GetSessionId())
	if err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.GetInterviewResponse{Interview: s.shown(&v)}), nil
}

// ListInterviews implements InterviewService.
func (s *Interview) ListInterviews(ctx context.Context, req *connect.Request[v1.ListInterviewsRequest]) (*connect.Response[v1.ListInterviewsResponse], error) {
	all, next, err := s.interviews.List(ctx, identityOf(ctx).UserID, int(req.Msg.GetPageSize()), req.Msg.GetPageToken())
	if err != nil {
		return nil, err
	}
	out := &v1.ListInterviewsResponse{NextPageToken: next}
	for i := range all {
		out.Interviews = append(out.Interviews, interviewSummaryOf(&all[i]))
	}
	return connect.NewResponse(out), nil
}

// SaveDraft implements InterviewService.
func (s *Interview) SaveDraft(ctx context.Context, req *connect.Request[v1.SaveDraftRequest]) (*connect.Response[v1.SaveDraftResponse], error) {
	m := req.Msg
	if m.Text == nil {
		return nil, fault.BadField("text", "required", "Give the draft as text; an empty one empties the draft.")
	}
	saved, draft, err := s.interviews.SaveDraft(ctx, identityOf(ctx).UserID, m.GetSessionId(), interview.Written{
		Item: m.GetQuestionId(), Text: m.GetText(), Writer: m.GetWriter(), Revision: m.GetRevision(),
	})
	if err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.SaveDraftResponse{Saved: saved, Draft: draftOf(draft)}), nil
}

// SubmitAnswer implements InterviewService.
func (s *Interview) SubmitAnswer(ctx context.Context, req *connect.Request[v1.SubmitAnswerRequest]) (*connect.Response[v1.SubmitAnswerResponse], error) {
	m := req.Msg
	given := interview.Given{Item: m.GetQuestionId(), Type: m.GetAnswerType(), Text: m.GetAnswerText()}
	if given.Type == interview.Text && m.AnswerText == nil {
		return nil, fault.BadField("answer_text", "required", "Give the answer as answerText.")
	}
	if given.Type == interview.Audio {
		given.Text = m.GetTranscript()
		recording, err := s.recordingOf(m)
		if err != nil {
			return nil, err
		}
		given.Recording = recording
		if recording == "" && given.Text == "" {
			return nil, fault.BadField("audio_url", "required", "An audio answer has an audioUrl, as the upload of its recording answered it, or a transcript.")
		}
	}
	v, err := s.interviews.Submit(ctx, identityOf(ctx).UserID, m.GetSessionId(), given)
	if err != nil {
		return nil, err
	}
	return connect.NewResponse(s.submitted(&v, m.GetQuestionId())), nil
}

// SkipQuestion implements InterviewService.
func (s *Interview) SkipQuestion(ctx context.Context, req *connect.Request[v1.SkipQuestionRequest]) (*connect.Response[v1.SkipQuestionResponse], error) {
	v, err := s.interviews.Skip(ctx, identityOf(ctx).UserID, req.Msg.GetSessionId(), req.Msg.GetQuestionId())
	if err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.SkipQuestionResponse{Interview: s.shown(&v)}), nil
}

// PauseInterview implements InterviewService.
func (s *Interview) PauseInterview(ctx context.Context, req *connect.Request[v1.PauseInterviewRequest]) (*connect.Response[v1.PauseInterviewResponse], error) {
	v, err := s.interviews.Pause(ctx, identityOf(ctx).UserID, req.Msg.GetSessionId())
	if err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.PauseInterviewResponse{Interview: s.shown(&v)}), nil
}

// ResumeInterview implements InterviewService.
func (s *Interview) ResumeInterview(ctx context.Context, req *connect.Request[v1.ResumeInterviewRequest]) (*connect.Response[v1.ResumeInterviewResponse], error) {
	v, err := s.interviews.Resume(ctx, identityOf(ctx).UserID, req.Msg.GetSessionId())
	if err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.ResumeInterviewResponse{Interview: s.shown(&v)}), nil
}

// CompleteInterview implements InterviewService.
func (s *Interview) CompleteInterview(ctx context.Context, req *connect.Request[v1.CompleteInterviewRequest]) (*connect.Response[v1.CompleteInterviewResponse], error) {
	owner := identityOf(ctx).UserID
	if _, err := s.interviews.Complete(ctx, owner, req.Msg.GetSessionId()); err != nil {
		return nil, err
	}
	v, f, err := s.interviews.Feedback(ctx, owner, req.Msg.GetSessionId())
	if err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.CompleteInterviewResponse{Interview: s.shown(&v), Feedback: s.feedbackOf(&v, &f)}), nil
}

// DeleteInterview implements InterviewService.
func (s *Interview) DeleteInterview(ctx context.Context, req *connect.Request[v1.DeleteInterviewRequest]) (*connect.Response[v1.DeleteInterviewResponse], error) {
	return connect.NewResponse(&v1.DeleteInterviewResponse{}), s.interviews.Delete(ctx, identityOf(ctx).UserID, req.Msg.GetSessionId())
}

// WatchInterview implements InterviewService.
func (s *Interview) WatchInterview(ctx context.Context, req *connect.Request[v1.WatchInterviewRequest], stream *connect.ServerStream[v1.WatchInterviewResponse]) error {
	return s.interviews.Watch(ctx, identityOf(ctx).UserID, req.Msg.GetSessionId(), req.Msg.GetAfter(), func(c interview.Change, v *interview.Interview) error {
		return stream.Send(&v1.WatchInterviewResponse{Change: &v1.InterviewChange{
			Revision: c.Revision, Kind: string(c.Kind), At: timeOf(c.At), QuestionId: c.Question, Interview: s.shown(v),
		}})
	})
}

// GetFeedback implements InterviewService.
func (s *Interview) GetFeedback(ctx context.Context, req *connect.Request[v1.GetFeedbackRequest]) (*connect.Response[v1.GetFeedbackResponse], error) {
	v, f, err := s.interviews.Feedback(ctx, identityOf(ctx).UserID, req.Msg.GetSessionId())
	if err != nil {
		return nil, err
	}
	return connect.NewResponse(s.feedbackOf(&v, &f)), nil
}

// GetProgress implements InterviewService.
func (s *Interview) GetProgress(ctx context.Context, req *connect.Request[v1.GetProgressRequest]) (*connect.Response[v1.GetProgressResponse], error) {
	p, completed, err := s.interviews.Progress(ctx, identityOf(ctx).UserID)
	if err != nil {
		return nil, err
	}
	return connect.NewResponse(progressOf(&p, completed, req.Msg.GetLanguage())), nil
}

// GetPracticePlan implements InterviewService.
func (s *Interview) GetPracticePlan(ctx context.Context, req *connect.Request[v1.GetPracticePlanRequest]) (*connect.Response[v1.GetPracticePlanResponse], error) {
	loc, err := time.LoadLocation(req.Msg.GetTimeZone())
	if err != nil {
		return nil, fault.BadField("time_zone", "iana", "Give the IANA name of a time zone, such as Europe/Berlin.")
	}
	due, plan, err := s.interviews.Plan(ctx, identityOf(ctx).UserID, req.Msg.GetLanguage(), loc)
	if err != nil {
		return nil, err
	}
	return connect.NewResponse(planOf(due, &plan, req.Msg.GetLanguage())), nil
}

// GetRubric implements InterviewService.
func (s *Interview) GetRubric(_ context.Context, req *connect.Request[v1.GetRubricRequest]) (*connect.Response[v1.GetRubricResponse], error) {
	out := &v1.GetRubricResponse{Rubric: grade.Rubric}
	for _, t := range grade.Published(req.Msg.GetLanguage()) {
		out.Types = append(out.Types, rubricOf(t))
	}
	return connect.NewResponse(out), nil
}

// ExportReport implements InterviewService.
func (s *Interview) ExportReport(ctx context.Context, req *connect.Request[v1.ExportReportRequest]) (*connect.Response[v1.ExportReportResponse], error) {
	m := req.Msg
	r, err := s.interviews.Report(ctx, identityOf(ctx).UserID, m.GetSessionId(), interview.Shown{Name: m.GetWithName(), Answers: m.GetWithAnswers()})
	if err != nil {
		return nil, err
	}
	file, err := report.PDF(r)
	if err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.ExportReportResponse{File: file, FileName: ReportName(r), MimeType: "application/pdf"}), nil
}

// ReportName is what a report's file is called.
func ReportName(r report.Report) string {
	return "interview-" + r.Started.Format(time.DateOnly) + ".pdf"
}

// ShareReport implements InterviewService.
func (s *Interview) ShareReport(ctx context.Context, req *connect.Request[v1.ShareReportRequest]) (*connect.Response[v1.ShareReportResponse], error) {
	m := req.Msg
	secret, err := s.interviews.ShareReport(ctx, identityOf(ctx).UserID, m.GetSessionId(), interview.Shown{Name: m.GetWithName(), Answers: m.GetWithAnswers()})
	if err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.ShareReportResponse{Url: s.publicURL + "/report/" + secret}), nil
}

// UnshareReport implements InterviewService.
func (s *Interview) UnshareReport(ctx context.Context, req *connect.Request[v1.UnshareReportRequest]) (*connect.Response[v1.UnshareReportResponse], error) {
	return connect.NewResponse(&v1.UnshareReportResponse{}), s.interviews.UnshareReport(ctx, identityOf(ctx).UserID, req.Msg.GetSessionId())
}

// SpeakAnswer implements InterviewService.
func (s *Interview) SpeakAnswer(ctx context.Context, req *connect.Request[v1.SpeakAnswerRequest]) (*connect.Response[v1.SpeakAnswerResponse], error) {
	caller := identityOf(ctx)
	id, err := s.interviews.Speak(ctx, caller.UserID, req.Msg.GetSessionId(), req.Msg.GetQuestionId(), caller.SessionID)
	if err != nil {
		return nil, err
	}
	session, media, err := s.live.opened(ctx, string(caller.UserID), id)
	if err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.SpeakAnswerResponse{LiveSession: session, Media: media}), nil
}
