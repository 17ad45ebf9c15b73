package main

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/media/vad"
	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/coach"
	"github.com/interviewai-pro/interviewai/server/config"
	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/interview"
	"github.com/interviewai-pro/interviewai/server/interview/delivery"
	"github.com/interviewai-pro/interviewai/server/interview/grade"
	"github.com/interviewai-pro/interviewai/server/interview/grade/judge"
	"github.com/interviewai-pro/interviewai/server/interview/recording"
	"github.com/interviewai-pro/interviewai/server/interview/tailored"
	"github.com/interviewai-pro/interviewai/server/jobs"
	"github.com/interviewai-pro/interviewai/server/rpc"
	"github.com/interviewai-pro/interviewai/server/speech/aloud"
	"github.com/interviewai-pro/interviewai/server/speech/recorded"
)

// gradeSamples is how often a model is asked about an answer at most, until its
// judgements agree: with seven a score varies less than docs/rubric.md allows.
const gradeSamples = 7

// wireInterviews serves mock interviews in the api role, and reads recordings
// and scores what has waited in the worker role.
func wireInterviews(ctx context.Context, p *platform) (parts, error) {
	var out parts
	a := p.accounts
	// Interviews and their recordings know each other; both are there before
	// anybody is served.
	var interviews *interview.Service
	recogniser, err := p.recogniser(&out)
	if err != nil {
		return out, err
	}
	model := vad.LoadModel()
	recordings, err := recording.Open(ctx, recording.Options{
		DB: p.stores.db, Blobs: cvBlobs{p.stores.blobs}, Queue: recordingQueue{a.jobs}, Decoder: recorded.Decoder{}, Recogniser: recogniser,
		Interviews: recordable{&interviews},
		Language: func(ctx context.Context, owner account.UserID, id string) string {
			v, err := interviews.Get(ctx, owner, id)
			if err != nil {
				return "" // the recogniser finds out
			}
			return v.Language
		},
		Measure: func(pcm []int16, t coach.Transcript, language string) delivery.Figures {
			return delivery.Measure(delivery.Input{
				Language: language, Text: t.Text, Words: t.Words, Sound: delivery.Listen(pcm, vad.NewStream(model)),
			})
		},
		Done: func(ctx context.Context, r recording.Recording) error {
			return interviews.Transcribed(ctx, account.UserID(r.UserID), r.InterviewID, r.ID)
		},
		Attempts: a.users.Attempts, Now: p.now, Logger: p.logger,
	})
	if err != nil {
		return out, err
	}
	a.files.recordings = recordings
	o := interview.Options{
		DB: p.stores.db, Grader: grade.NewRules(), GraderName: grade.Rubric,
		CVs: interviewCVs{p.cvs}, Recordings: interviewRecordings{recordings}, Queue: scoreQueue{a.jobs},
		Language: func(ctx context.Context, owner account.UserID) string {
			u, err := a.users.Profile(ctx, owner)
			if err != nil {
				return ""
			}
			return u.Preferences.Language
		},
		Name: func(ctx context.Context, owner account.UserID) (string, error) {
			u, err := a.users.Profile(ctx, owner)
			return strings.TrimSpace(u.FirstName + " " + u.LastName), err
		},
		Attempts: a.users.Attempts, Now: p.now, Logger: p.logger,
	}
	asked, err := p.model()
	if err != nil {
		return out, err
	}
	if asked != nil {
		o.Grader = judge.New(asked, asked.Strong(), gradeSamples)
		o.GraderName = grade.Rubric + ", " + asked.Strong()
		o.Interviewer = tailored.New(asked)
	}
	if p.OpenAITTSModel != "" {
		o.Reader = aloud.New(aloud.Options{
			APIKey: string(p.OpenAIKey), BaseURL: p.OpenAIBaseURL, Model: p.OpenAITTSModel, Voice: p.OpenAITTSVoice,
		})
	}
	if p.live != nil {
		o.Live = spokenAnswers{p.live}
	}
	if interviews, err = interview.Open(ctx, o); err != nil {
		return out, err
	}
	out.notes = append(out.notes, "interviews scored by "+o.GraderName)
	if p.has(config.API) {
		p.interviews, p.recordings = interviews, recordings
		out.lasting = append(out.lasting, part{"spoken answers", interviews.Run})
		out.services = append(out.services,
			service(interviewaiv1connect.NewInterviewServiceHandler(rpc.NewInterview(interviews, p.liveCalls, p.publicURL, p.now), p.handlerOptions...)),
			service(interviewaiv1connect.NewQuestionServiceHandler(rpc.NewQuestions(interviews), p.handlerOptions...)))
	}
	if p.has(config.Worker) {
		out.lasting = append(out.lasting, part{"recordings", recordings.Run})
		a.jobs.Handle(interview.WorkScore, work(interviews.Score))
		a.jobs.Handle(recording.WorkTranscribe, work(recordings.Process))
	}
	return out, nil
}

// work is a handler of jobs with a payload of one type.
func work[T any](do func(context.Context, T) error) func(context.Context, jobs.Work) error {
	return func(ctx context.Context, w jobs.Work) error {
		var job T
		if err := json.Unmarshal(w.Payload, &job); err != nil {
			return jobs.Permanent(err)
		}
		return do(ctx, job)
	}
}

// recordable asks interviews that are opened later.
type recordable struct{ interviews **interview.Service }

// MayRecord implements recording.Interviews.
func (r recordable) MayRecord(ctx context.Context, owner account.UserID, id, item string) error {
	return (*r.interviews).MayRecord(ctx, owner, id, item)
}

// Known implements recording.Interviews.
func (r recordable) Known(ctx context.Context, owner account.UserID, id string) error {
	return (*r.interviews).Known(ctx, owner, id)
}

// recordingQueue queues the reading of recordings.
type recordingQueue struct{ jobs *jobs.Jobs }

// Add implements recording.Queue.
func (q recordingQueue) Add(ctx context.Context, job recording.Job, delay time.Duration) error {
	_, err := q.jobs.Add(ctx, jobs.New{
		Queue: jobs.AIProcessing, Kind: recording.WorkTranscribe, Owner: job.UserID, Key: job.ID + "/" + strconv.Itoa(job.Try), Payload: job, Delay: delay,
	})
	return err
}

// scoreQueue queues the scoring of answers.
type scoreQueue struct{ jobs *jobs.Jobs }

// Add implements interview.Queue.
func (q scoreQueue) Add(ctx context.Context, job interview.ScoreJob, after time.Duration) error {
	key := strings.Join([]string{job.ID, job.Question, strconv.Itoa(job.Version), job.Round, strconv.Itoa(job.Try)}, "/")
	_, err := q.jobs.Add(ctx, jobs.New{
		Queue: jobs.AIProcessing, Kind: interview.WorkScore, Owner: job.UserID, Key: key, Payload: job, Delay: after,
	})
	return err
}

// interviewRecordings are recordings in the words of interviews.
type interviewRecordings struct{ all *recording.Service }

// Recording implements interview.Recordings.
func (r interviewRecordings) Recording(ctx context.Context, owner account.UserID, id, recordingID string) (interview.Recording, error) {
	found, err := r.all.Get(ctx, owner, id, recordingID)
	if err != nil {
		return interview.Recording{}, err
	}
	out := interview.Recording{Item: found.QuestionID, Partial: found.Status == recording.Uploading}
	if found.Failure != nil {
		out.Failure = found.Failure.Message
	}
	if t := found.Transcript; t != nil && found.Failure == nil {
		out.Ready, out.Text, out.Delivery = true, t.Text, t.Delivery
	}
	return out, nil
}

// DeleteOf implements interview.Recordings.
func (r interviewRecordings) DeleteOf(ctx context.Context, owner account.UserID, id string) error {
	return r.all.DeleteOf(ctx, owner, id)
}

// interviewCVs are CVs in the words of interviews.
type interviewCVs struct{ cvs *cv.Service }

var errCVNotRead = fault.New(fault.Conflict, "cv_not_read", "This CV is not read yet. Wait until it is, or start the interview without it.")

// Text implements interview.CVs.
func (c interviewCVs) Text(ctx context.Context, owner account.UserID, id string) (string, error) {
	v, err := c.cvs.Get(ctx, owner, id)
	if err != nil {
		return "", err
	}
	if v.Reading == nil {
		return "", errCVNotRead
	}
	return v.Reading.Text(), nil
}

// spokenAnswers are live sessions in which a candidate speaks alone.
type spokenAnswers struct{ live *coach.Service }

// Open implements interview.Live.
func (s spokenAnswers) Open(ctx context.Context, owner account.UserID, id, language, signIn string) (string, error) {
	session, err := s.live.CreateSession(ctx, string(owner), coach.NewSession{LanguageHint: language, SignIn: signIn, Interview: id})
	return session.ID, err
}

// Listen implements interview.Live.
func (s spokenAnswers) Listen(ctx context.Context, owner account.UserID, id string, heard func(interview.Heard) error) error {
	return s.live.Overhear(ctx, string(owner), id, func(e coach.Event) error {
		switch {
		case e.Started != nil && e.Started.Speaker == coach.Candidate:
			return heard(interview.Heard{Began: true, At: e.Started.At})
		case e.Stopped != nil && e.Stopped.Speaker == coach.Candidate:
			return heard(interview.Heard{Stopped: true, At: e.Stopped.At})
		case e.Said != nil && e.Said.Final && e.Said.Speaker == coach.Candidate:
			return heard(interview.Heard{Final: true, Text: e.Said.Text, Words: e.Said.Words})
		case e.Failure != nil:
			return heard(interview.Heard{Final: true}) // these words do not come
		case e.Ends():
			return heard(interview.Heard{Ended: true})
		}
		return nil
	})
}

// End implements interview.Live.
func (s spokenAnswers) End(ctx context.Context, owner account.UserID, id string) error {
	_, err := s.live.EndSession(ctx, string(owner), id, "the answer is complete")
	return err
}

// Forget implements interview.Live.
func (s spokenAnswers) Forget(ctx context.Context, owner account.UserID, id string) error {
	return s.live.DeleteSessionsOf(ctx, string(owner), id)
}
