package rpc

import (
	"net/url"
	"path"
	"strings"
	"time"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/interview"
	"github.com/interviewai-pro/interviewai/server/interview/bank"
	"github.com/interviewai-pro/interviewai/server/interview/delivery"
	"github.com/interviewai-pro/interviewai/server/interview/recording"
)

// shown is an interview as its owner sees it.
func (s *Interview) shown(v *interview.Interview) *v1.Interview {
	now := s.now()
	out := &v1.Interview{
		Id: v.ID, UserId: v.UserID, Config: configOf(&v.Config), Status: string(v.Status), CurrentQuestionIndex: int32(v.Current),
		StartedAt: timeOf(v.StartedAt), CompletedAt: timeOf(v.CompletedAt), OverallScore: scoreOf(v.OverallScore),
		Duration: inSeconds(v.Spent(-1, now)), Revision: v.Revision, Seed: v.Seed, Grader: v.Grader, Shared: v.Share != nil,
	}
	if !v.Status.Over() {
		out.ExpiresAt = timeOf(v.ExpiresAt())
	}
	for i := range v.Questions {
		q := &v.Questions[i]
		out.Questions = append(out.Questions, questionOf(v, i, now))
		if q.Answer != nil {
			out.Answers = append(out.Answers, s.answerOf(v, i))
		}
	}
	return out
}

func configOf(c *interview.Config) *v1.InterviewConfig {
	return &v1.InterviewConfig{
		Type: c.Type, Difficulty: c.Difficulty, Domain: c.Domain, Technology: c.Technology, NumQuestions: int32(c.Number), Mode: c.Mode,
		TimeLimit: int32(c.TimeLimit / time.Minute), Language: c.Language, FollowUps: c.FollowUps, CvId: c.CV,
		Mix: sharesOf(c.Mix),
	}
}

func sharesOf(mix []bank.Share) []*v1.TypeShare {
	var out []*v1.TypeShare
	for _, one := range mix {
		out = append(out, &v1.TypeShare{Type: one.Type, Weight: int32(one.Weight)})
	}
	return out
}

func interviewSummaryOf(v *interview.Interview) *v1.InterviewSummary {
	out := &v1.InterviewSummary{
		Id: v.ID, Config: configOf(&v.Config), Status: string(v.Status), StartedAt: timeOf(v.StartedAt), CompletedAt: timeOf(v.CompletedAt),
		OverallScore: scoreOf(v.OverallScore), Questions: int32(len(v.Questions)),
	}
	for i := range v.Questions {
		if v.Questions[i].Answered() {
			out.Answered++
		}
	}
	return out
}

func questionOf(v *interview.Interview, i int, now time.Time) *v1.InterviewQuestion {
	q := &v.Questions[i]
	text := q.Text()
	out := &v1.InterviewQuestion{
		Id: q.ID, Order: int32(i + 1), Category: q.Asked.Category, Difficulty: q.Asked.Difficulty, Question: text.Question,
		Hints: text.Hints, Type: q.Asked.Type, Domain: q.Asked.Domain, Context: text.Context, Status: q.Status(),
		Spent: inSeconds(v.Spent(i, now)), Why: q.Why, Language: q.Language, Generated: q.Generated,
	}
	if !q.Generated {
		out.BankId = q.Asked.ID
	}
	limit := int32(v.TimeLimit / time.Second)
	if limit == 0 { // what it takes, as advice
		limit = int32(q.Asked.Seconds)
	}
	if limit > 0 {
		out.TimeLimit = &limit
	}
	if v.Known(q) {
		for _, p := range text.Points {
			out.ExpectedKeyPoints = append(out.ExpectedKeyPoints, p.Point)
		}
	}
	if q.Draft.Revision > 0 {
		out.Draft = draftOf(q.Draft)
	}
	for _, f := range q.FollowUps {
		out.FollowUps = append(out.FollowUps, followUpOf(&f))
	}
	return out
}

func followUpOf(f *interview.FollowUp) *v1.FollowUp {
	return &v1.FollowUp{Id: f.ID, Question: f.Question, Answered: f.Given, Generated: f.Generated}
}

func draftOf(d interview.Draft) *v1.AnswerDraft {
	return &v1.AnswerDraft{
		Text: d.Text, Revision: d.Revision, Writer: d.Writer, SavedAt: timeOf(d.SavedAt), Replaced: d.Replaced, ReplacedWriter: d.ReplacedWriter,
	}
}

// submitted is what became of an answer, and what comes next.
func (s *Interview) submitted(v *interview.Interview, item string) *v1.SubmitAnswerResponse {
	out := &v1.SubmitAnswerResponse{}
	for i := range v.Questions {
		q := &v.Questions[i]
		if q.Answer == nil || q.ID != item && !strings.HasPrefix(item, q.ID+"f") {
			continue
		}
		out.Answer = s.answerOf(v, i)
		if q.Answer.State == interview.Scored {
			out.Feedback = out.GetAnswer().GetFeedback()
		}
		if f := q.FollowUp(); f != nil {
			out.FollowUp = followUpOf(f)
		}
	}
	for i := range v.Questions {
		if q := &v.Questions[(v.Current+i)%len(v.Questions)]; q.Status() == "open" {
			out.NextQuestionId = q.ID
			break
		}
	}
	return out
}

func (s *Interview) answerOf(v *interview.Interview, i int) *v1.InterviewAnswer {
	q, now := &v.Questions[i], s.now()
	a := q.Answer
	out := &v1.InterviewAnswer{
		Id: a.ID, QuestionId: q.ID, AnswerType: a.Type, Content: q.Content(), SubmittedAt: timeOf(a.SubmittedAt),
		Duration: inSeconds(v.Spent(i, now)), Status: string(a.State), OverTime: inSeconds(v.OverTime(i, now)), Notice: a.Notice,
		Delivery: deliveryOf(v.Language, a.Delivery), MayRepeat: q.Repeatable() && !v.Status.Over(),
	}
	if a.Recording != "" {
		out.AudioUrl = s.publicURL + recording.Path(v.ID, a.Recording) + "/audio"
	}
	if r := v.Result(q); r != nil {
		out.Score, out.Feedback = &r.Score, answerFeedbackOf(v.Language, r)
		out.Feedback.HeldBack = v.HeldBack(q)
	}
	return out
}

var errForeignRecording = fault.BadField("audio_url", "recording", "Give the audioUrl as the upload of a recording of this interview answered it.")

// recordingOf is the recording that an address leads to; empty without one.
func (s *Interview) recordingOf(m *v1.SubmitAnswerRequest) (string, error) {
	if m.GetAudioUrl() == "" {
		return "", nil
	}
	u, err := url.Parse(m.GetAudioUrl())
	if err != nil {
		return "", errForeignRecording
	}
	folder := strings.TrimSuffix(u.Path, "/audio")
	id := path.Base(folder)
	if folder != recording.Path(m.GetSessionId(), id) {
		return "", errForeignRecording
	}
	return id, nil
}

// units are what delivery's figures are counted in.
var units = map[string]string{
	delivery.Pace: "wpm", delivery.Pauses: "1/min", delivery.Fillers: "1/min", delivery.Run: "s", delivery.Talk: "%", delivery.Volume: "dB",
}

// deliveryOf is how something was said.
func deliveryOf(language string, f *delivery.Figures) *v1.Delivery {
	if f == nil {
		return nil
	}
	advice := delivery.Advise(language, *f).Text
	if !f.Enough {
		return &v1.Delivery{Notice: advice}
	}
	out := &v1.Delivery{Advice: advice}
	lines := delivery.Lines(language, *f)
	for i, g := range f.Gauges {
		figure := &v1.DeliveryFigure{Name: g.Name, Label: lines[i].Title, Value: g.Value, High: &g.High, Verdict: g.Verdict, Unit: units[g.Name]}
		if g.Name == delivery.Pace && f.Language == "zh" {
			figure.Unit = "cpm" // characters
		}
		if g.Low > 0 {
			figure.Low = &g.Low
		}
		out.Figures = append(out.Figures, figure)
	}
	for _, one := range f.Fillers {
		out.Fillers = append(out.Fillers, &v1.FillerCount{Word: one.Text, Count: int32(one.Count)})
	}
	return out
}

func scoreOf(score *int) *int32 {
	if score == nil {
		return nil
	}
	out := int32(*score)
	return &out
}

// inSeconds has milliseconds.
func inSeconds(d time.Duration) float64 { return d.Round(time.Millisecond).Seconds() }
