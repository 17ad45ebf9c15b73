// Interviewctl is the command-line client of InterviewAI Pro: it plays a
// recording into a live session as the Chrome extension would send it, watches
// sessions, asks typed questions and transcribes files.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

const usage = `interviewctl talks to an InterviewAI Pro server.

  interviewctl play       --speaker interviewer|candidate [--candidate FILE2] [--context FILE] [--session ID] [--fast] [--json] FILE
                          play a recording into a live session and show what comes back
  interviewctl watch      --session ID [--after N] [--json]
                          watch a live session
  interviewctl ask        --session ID QUESTION
                          ask a typed question within a live session
  interviewctl transcribe [--language CODE] [--json] FILE
                          print the transcript of a recording

Every command takes --server URL (default $INTERVIEWAI_SERVER or http://127.0.0.1:3000)
and --token T (default $INTERVIEWAI_TOKEN). A token for development:
  interviewai token --data DIR --email you@example.org
`

// errUsage means that the command line was wrong; what is wrong was printed.
var errUsage = errors.New("wrong usage")

func main() {
	os.Exit(exitCode())
}

// exitCode runs the command line: 0 when it worked, 2 when it was wrong.
func exitCode() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	switch {
	case errors.Is(err, errUsage):
		return 2
	case err != nil:
		fmt.Fprintln(os.Stderr, "interviewctl:", explain(err))
		return 1
	}
	return 0
}

// run carries out one command line.
func run(ctx context.Context, args []string, out, diagnostics io.Writer) error {
	commands := map[string]func(context.Context, []string, io.Writer, io.Writer) error{
		"play": play, "watch": watch, "ask": ask, "transcribe": transcribe,
	}
	if len(args) == 0 {
		fmt.Fprint(diagnostics, usage)
		return errUsage
	}
	if args[0] == "help" || args[0] == "--help" || args[0] == "-h" {
		fmt.Fprint(out, usage)
		return nil
	}
	command, ok := commands[args[0]]
	if !ok {
		fmt.Fprintf(diagnostics, "interviewctl: no command %q\n\n%s", args[0], usage)
		return errUsage
	}
	return command(ctx, args[1:], out, diagnostics)
}

// flags are what every command takes.
type flags struct {
	*flag.FlagSet
	server, token string
	json          bool
}

func newFlags(name string, diagnostics io.Writer) *flags {
	f := &flags{FlagSet: flag.NewFlagSet(name, flag.ContinueOnError)}
	f.SetOutput(diagnostics)
	f.StringVar(&f.server, "server", envOr("INTERVIEWAI_SERVER", "http://127.0.0.1:3000"), "address of the server")
	f.StringVar(&f.token, "token", os.Getenv("INTERVIEWAI_TOKEN"), "access token")
	f.BoolVar(&f.json, "json", false, "print JSON, one object a line")
	return f
}

// parse reads the flags and wants exactly n further arguments, named for the
// message.
func (f *flags) parse(args []string, names ...string) error {
	if err := f.Parse(args); err != nil {
		return errUsage
	}
	if f.NArg() != len(names) {
		fmt.Fprintf(f.Output(), "interviewctl %s needs %d argument(s) after the flags %v, got %d\n", f.Name(), len(names), names, f.NArg())
		return errUsage
	}
	if f.token == "" {
		fmt.Fprintf(f.Output(), "interviewctl %s needs --token (or INTERVIEWAI_TOKEN)\n", f.Name())
		return errUsage
	}
	return nil
}

func envOr(name, otherwise string) string {
	if v := os.Getenv(name); v != "" {
		return v
	}
	return otherwise
}
