package main

import (
	"context"
	"fmt"
	"net/netip"
	"strings"

	"connectrpc.com/connect"

	"github.com/interviewai-pro/interviewai/gen/go/interviewai/v1/interviewaiv1connect"
	"github.com/interviewai-pro/interviewai/media/access"
	"github.com/interviewai-pro/interviewai/media/peer"
	"github.com/interviewai-pro/interviewai/media/session"
	"github.com/interviewai-pro/interviewai/media/socket"
	"github.com/interviewai-pro/interviewai/media/vad"
	"github.com/interviewai-pro/interviewai/server/config"
	"github.com/interviewai-pro/interviewai/server/observe"
	"github.com/interviewai-pro/interviewai/server/web"
	"github.com/interviewai-pro/interviewai/server/web/inproc"
)

// wireMedia joins the audio core to the api role, here or in another process.
func wireMedia(p *platform) (parts, error) {
	var out parts
	client, base := p.remote, strings.TrimRight(p.APIURL, "/")
	if p.has(config.API) {
		client, base = p.local, p.localURL()
	}
	model := vad.LoadModel()
	sessions, err := session.New(session.Config{
		Conversations: interviewaiv1connect.NewConversationServiceClient(client, base, p.credential()),
		NewDetector:   func() vad.Detector { return vad.NewStream(model) },
		Now:           p.now, Logger: p.logger,
	})
	if err != nil {
		return out, err
	}
	listen, public, err := udpAddresses(p.Config)
	if err != nil {
		return out, err
	}
	endpoint, err := peer.New(peer.Config{
		Listen: listen, Public: public, ICEServers: peerServers(p.ICEServers), Origins: p.CORSOrigins, Log: p.logger,
	}, peer.InRegistry(sessions))
	if err != nil {
		return out, fmt.Errorf("MEDIA_UDP_ADDR: %w", err)
	}
	tokens := access.NewVerifier(access.NewKeys(base, client), p.now)
	out.services = append(out.services, service(interviewaiv1connect.NewMediaServiceHandler(endpoint, p.handlerOptions...)))
	out.routes = append(out.routes, web.Route{Pattern: "/whip/", Handler: endpoint.WHIP(tokens)})
	out.serving = append(out.serving, part{"live sound", sessions.Run}, part{"WebRTC", endpoint.Run})
	sockets := socket.New(socket.Config{Origins: p.CORSOrigins, Log: p.logger}, tokens, socket.InRegistry(sessions))
	out.routes = append(out.routes, web.Route{Pattern: "/ws/audio", Handler: sockets})
	out.serving = append(out.serving, part{"sound over WebSockets", sockets.Run})
	p.metrics.WatchMedia(func() observe.MediaCounts {
		s := endpoint.Stats()
		return observe.MediaCounts{
			Sessions: sessions.Len(), Peers: s.Peers, Packets: s.Packets, Malformed: s.Malformed, Flooded: s.Flooded,
			Failed: s.Failed, Reconnects: s.Reconnects, Undelivered: s.EventsDropped,
		}
	})
	var where []string
	for _, a := range endpoint.Addresses() {
		where = append(where, a.String())
	}
	out.notes = append(out.notes, "sound      WebRTC at udp "+strings.Join(where, ", "))
	return out, nil
}

// udpAddresses reads the media role's addresses; the configuration has checked
// their form.
func udpAddresses(c *config.Config) (listen netip.AddrPort, public []netip.Addr, err error) {
	addr := c.MediaUDPAddr
	if strings.HasPrefix(addr, ":") {
		addr = "0.0.0.0" + addr
	}
	if listen, err = netip.ParseAddrPort(addr); err != nil {
		return listen, nil, fmt.Errorf("MEDIA_UDP_ADDR: %w", err)
	}
	for _, a := range c.MediaPublicAddresses {
		ip, err := netip.ParseAddr(a)
		if err != nil {
			return listen, nil, fmt.Errorf("MEDIA_PUBLIC_ADDRESSES: %w", err)
		}
		public = append(public, ip)
	}
	return listen, public, nil
}

func peerServers(list config.ICEServers) []peer.ICEServer {
	out := make([]peer.ICEServer, len(list))
	for i, s := range list {
		out[i] = peer.ICEServer{URLs: s.URLs, Username: s.Username, Credential: string(s.Credential)}
	}
	return out
}

// localURL is where this process reaches itself.
func (p *platform) localURL() string { return inproc.BaseURL }

// credential shows the roles' shared secret on every call.
func (p *platform) credential() connect.ClientOption {
	return connect.WithInterceptors(serviceCredential("Bearer " + p.serviceToken))
}

type serviceCredential string

// WrapUnary implements connect.Interceptor.
func (c serviceCredential) WrapUnary(next connect.UnaryFunc) connect.UnaryFunc {
	return func(ctx context.Context, req connect.AnyRequest) (connect.AnyResponse, error) {
		req.Header().Set("Authorization", string(c))
		return next(ctx, req)
	}
}

// WrapStreamingClient implements connect.Interceptor.
func (c serviceCredential) WrapStreamingClient(next connect.StreamingClientFunc) connect.StreamingClientFunc {
	return func(ctx context.Context, spec connect.Spec) connect.StreamingClientConn {
		conn := next(ctx, spec)
		conn.RequestHeader().Set("Authorization", string(c))
		return conn
	}
}

// WrapStreamingHandler implements connect.Interceptor.
func (c serviceCredential) WrapStreamingHandler(next connect.StreamingHandlerFunc) connect.StreamingHandlerFunc {
	return next
}
