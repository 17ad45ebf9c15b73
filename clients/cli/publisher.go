package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"connectrpc.com/connect"
	"github.com/pion/webrtc/v4"
	"github.com/pion/webrtc/v4/pkg/media"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
	"github.com/interviewai-pro/interviewai/media/opus"
)

// connectTimeout bounds how long the WebRTC connection may take.
const connectTimeout = 20 * time.Second

// source is one speaker's sound: 48 kHz mono.
type source struct {
	speaker v1.Speaker
	samples []int16
}

// publisher sends sources into a live session over one WebRTC connection, as
// the Chrome extension does.
type publisher struct {
	peer    *webrtc.PeerConnection
	tracks  []*webrtc.TrackLocalStaticSample
	coders  []*opus.Encoder
	sources []source
	lost    chan struct{}
}

// publish connects to the session; the caller closes what it returns.
func publish(ctx context.Context, server api, session string, ice []*v1.IceServer, sources []source) (*publisher, error) {
	config := webrtc.Configuration{}
	for _, s := range ice {
		config.ICEServers = append(config.ICEServers, webrtc.ICEServer{URLs: s.GetUrls(), Username: s.GetUsername(), Credential: s.GetCredential()})
	}
	settings := webrtc.SettingEngine{}
	settings.SetIncludeLoopbackCandidate(true) // the server may be on this machine, and the machine alone
	peer, err := webrtc.NewAPI(webrtc.WithSettingEngine(settings)).NewPeerConnection(config)
	if err != nil {
		return nil, err
	}
	p := &publisher{peer: peer, sources: sources, lost: make(chan struct{})}
	if err := p.connect(ctx, server, session); err != nil {
		return nil, errors.Join(fmt.Errorf("connect the sound: %w", err), peer.Close())
	}
	return p, nil
}

func (p *publisher) connect(ctx context.Context, server api, session string) error {
	for _, s := range p.sources {
		track, err := webrtc.NewTrackLocalStaticSample(webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeOpus, ClockRate: rate, Channels: 2}, s.speaker.String(), "interview")
		if err != nil {
			return err
		}
		if _, err := p.peer.AddTransceiverFromTrack(track, webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionSendonly}); err != nil {
			return err
		}
		coder, err := opus.NewEncoder(opus.EncoderOptions{LossPercent: 5})
		if err != nil {
			return err
		}
		p.tracks, p.coders = append(p.tracks, track), append(p.coders, coder)
	}
	connected := make(chan struct{})
	var up, down sync.Once // a connection may be disturbed and come back
	p.peer.OnConnectionStateChange(func(state webrtc.PeerConnectionState) {
		switch state {
		case webrtc.PeerConnectionStateConnected:
			up.Do(func() { close(connected) })
		case webrtc.PeerConnectionStateFailed, webrtc.PeerConnectionStateClosed:
			down.Do(func() { close(p.lost) })
		}
	})
	offer, err := p.peer.CreateOffer(nil)
	if err != nil {
		return err
	}
	gathered := webrtc.GatheringCompletePromise(p.peer)
	if err := p.peer.SetLocalDescription(offer); err != nil {
		return err
	}
	select {
	case <-gathered:
	case <-ctx.Done():
		return ctx.Err()
	}
	request := &v1.ConnectMediaRequest{SessionId: session, OfferSdp: p.peer.LocalDescription().SDP}
	for i, t := range p.peer.GetTransceivers() {
		request.Tracks = append(request.Tracks, &v1.TrackDeclaration{Mid: t.Mid(), Speaker: p.sources[i].speaker})
	}
	res, err := server.live.ConnectMedia(ctx, connect.NewRequest(request))
	if err != nil {
		return err
	}
	if err := p.peer.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: res.Msg.GetAnswerSdp()}); err != nil {
		return err
	}
	timeout := time.NewTimer(connectTimeout)
	defer timeout.Stop()
	select {
	case <-connected:
		return nil
	case <-p.lost:
		return errors.New("the WebRTC connection failed; is UDP open between here and the server?")
	case <-timeout.C:
		return fmt.Errorf("no WebRTC connection within %s; is UDP open between here and the server?", connectTimeout)
	case <-ctx.Done():
		return ctx.Err()
	}
}

// send plays the sources in real time and then silence, until ctx ends. Played
// is closed at the sources' end.
func (p *publisher) send(ctx context.Context, played chan<- struct{}) error {
	frames := 0
	for _, s := range p.sources {
		frames = max(frames, len(s.samples)/frameSamples)
	}
	clock := time.NewTicker(20 * time.Millisecond)
	defer clock.Stop()
	began := time.Now()
	packet := make([]byte, 1500)
	for i := 0; ; {
		if i == frames {
			close(played)
		}
		for t, s := range p.sources {
			data, err := p.coders[t].Encode(frameAt(s.samples, i), packet)
			if err != nil {
				return fmt.Errorf("encode sound: %w", err)
			}
			if err := p.tracks[t].WriteSample(media.Sample{Data: data, Duration: 20 * time.Millisecond}); err != nil {
				return fmt.Errorf("send sound: %w", err)
			}
		}
		i++
		// The frames follow the clock, not the ticks, so that a late tick is
		// made up for.
		for time.Since(began) < time.Duration(i)*20*time.Millisecond {
			select {
			case <-ctx.Done():
				return nil
			case <-p.lost:
				return errors.New("the WebRTC connection was lost")
			case <-clock.C:
			}
		}
	}
}

func (p *publisher) close() error { return p.peer.Close() }
