// Package peer ends WebRTC connections: it answers offers, receives packets and
// hands them to the session layer, and carries live events back over a data
// channel. One UDP port serves all peers.
//
//	HTTP: WHIP (RFC 9725) ──┐
//	RPC: MediaService ──────┴─ offer ─ Endpoint ─ peer ── per track: read loop ─ Binding
//	                                     │          ├──── per track: RTCP loop
//	                              UDP port, ICE-lite └─── data channel: event loop
//
// Each peer has one goroutine that owns its end; the loops above end with the
// connection and are waited for.
package peer
