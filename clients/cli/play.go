package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"connectrpc.com/connect"
	"golang.org/x/sync/errgroup"
	"google.golang.org/protobuf/encoding/protojson"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
)

// errPlayed ends the parts of play when everything has been shown.
var errPlayed = errors.New("played")

func play(ctx context.Context, args []string, out, diagnostics io.Writer) error {
	f := newFlags("play", diagnostics)
	speaker := f.String("speaker", "interviewer", "whose sound FILE is: interviewer or candidate")
	second := f.String("candidate", "", "a second recording: the candidate's own track, played at the same time")
	about := f.String("context", "", "CV and job: a .json file in the form of LiveContext, or a text file taken as the CV")
	language := f.String("language", "", "ISO 639-1 code of the language to expect; empty means detect")
	fast := f.Bool("fast", false, "shorten long silences")
	into := f.String("session", "", "play into this session, which then goes on, instead of a new one")
	expect := f.Int("expect", 0, "fail unless at least so many turns with questions were answered")
	if err := f.parse(args, "FILE"); err != nil {
		return err
	}
	sources, err := loadSources(ctx, f.Arg(0), *speaker, *second, *fast)
	if err != nil {
		return err
	}
	request := &v1.CreateLiveSessionRequest{Consent: true, LanguageHint: *language}
	if *about != "" {
		if request.Context, err = loadContext(*about); err != nil {
			return err
		}
	}
	server := newAPI(f.server, f.token)
	session, media, err := openSession(ctx, server, *into, request)
	if err != nil {
		return err
	}
	if !f.json {
		fmt.Fprintln(out, announcement(sources))
	}
	table := newTimings()
	show := newViewer(f.json, out)
	after := int64(0) // a new session's first events are shown too
	if *into != "" {
		after = session.GetLastSequence()
	}
	err = playInto(ctx, server, session.GetId(), after, media, sources, viewerFunc(func(e *v1.LiveEvent) {
		show.Show(e)
		table.see(e)
	}))
	if *into == "" {
		err = errors.Join(err, endSession(ctx, server, session.GetId()))
	}
	if !f.json {
		table.print(out, session)
	}
	if err == nil && table.answered() < *expect {
		err = fmt.Errorf("%d question turn(s) answered, --expect %d", table.answered(), *expect)
	}
	return err
}

// announcement says what will be heard.
func announcement(sources []source) string {
	names := make([]string, len(sources))
	samples := 0
	for i, s := range sources {
		names[i] = "the " + speakerName(s.speaker)
		samples = max(samples, len(s.samples))
	}
	return fmt.Sprintf("Playing %d s of sound over WebRTC, as it was spoken, by %s.", samples/rate, strings.Join(names, " and "))
}

// openSession creates a session, or gets access to an existing one.
func openSession(ctx context.Context, server api, existing string, request *v1.CreateLiveSessionRequest) (*v1.LiveSession, *v1.MediaAccess, error) {
	if existing == "" {
		created, err := server.live.CreateLiveSession(ctx, connect.NewRequest(request))
		if err != nil {
			return nil, nil, err
		}
		return created.Msg.GetSession(), created.Msg.GetMedia(), nil
	}
	found, err := server.live.GetLiveSession(ctx, connect.NewRequest(&v1.GetLiveSessionRequest{SessionId: existing}))
	if err != nil {
		return nil, nil, err
	}
	access, err := server.live.RefreshMediaAccess(ctx, connect.NewRequest(&v1.RefreshMediaAccessRequest{SessionId: existing}))
	if err != nil {
		return nil, nil, err
	}
	return found.Msg.GetSession(), access.Msg.GetMedia(), nil
}

// endSession ends a session whatever happened before, even on an interrupt.
func endSession(ctx context.Context, server api, session string) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	_, err := server.live.EndLiveSession(ctx, connect.NewRequest(&v1.EndLiveSessionRequest{SessionId: session}))
	return err
}

// playInto sends the sources and shows the events after a number until all that
// was said is transcribed and answered.
func playInto(ctx context.Context, server api, session string, after int64, access *v1.MediaAccess, sources []source, show viewer) error {
	p, err := publish(ctx, server, session, access.GetIceServers(), sources)
	if err != nil {
		return err
	}
	played := make(chan struct{})
	settled := newSettling(played)
	work, ctx := errgroup.WithContext(ctx)
	work.Go(func() error { return p.send(ctx, played) })
	work.Go(func() error {
		return follow(ctx, server, session, after, viewerFunc(func(e *v1.LiveEvent) {
			show.Show(e)
			settled.see(e)
		}))
	})
	work.Go(func() error { return settled.wait(ctx) })
	err = work.Wait()
	if errors.Is(err, errPlayed) {
		err = nil
	}
	return errors.Join(err, p.close())
}

func loadSources(ctx context.Context, file, speaker, second string, fast bool) ([]source, error) {
	first := source{speaker: v1.Speaker_SPEAKER_INTERVIEWER}
	switch speaker {
	case "interviewer":
	case "candidate":
		first.speaker = v1.Speaker_SPEAKER_CANDIDATE
	default:
		return nil, fmt.Errorf("--speaker must be interviewer or candidate, not %q", speaker)
	}
	if second != "" && first.speaker == v1.Speaker_SPEAKER_CANDIDATE {
		return nil, errors.New("--candidate adds the candidate's track to the interviewer's: use it with --speaker interviewer")
	}
	names := []string{file}
	if second != "" {
		names = append(names, second)
	}
	tracks := make([][]int16, len(names))
	for i, name := range names {
		var err error
		if tracks[i], err = load(ctx, name); err != nil {
			return nil, err
		}
	}
	if fast {
		shorten(tracks)
	}
	first.samples = tracks[0]
	sources := []source{first}
	if second != "" {
		sources = append(sources, source{speaker: v1.Speaker_SPEAKER_CANDIDATE, samples: tracks[1]})
	}
	return sources, nil
}

// loadContext reads what the coach should know.
func loadContext(name string) (*v1.LiveContext, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	if !strings.EqualFold(filepath.Ext(name), ".json") {
		return &v1.LiveContext{CvText: string(data)}, nil
	}
	var about v1.LiveContext
	if err := protojson.Unmarshal(data, &about); err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return &about, nil
}
