package main

import (
	"errors"
	"io"
	"net/http"
	"os"
	"testing"
	"time"

	"github.com/pion/webrtc/v4"
	"github.com/pion/webrtc/v4/pkg/media"

	"github.com/interviewai-pro/interviewai/media/opus"
)

// packetTime is the length of a packet of our recordings.
const packetTime = 20 * time.Millisecond

// microphone is a WebRTC peer that sends sound by WHIP, as a browser would.
type microphone struct {
	track *webrtc.TrackLocalStaticSample
}

// microphone connects to a WHIP address.
func (r *running) microphone(t *testing.T, address, token string) *microphone {
	t.Helper()
	settings := webrtc.SettingEngine{}
	settings.SetIncludeLoopbackCandidate(true)
	settings.SetNetworkTypes([]webrtc.NetworkType{webrtc.NetworkTypeUDP4})
	settings.SetICETimeouts(patience, patience, 100*time.Millisecond)
	peer, err := webrtc.NewAPI(webrtc.WithSettingEngine(settings)).NewPeerConnection(webrtc.Configuration{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = peer.GracefulClose() })
	connected := make(chan struct{}, 1)
	peer.OnConnectionStateChange(func(s webrtc.PeerConnectionState) {
		if s == webrtc.PeerConnectionStateConnected {
			connected <- struct{}{}
		}
	})
	m := &microphone{}
	m.track, err = webrtc.NewTrackLocalStaticSample(webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeOpus, ClockRate: 48000, Channels: 2}, "microphone", "answer")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := peer.AddTransceiverFromTrack(m.track, webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionSendonly}); err != nil {
		t.Fatal(err)
	}
	offer, err := peer.CreateOffer(nil)
	if err != nil {
		t.Fatal(err)
	}
	gathered := webrtc.GatheringCompletePromise(peer)
	if err := peer.SetLocalDescription(offer); err != nil {
		t.Fatal(err)
	}
	<-gathered
	header := bearing(token)
	header.Set("Content-Type", "application/sdp")
	answer := r.call(t, http.MethodPost, address[len(r.url):], header, peer.LocalDescription().SDP).want(t, "WHIP", http.StatusCreated)
	if err := peer.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: string(answer.body)}); err != nil {
		t.Fatal(err)
	}
	select {
	case <-connected:
	case <-time.After(patience):
		t.Fatal("no WebRTC connection")
	}
	return m
}

// say sends sound as fast as it was spoken, and returns at its end.
func (m *microphone) say(t *testing.T, packets [][]byte) {
	t.Helper()
	clock := time.NewTicker(packetTime / 2)
	defer clock.Stop()
	began := time.Now()
	for i, p := range packets {
		if err := m.track.WriteSample(media.Sample{Data: p, Duration: packetTime}); err != nil {
			t.Error(err)
			return
		}
		for time.Since(began) < time.Duration(i+1)*packetTime {
			<-clock.C
		}
	}
}

// packetsOf is a stretch of a recording, in packets.
func packetsOf(t *testing.T, name string, from, to time.Duration) [][]byte {
	t.Helper()
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close() //nolint:errcheck // only read
	ogg, err := opus.NewOggReader(file)
	if err != nil {
		t.Fatal(err)
	}
	var packets [][]byte
	for at := time.Duration(0); at < to; at += packetTime {
		p, err := ogg.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if at >= from {
			packets = append(packets, append([]byte(nil), p...))
		}
	}
	return packets
}
