package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os/signal"
	"slices"
	"strconv"
	"syscall"
	"time"

	"github.com/interviewai-pro/interviewai/server/config"
)

// settings is what the command line and the configuration say together.
type settings struct {
	*config.Config
	roles []config.Role
	addr  string
	// hashCost is bcrypt's for passwords; 0 is the product's own, and nothing
	// but tests under the race detector sets another.
	hashCost int
	// clock is what tells the time; nil is the machine's, and nothing but tests
	// sets another.
	clock func() time.Time
}

func (s settings) has(role config.Role) bool { return slices.Contains(s.roles, role) }

// serve runs the service until a signal ends it. The first SIGINT or SIGTERM
// lets calls under way finish; a second stops at once.
func serve(args, environ []string, stdout, stderr io.Writer) error {
	s, printOnly, err := readSettings(args, environ, stderr)
	if err != nil {
		return err
	}
	if printOnly {
		return s.Print(stdout)
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	// Once the first signal has come, the next has its usual, deadly effect.
	defer context.AfterFunc(ctx, stop)()
	return runService(ctx, s, stdout, stderr)
}

func readSettings(args, environ []string, stderr io.Writer) (s settings, printOnly bool, err error) {
	flags := newFlags("serve", "Runs the service. Everything else is set by environment variables or --config.", stderr)
	file := flags.String("config", "", "`FILE` of KEY=VALUE lines; the environment wins over it")
	roles := flags.String("roles", "", "comma-separated `LIST` of api, media, bot, worker (default: all)")
	addr := flags.String("addr", "", "`HOST:PORT` to listen on; port 0 picks a free one (default: PORT on all interfaces)")
	data := flags.String("data", "", "data `DIR`ectory (default: DATA_DIR, else ./data)")
	print := flags.Bool("print-config", false, "print the effective configuration, secrets masked, and exit")
	if err := parse(flags, args); err != nil {
		return s, false, err
	}
	// Mistakes of all three sources are shown together.
	var mistakes []error
	s.Config, err = config.Load(environ, *file)
	mistakes = append(mistakes, err)
	s.roles, err = config.ParseRoles(*roles)
	mistakes = append(mistakes, err)
	if *addr != "" {
		mistakes = append(mistakes, checkAddr(*addr))
	}
	if err := errors.Join(mistakes...); err != nil {
		return s, false, errUsage{err}
	}
	if err := s.CheckRoles(s.roles); err != nil {
		return s, false, errUsage{err}
	}
	if *data != "" {
		s.DataDir = *data
	}
	s.addr = *addr
	if s.addr == "" {
		s.addr = net.JoinHostPort("", strconv.Itoa(s.Port))
	}
	return s, *print, nil
}

func checkAddr(addr string) error {
	_, port, err := net.SplitHostPort(addr)
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	if err != nil {
		return fmt.Errorf("--addr: %q is not HOST:PORT", addr)
	}
	return nil
}

// logLevel is already checked by the configuration.
func logLevel(name string) slog.Level {
	var level slog.Level
	if err := level.UnmarshalText([]byte(name)); err != nil {
		return slog.LevelInfo
	}
	return level
}
