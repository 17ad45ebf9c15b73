package rpc

import "connectrpc.com/connect"

const (
	// maxMessage bounds one message: the largest is a recording of 25 MB
	// (AI-001), with what is around it.
	maxMessage = 27 << 20
	// compressMin is where compressing an answer begins to pay.
	compressMin = 1 << 10
)

// HandlerOptions returns what every service is served with.
func HandlerOptions(interceptors connect.HandlerOption) []connect.HandlerOption {
	return []connect.HandlerOption{
		interceptors,
		connect.WithReadMaxBytes(maxMessage),
		connect.WithSendMaxBytes(maxMessage),
		connect.WithCompressMinBytes(compressMin),
	}
}
