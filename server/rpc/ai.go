package rpc

import (
	"context"
	"errors"
	"io"
	"time"

	"connectrpc.com/connect"
	"google.golang.org/protobuf/types/known/durationpb"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/server/coach"
	"github.com/interviewai-pro/interviewai/server/coach/answer"
	"github.com/interviewai-pro/interviewai/server/coach/memory"
	"github.com/interviewai-pro/interviewai/server/coach/question"
	"github.com/interviewai-pro/interviewai/server/fault"
)

// maxStreamedSamples bounds what one StreamTranscribe call may send: 5 minutes.
const maxStreamedSamples = 5 * 60 * 16000

// AIConfig is what the AI service needs.
type AIConfig struct {
	Recogniser coach.Recogniser
	Writer     *answer.Writer
	// Decode turns an uploaded recording into 16 kHz mono samples; a fault
	// says what is wrong with it.
	Decode func(ctx context.Context, recording []byte) ([]int16, error)
	// Render writes a transcript as "text", "srt" or "vtt".
	Render func(t coach.Transcript, format string) (string, error)
	// InterimEvery is how often StreamTranscribe sends interim words.
	InterimEvery time.Duration
}

// AI implements AiService.
type AI struct {
	interviewaiv1connect.UnimplementedAiServiceHandler
	cfg AIConfig
}

// NewAI returns the handler of AiService.
func NewAI(cfg AIConfig) *AI { return &AI{cfg: cfg} }

// Transcribe implements AiService.
func (a *AI) Transcribe(ctx context.Context, req *connect.Request[v1.TranscribeRequest]) (*connect.Response[v1.TranscribeResponse], error) {
	m := req.Msg
	pcm, err := a.cfg.Decode(ctx, m.GetAudio())
	if err != nil {
		return nil, err
	}
	t, err := a.cfg.Recogniser.Transcribe(ctx, pcm, coach.RecogniseOptions{
		Language: m.GetLanguage(), Prompt: m.GetPrompt(), Temperature: float64(m.GetTemperature()),
	})
	if err != nil {
		return nil, transcriptionFailed(err)
	}
	out := &v1.TranscribeResponse{
		Transcript: t.Text, Language: t.Language, Confidence: t.Confidence, Duration: t.Duration.Seconds(),
		Model: t.Model, Degraded: t.Degraded, Words: wordsOf(t.Words),
	}
	for i, p := range t.Passages {
		out.Segments = append(out.Segments, &v1.TranscriptSegment{
			Id: int32(i), Start: p.Start.Seconds(), End: p.End.Seconds(), Text: p.Text, Confidence: p.Confidence,
		})
	}
	if f := m.GetFormat(); f != "" && f != "json" {
		if out.Formatted, err = a.cfg.Render(t, f); err != nil {
			return nil, err
		}
	}
	return connect.NewResponse(out), nil
}

// StreamTranscribe implements AiService. Interim transcripts follow the sound;
// the final one comes when the client closes its side.
func (a *AI) StreamTranscribe(ctx context.Context, stream *connect.BidiStream[v1.StreamTranscribeRequest, v1.StreamTranscribeResponse]) error {
	first, err := stream.Receive()
	if err != nil {
		return endOfStream(err)
	}
	config := first.GetConfig()
	if config == nil {
		return fault.BadField("config", "first", "The first message of a stream must be config.")
	}
	rec, err := a.cfg.Recogniser.Open(ctx, coach.RecogniseOptions{Language: config.GetLanguage(), Prompt: config.GetPrompt()})
	if err != nil {
		return transcriptionFailed(err)
	}
	defer rec.Close()
	samples, since := 0, 0
	every := int(a.cfg.InterimEvery.Seconds() * 16000)
	for {
		m, err := stream.Receive()
		if errors.Is(err, io.EOF) {
			t, err := rec.Text(ctx)
			if err != nil {
				return transcriptionFailed(err)
			}
			return stream.Send(&v1.StreamTranscribeResponse{Transcript: spokenOf(t, samples, true)})
		}
		if err != nil {
			return err
		}
		pcm := samplesOf(m.GetPcm())
		if samples += len(pcm); samples > maxStreamedSamples {
			return fault.BadField("pcm", "max_duration", "A stream may hold five minutes of sound. Close it and open another.")
		}
		if err := rec.Write(pcm); err != nil {
			return transcriptionFailed(err)
		}
		if since += len(pcm); since < every {
			continue
		}
		since = 0
		t, ok, err := rec.Interim(ctx)
		if err != nil {
			return transcriptionFailed(err)
		}
		if ok {
			if err := stream.Send(&v1.StreamTranscribeResponse{Transcript: spokenOf(t, samples, false)}); err != nil {
				return err
			}
		}
	}
}

func spokenOf(t coach.Transcript, samples int, final bool) *v1.Transcript {
	return &v1.Transcript{
		Text: t.Text, Final: final, Words: wordsOf(t.Words), Language: t.Language, Confidence: float32(t.Confidence),
		Start: durationpb.New(0), End: durationpb.New(time.Duration(samples) * time.Second / 16000),
		Degraded: t.Degraded, Model: t.Model,
	}
}

// GenerateAnswer implements AiService.
func (a *AI) GenerateAnswer(ctx context.Context, req *connect.Request[v1.GenerateAnswerRequest]) (*connect.Response[v1.GenerateAnswerResponse], error) {
	began := time.Now()
	results, err := a.cfg.Writer.Variants(ctx, answerRequest(ctx, req.Msg), int(max(req.Msg.GetOptions().GetVariations(), 1)))
	if err != nil {
		return nil, answerFailed(err)
	}
	return connect.NewResponse(generated(results, time.Since(began))), nil
}

// StreamAnswer implements AiService.
func (a *AI) StreamAnswer(ctx context.Context, req *connect.Request[v1.StreamAnswerRequest], stream *connect.ServerStream[v1.StreamAnswerResponse]) error {
	began := time.Now()
	result, err := a.cfg.Writer.Write(ctx, answerRequest(ctx, req.Msg.GetRequest()), func(delta string) error {
		return stream.Send(&v1.StreamAnswerResponse{Event: &v1.StreamAnswerResponse_Delta{Delta: delta}})
	})
	if err != nil {
		return answerFailed(err)
	}
	return stream.Send(&v1.StreamAnswerResponse{Event: &v1.StreamAnswerResponse_Completed{
		Completed: generated([]answer.Result{result}, time.Since(began)),
	}})
}

func generated(results []answer.Result, took time.Duration) *v1.GenerateAnswerResponse {
	out := &v1.GenerateAnswerResponse{ProcessingTime: int32(took.Milliseconds()), Cached: len(results) > 0}
	for _, r := range results {
		out.Answers = append(out.Answers, answerOf(r.Answer))
		out.TokensUsed += int32(min(r.TokensUsed, 1<<20))
		out.Cached = out.Cached && r.Cached
		out.Contradictions = append(out.Contradictions, r.Contradictions...)
		if out.Model == "" {
			out.Model = r.Model
		}
	}
	return out
}

func answerRequest(ctx context.Context, m *v1.GenerateAnswerRequest) answer.Request {
	x, o := m.GetContext(), m.GetOptions()
	history := make([]memory.Pair, len(x.GetPreviousQuestions()))
	turns := make([]question.Turn, len(history))
	for i, q := range x.GetPreviousQuestions() {
		id := "q" + string(rune('0'+i%10)) + string(rune('0'+i/10))
		history[i] = memory.Pair{TurnID: id, Questions: []string{q}}
		turns[i] = question.Turn{ID: id, Questions: []string{q}}
		if i < len(x.GetPreviousAnswers()) {
			history[i].Said = x.GetPreviousAnswers()[i]
		}
	}
	v := question.Judge(m.GetQuestion(), o.GetLanguage(), question.Context{Turns: turns})
	if !v.ToAnswer {
		v.Questions, v.Kind = []string{m.GetQuestion()}, question.General
	}
	return answer.Request{
		OwnerID: callerOf(ctx), Questions: v.Questions, Kind: v.Kind, FollowUpOf: v.FollowUpOf,
		Language: o.GetLanguage(), CV: joinLines(x.GetCvText(), linesOf(x.GetCvData())), JobDescription: x.GetJobDescription(),
		ProfileNotes: linesOf(x.GetUserProfile()), History: history,
		Style: answer.Style(o.GetStyle()), Length: answer.Length(o.GetLength()),
		KeyPoints: o == nil || o.IncludeKeyPoints == nil || o.GetIncludeKeyPoints(),
		Followups: o == nil || o.IncludeFollowups == nil || o.GetIncludeFollowups(),
		Model:     m.GetModel(),
	}
}

func transcriptionFailed(err error) error {
	if errors.Is(err, coach.ErrUnavailable) {
		return fault.New(fault.Unavailable, "transcription_unavailable", "Speech recognition is not available for this recording now. Try again in a minute; offline, only English can be recognised.").Because(err)
	}
	return err
}

func answerFailed(err error) error {
	if errors.Is(err, answer.ErrUnavailable) || errors.Is(err, answer.ErrInterrupted) {
		return fault.New(fault.Unavailable, "answer_unavailable", "No language model could finish the answer. Try again in a minute.").Because(err)
	}
	return err
}
