// Command interviewai is the service: all roles in one process, or each in its
// own. This package reads the configuration, opens what is outside, joins the
// parts and runs them; every decision of the product is elsewhere.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
)

// version is set by the linker (see the Makefile).
var version = "development"

const usage = `InterviewAI Pro: live interview coaching.

  interviewai serve    run the service
  interviewai token    print an access token for development
  interviewai admin    look after accounts, keys and backups
  interviewai version  print the version

Each command explains itself with --help.
`

func main() {
	os.Exit(run(os.Args[1:], os.Environ(), os.Stdout, os.Stderr))
}

// run is main without the process around it; it returns the exit status: 2 for
// something the caller must change, 1 for something that went wrong.
func run(args, environ []string, stdout, stderr io.Writer) int {
	command := "help"
	if len(args) > 0 {
		command, args = args[0], args[1:]
	}
	var err error
	switch command {
	case "serve":
		err = serve(args, environ, stdout, stderr)
	case "token":
		err = token(args, environ, stdout, stderr)
	case "admin":
		err = admin(args, environ, stdout, stderr)
	case "version":
		_, err = fmt.Fprintf(stdout, "interviewai %s %s\n", version, runtime.Version())
	case "help", "-h", "--help":
		_, err = fmt.Fprint(stdout, usage)
	default:
		err = errUsage{fmt.Errorf("there is no command %q\n\n%s", command, strings.TrimRight(usage, "\n"))}
	}
	var wrong errUsage
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return 0
	case errors.As(err, &wrong):
		say(stderr, "interviewai: %v\n", err)
		return 2
	default:
		say(stderr, "interviewai: %v\n", err)
		return 1
	}
}

// errUsage marks mistakes of whoever started the program.
type errUsage struct{ error }

func (e errUsage) Unwrap() error { return e.error }

// say writes to a terminal; one that is gone cannot be told so.
func say(w io.Writer, format string, values ...any) {
	_, _ = fmt.Fprintf(w, format, values...)
}

// newFlags returns the flags of a command, described by a sentence.
func newFlags(name, about string, stderr io.Writer) *flag.FlagSet {
	flags := flag.NewFlagSet(name, flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		say(stderr, "%s\n\nusage: interviewai %s [flags]\n", about, name)
		flags.PrintDefaults()
	}
	return flags
}

// parse reads flags and refuses anything after them.
func parse(flags *flag.FlagSet, args []string) error {
	// A mistake is printed once, by run, and does not bury itself in the usage.
	explain, out := flags.Usage, flags.Output()
	flags.Usage = func() {}
	flags.SetOutput(io.Discard)
	err := flags.Parse(args)
	flags.SetOutput(out)
	switch {
	case errors.Is(err, flag.ErrHelp):
		explain()
		return err
	case err != nil:
		return errUsage{fmt.Errorf("%w (see interviewai %s --help)", err, flags.Name())}
	case flags.NArg() > 0:
		return errUsage{fmt.Errorf("%s takes no argument %q", flags.Name(), flags.Arg(0))}
	}
	return nil
}
