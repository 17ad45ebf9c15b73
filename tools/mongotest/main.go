// Command mongotest is a MongoDB-speaking server for tests on machines without MongoDB: FerretDB v1.24 over SQLite,
// behind a proxy that lets one write command through at a time.
//
// The proxy is there because FerretDB's updates are not atomic: fifty parallel conditional increments with a limit
// of ten let between 16 and 50 through. One write at a time restores what MongoDB itself guarantees per document.
// Reads are not held up. It is a test tool only and has its own go.mod, so that the product never depends on it.
//
// It prints its URI as the only line on standard output and serves until it is interrupted or, with -with-parent,
// until standard input ends, which is how a test makes sure that it never outlives the test process.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/FerretDB/FerretDB/ferretdb"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "mongotest:", err)
		os.Exit(1)
	}
}

func run() error {
	addr := flag.String("addr", "127.0.0.1:0", "address to listen on; port 0 takes a free one")
	data := flag.String("data", "", "directory for the documents; empty means a temporary one, removed at the end")
	withParent := flag.Bool("with-parent", false, "end when standard input ends")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if *withParent {
		go func() {
			// The copy ends when the parent closes its end, by choice or by dying.
			_, _ = io.Copy(io.Discard, os.Stdin)
			cancel()
		}()
	}

	dir := *data
	if dir == "" {
		tmp, err := os.MkdirTemp("", "mongotest-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(tmp)
		dir = tmp
	}
	// A socket path may be at most 107 bytes long, so it does not go under a test's long directory name.
	sockets, err := os.MkdirTemp("", "mt")
	if err != nil {
		return err
	}
	defer os.RemoveAll(sockets)
	socket := filepath.Join(sockets, "ferret.sock")

	server, err := ferretdb.New(&ferretdb.Config{
		Listener: ferretdb.ListenerConfig{Unix: socket},
		Logger:   slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError})),
		Handler:  "sqlite",
		// Nothing has to outlive the machine: the file system need not be waited for.
		SQLiteURL: "file:" + dir + "/?_pragma=busy_timeout(10000)&_pragma=journal_mode(wal)&_pragma=synchronous(off)",
	})
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", *addr)
	if err != nil {
		return err
	}
	served := make(chan error, 1)
	go func() { served <- server.Run(ctx) }()
	guard := &guard{backend: socket, turn: make(chan struct{}, 1)}
	guarded := make(chan error, 1)
	go func() { guarded <- guard.serve(ctx, listener) }()
	fmt.Printf("mongodb://%s/\n", listener.Addr())

	<-ctx.Done()
	return errors.Join(<-guarded, <-served)
}
