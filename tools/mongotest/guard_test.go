package main

import (
	"context"
	"encoding/binary"
	"errors"
	"net"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
)

// message makes an OP_MSG whose body's first key is the command.
func message(command string, flags uint32) []byte {
	body := append([]byte{0, 0, 0, 0, 0x10}, command...) // an int32, the usual value of a command's first key
	body = append(body, 0, 1, 0, 0, 0, 0)
	binary.LittleEndian.PutUint32(body, uint32(len(body)))
	m := make([]byte, headerBytes, headerBytes+5+len(body))
	m = binary.LittleEndian.AppendUint32(m, flags)
	m = append(append(m, sectionBody), body...)
	binary.LittleEndian.PutUint32(m, uint32(len(m)))
	binary.LittleEndian.PutUint32(m[12:], opMsg)
	return m
}

func TestIsWrite(t *testing.T) {
	for command, want := range map[string]bool{
		"insert": true, "update": true, "delete": true, "findAndModify": true, "createIndexes": true, "drop": true,
		"somethingNew": true, "find": false, "getMore": false, "hello": false, "ping": false,
	} {
		if got := isWrite(message(command, 0)); got != want {
			t.Errorf("%s: %t", command, got)
		}
	}
	old := message("isMaster", 0)
	binary.LittleEndian.PutUint32(old[12:], 2004) // OP_QUERY
	if isWrite(old) {
		t.Error("the old form of hello counts as a write")
	}
}

func FuzzCommandName(f *testing.F) {
	f.Add(message("insert", 0))
	f.Add(message("", moreToCome))
	f.Add(make([]byte, headerBytes))
	f.Fuzz(func(t *testing.T, m []byte) {
		if len(m) < headerBytes {
			return // readMessage returns none that short
		}
		if name := commandName(m); len(name) > len(m) {
			t.Errorf("%x is named %q", m, name)
		}
		isWrite(m)
	})
}

// backend answers each message with itself, and counts the writes it has at one time.
type backend struct {
	now, most, reads atomic.Int32
	hold             chan struct{} // a write is answered after receiving from it
}

func (b *backend) serve(t *testing.T, conn net.Conn) {
	defer conn.Close()
	for {
		m, err := readMessage(conn)
		if err != nil {
			return
		}
		if isWrite(m) {
			if n := b.now.Add(1); n > b.most.Load() {
				b.most.Store(n)
			}
			<-b.hold
			b.now.Add(-1)
		} else {
			b.reads.Add(1)
		}
		if binary.LittleEndian.Uint32(m[headerBytes:])&moreToCome != 0 {
			continue
		}
		if _, err := conn.Write(m); err != nil {
			t.Error(err)
		}
	}
}

func TestOneWriteAtATime(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "b.sock")
	behind, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer behind.Close()
	b := &backend{hold: make(chan struct{})}
	go func() {
		for {
			conn, err := behind.Accept()
			if errors.Is(err, net.ErrClosed) {
				return
			}
			if err != nil {
				t.Error(err)
				return
			}
			go b.serve(t, conn)
		}
	}()
	front, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- (&guard{backend: socket, turn: make(chan struct{}, 1)}).serve(ctx, front) }()
	t.Cleanup(func() {
		cancel()
		if err := <-served; err != nil {
			t.Error(err)
		}
	})

	ask := func(m []byte) {
		conn, err := net.Dial("tcp", front.Addr().String())
		if err != nil {
			t.Error(err)
			return
		}
		defer conn.Close()
		if _, err := conn.Write(m); err != nil {
			t.Error(err)
			return
		}
		if got, err := readMessage(conn); err != nil || string(got) != string(m) {
			t.Errorf("answer %x, %v", got, err)
		}
	}
	const writers = 10
	var wg sync.WaitGroup
	for range writers {
		wg.Go(func() { ask(message("update", 0)) })
	}
	ask(message("find", 0)) // passes while writes are held up
	if b.reads.Load() != 1 {
		t.Error("the read did not reach the backend")
	}
	for range writers {
		b.hold <- struct{}{}
	}
	wg.Wait()
	if most := b.most.Load(); most != 1 {
		t.Errorf("%d writes at one time", most)
	}
}

func TestAMessageOfNoLengthEndsTheConnection(t *testing.T) {
	ours, theirs := net.Pipe()
	defer ours.Close()
	go func() {
		_, _ = theirs.Write([]byte{1, 0, 0, 0})
		theirs.Close()
	}()
	if m, err := readMessage(ours); err == nil {
		t.Errorf("read %x", m)
	}
}
