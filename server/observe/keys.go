package observe

// The vocabulary of log keys. A key not in this list is spelled in snake case
// and named after the glossary's word.
const (
	KeyRequest   = "request_id"
	KeyProcedure = "procedure"
	KeyUser      = "user_id"
	KeyCode      = "code"
	KeyReason    = "reason"
	KeyDuration  = "duration"
	KeyError     = "error"
	KeyMethod    = "method"
	KeyPath      = "path"
	KeyStack     = "stack"
	KeyPart      = "part"
	KeyListen    = "listen_address"
	KeyListenUDP = "listen_udp_address"
)
