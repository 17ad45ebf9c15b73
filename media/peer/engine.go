package peer

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"fmt"
	"io"

	"github.com/pion/ice/v4"
	"github.com/pion/interceptor"
	"github.com/pion/logging"
	"github.com/pion/sdp/v3"
	"github.com/pion/webrtc/v4"
)

const (
	// audioLevelURI is the header extension with each packet's level
	// (RFC 6464): silence is passed over without decoding.
	audioLevelURI = sdp.AudioLevelURI
	// opusFormat asks the sender for DTX and in-band copies (RFC 7587 §6.1).
	opusFormat = "minptime=10;useinbandfec=1;usedtx=1"
	// opusPayload is the payload type we would offer; answers use the offer's.
	opusPayload = 111
	// packetMTU bounds what is read from the network: what fits an Ethernet
	// frame.
	packetMTU = 1500
	// sctpBuffer bounds what a peer's data channels may have under way
	// towards us. Nothing is expected there.
	sctpBuffer = 16 << 10
	// maxMessage bounds a message from a peer.
	maxMessage = 4 << 10
)

// engine is what all peer connections of an endpoint share: codecs, the
// certificate, settings. Interceptors there are none: receiver reports are
// written by the read loops, nothing is retransmitted (a late packet of sound
// is concealed sooner), no statistics are kept per packet.
type engine struct {
	api    *webrtc.API
	config webrtc.Configuration
}

func newEngine(cfg Config, mux ice.UDPMux) (*engine, error) {
	media := &webrtc.MediaEngine{}
	if err := media.RegisterCodec(webrtc.RTPCodecParameters{
		RTPCodecCapability: webrtc.RTPCodecCapability{
			MimeType: webrtc.MimeTypeOpus, ClockRate: 48000, Channels: 2, SDPFmtpLine: opusFormat,
		},
		PayloadType: opusPayload,
	}, webrtc.RTPCodecTypeAudio); err != nil {
		return nil, fmt.Errorf("register opus: %w", err)
	}
	for _, uri := range []string{audioLevelURI, sdp.SDESMidURI} {
		if err := media.RegisterHeaderExtension(webrtc.RTPHeaderExtensionCapability{URI: uri},
			webrtc.RTPCodecTypeAudio, webrtc.RTPTransceiverDirectionRecvonly); err != nil {
			return nil, fmt.Errorf("register header extension %s: %w", uri, err)
		}
	}
	// One key for the life of the process: a fingerprint proves which process
	// answers, not who asks, and a key a peer costs 3 ms and memory.
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("make the DTLS key: %w", err)
	}
	certificate, err := webrtc.GenerateCertificate(key)
	if err != nil {
		return nil, fmt.Errorf("make the DTLS certificate: %w", err)
	}
	return &engine{
		api: webrtc.NewAPI(webrtc.WithMediaEngine(media), webrtc.WithSettingEngine(settings(cfg, mux)),
			// Without a registry the library adds its own set.
			webrtc.WithInterceptorRegistry(&interceptor.Registry{})),
		config: webrtc.Configuration{
			Certificates:  []webrtc.Certificate{*certificate},
			BundlePolicy:  webrtc.BundlePolicyMaxBundle,
			RTCPMuxPolicy: webrtc.RTCPMuxPolicyRequire,
		},
	}, nil
}

func settings(cfg Config, mux ice.UDPMux) webrtc.SettingEngine {
	s := webrtc.SettingEngine{
		// The library's own log would let any peer fill the disk.
		LoggerFactory: &logging.DefaultLoggerFactory{Writer: io.Discard, DefaultLogLevel: logging.LogLevelDisabled},
	}
	s.SetLite(true)
	s.SetICEUDPMux(mux)
	s.SetIncludeLoopbackCandidate(true)
	s.SetICEMulticastDNSMode(ice.MulticastDNSModeDisabled)
	s.SetNetworkTypes([]webrtc.NetworkType{webrtc.NetworkTypeUDP4, webrtc.NetworkTypeUDP6})
	s.DisableActiveTCP(true)
	s.SetICETimeouts(cfg.DisconnectedAfter, cfg.FailedAfter, cfg.DisconnectedAfter/2)
	s.SetFireOnTrackBeforeFirstRTP(true)
	s.SetReceiveMTU(packetMTU)
	s.SetSCTPMaxReceiveBufferSize(sctpBuffer)
	s.SetSCTPMaxMessageSize(maxMessage)
	// Reading a channel ourselves saves the library's 64 KiB buffer for each.
	s.DetachDataChannels()
	return s
}
