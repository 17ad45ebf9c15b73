package main

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
)

// MongoDB's wire protocol, as far as the guard needs it:
// https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/
const (
	headerBytes  = 16
	opMsg        = 2013
	moreToCome   = 1 << 1
	maxMessage   = 48_000_000 // MongoDB's maxMessageSizeBytes
	sectionBody  = 0
	documentSize = 4
)

// guard forwards wire messages to one backend, at most one write command at a time.
type guard struct {
	backend string        // path of the backend's Unix socket
	turn    chan struct{} // holds one token while a write command is at the backend
}

// serve accepts clients until ctx ends, then closes all connections and waits for them.
func (g *guard) serve(ctx context.Context, listener net.Listener) error {
	var clients sync.WaitGroup
	defer clients.Wait()
	stop := context.AfterFunc(ctx, func() { listener.Close() })
	defer stop()
	for {
		client, err := listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("accept: %w", err)
		}
		clients.Go(func() { g.forward(ctx, client) })
	}
}

// forward carries one client's requests and their answers, in order, until either side ends.
func (g *guard) forward(ctx context.Context, client net.Conn) {
	defer client.Close()
	backend, err := net.Dial("unix", g.backend)
	if err != nil {
		return
	}
	defer backend.Close()
	stop := context.AfterFunc(ctx, func() {
		client.Close()
		backend.Close()
	})
	defer stop()
	for {
		request, err := readMessage(client)
		if err != nil {
			return
		}
		answer, err := g.exchange(backend, request)
		if err != nil {
			return
		}
		if answer == nil {
			continue
		}
		if _, err := client.Write(answer); err != nil {
			return
		}
	}
}

// exchange sends a request to the backend and reads its answer, which is nil for a request that wants none.
// The answer to a write is read before the next write is let through: only then has it happened.
func (g *guard) exchange(backend net.Conn, request []byte) ([]byte, error) {
	if isWrite(request) {
		g.turn <- struct{}{}
		defer func() { <-g.turn }()
	}
	if _, err := backend.Write(request); err != nil {
		return nil, err
	}
	if opcode(request) == opMsg && len(request) >= headerBytes+4 &&
		binary.LittleEndian.Uint32(request[headerBytes:])&moreToCome != 0 {
		return nil, nil
	}
	return readMessage(backend)
}

func readMessage(r io.Reader) ([]byte, error) {
	var length [4]byte
	if _, err := io.ReadFull(r, length[:]); err != nil {
		return nil, err
	}
	n := binary.LittleEndian.Uint32(length[:])
	if n < headerBytes || n > maxMessage {
		return nil, fmt.Errorf("message of %d bytes", n)
	}
	message := make([]byte, n)
	copy(message, length[:])
	_, err := io.ReadFull(r, message[4:])
	return message, err
}

func opcode(message []byte) uint32 { return binary.LittleEndian.Uint32(message[12:]) }

// isWrite reports whether a message carries a command that changes something. An unknown command counts as one:
// holding a read up is harmless, letting two writes through is not.
func isWrite(message []byte) bool {
	if opcode(message) != opMsg {
		return false // the driver's first hello, in the old form
	}
	switch commandName(message) {
	case "find", "getMore", "count", "distinct", "aggregate", "hello", "ismaster", "isMaster", "ping", "buildInfo",
		"buildinfo", "endSessions", "killCursors", "listCollections", "listDatabases", "listIndexes", "serverStatus":
		return false
	}
	return true
}

// commandName returns the first key of an OP_MSG's body document, or "" if it has none.
func commandName(message []byte) string {
	const first = headerBytes + 4 // after the flag bits
	if len(message) < first+1+documentSize+2 || message[first] != sectionBody {
		return ""
	}
	key := message[first+1+documentSize+1:] // after the document's length and the first element's type
	for i, b := range key {
		if b == 0 {
			return string(key[:i])
		}
	}
	return ""
}
