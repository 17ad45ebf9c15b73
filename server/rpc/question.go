package rpc

import (
	"context"
	"encoding/base64"
	"strings"

	"connectrpc.com/connect"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/server/interview"
	"github.com/interviewai-pro/interviewai/server/store"
)

// Questions implements QuestionService.
type Questions struct {
	interviewaiv1connect.UnimplementedQuestionServiceHandler
	interviews *interview.Service
}

// NewQuestions returns the handler of QuestionService.
func NewQuestions(interviews *interview.Service) *Questions {
	return &Questions{interviews: interviews}
}

// ListQuestions implements QuestionService.
func (q *Questions) ListQuestions(ctx context.Context, req *connect.Request[v1.ListQuestionsRequest]) (*connect.Response[v1.ListQuestionsResponse], error) {
	m := req.Msg
	after, err := questionAfter(m.GetPageToken())
	if err != nil {
		return nil, err
	}
	page, next, err := q.interviews.ListQuestions(ctx, m.GetDomain(), int(m.GetPageSize()), after)
	if err != nil {
		return nil, err
	}
	out := &v1.ListQuestionsResponse{NextPageToken: questionToken(next)}
	for i := range page {
		out.Questions = append(out.Questions, bankedOf(&page[i]))
	}
	return connect.NewResponse(out), nil
}

// afterQuestion begins what a page token is made of, so that a text that is none is
// told from one.
const afterQuestion = "after "

// questionToken names the question that a page ends with; it is empty for none.
func questionToken(id string) string {
	if id == "" {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString([]byte(afterQuestion + id))
}

// questionAfter is the question that a page token names.
func questionAfter(token string) (string, error) {
	if token == "" {
		return "", nil
	}
	text, err := base64.RawURLEncoding.DecodeString(token)
	id, ok := strings.CutPrefix(string(text), afterQuestion)
	if err != nil || !ok {
		return "", store.ErrPageToken
	}
	return id, nil
}

// CreateQuestion implements QuestionService.
func (q *Questions) CreateQuestion(ctx context.Context, req *connect.Request[v1.CreateQuestionRequest]) (*connect.Response[v1.CreateQuestionResponse], error) {
	b, err := q.interviews.CreateQuestion(ctx, req.Msg.GetYaml())
	if err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.CreateQuestionResponse{Question: bankedOf(&b)}), nil
}

// UpdateQuestion implements QuestionService.
func (q *Questions) UpdateQuestion(ctx context.Context, req *connect.Request[v1.UpdateQuestionRequest]) (*connect.Response[v1.UpdateQuestionResponse], error) {
	b, err := q.interviews.UpdateQuestion(ctx, req.Msg.GetId(), req.Msg.GetYaml())
	if err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.UpdateQuestionResponse{Question: bankedOf(&b)}), nil
}

// DeleteQuestion implements QuestionService.
func (q *Questions) DeleteQuestion(ctx context.Context, req *connect.Request[v1.DeleteQuestionRequest]) (*connect.Response[v1.DeleteQuestionResponse], error) {
	return connect.NewResponse(&v1.DeleteQuestionResponse{}), q.interviews.DeleteQuestion(ctx, req.Msg.GetId())
}

// ImportQuestions implements QuestionService.
func (q *Questions) ImportQuestions(ctx context.Context, req *connect.Request[v1.ImportQuestionsRequest]) (*connect.Response[v1.ImportQuestionsResponse], error) {
	created, updated, err := q.interviews.ImportQuestions(ctx, req.Msg.GetYaml(), req.Msg.GetDryRun())
	if err != nil {
		return nil, err
	}
	return connect.NewResponse(&v1.ImportQuestionsResponse{Created: int32(created), Updated: int32(updated)}), nil
}

func bankedOf(b *interview.Banked) *v1.BankQuestion {
	text, _ := b.In("en")
	out := &v1.BankQuestion{
		Id: b.ID, Yaml: b.YAML, CreatedBy: "system", TimesAsked: b.Asked, AverageScore: b.Average, UpdatedAt: timeOf(b.At), Type: b.Type,
		Domain: b.Domain, Category: b.Category, Difficulty: b.Difficulty, Technology: b.Technologies, Question: text.Question, Retired: b.Retired,
	}
	if b.ByAdmin {
		out.CreatedBy = "admin"
	}
	return out
}
