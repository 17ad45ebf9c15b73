package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/interviewai-pro/interviewai/server/config"
)

const adminUsage = `Commands for whoever runs the service. They read the same configuration as
"serve" and, but for restore, work while it runs.

  interviewai admin create-admin --email ADDRESS    make an administrator; the password is read from standard input
  interviewai admin reset-password --email ADDRESS  print a link that sets a new password
  interviewai admin list-sessions --email ADDRESS   the devices on which somebody is signed in
  interviewai admin rotate-keys                     sign with a new key; nobody is signed out
  interviewai admin rewrap                          encrypt everything with the present DOCUMENTS_KEY
  interviewai admin sweep                           remove now what has expired
  interviewai admin backup FILE                     write the embedded stores into a file
  interviewai admin restore FILE                    replace the embedded stores; the service must be stopped

Each takes --data DIR and --config FILE.
`

// adminCall is one call of an administrators' command.
type adminCall struct {
	cfg            *config.Config
	email, file    string
	stdin          io.Reader
	stdout, stderr io.Writer
}

// adminCommand says what a command needs and does.
type adminCommand struct {
	about               string
	needEmail, needFile bool
	run                 func(context.Context, adminCall) error
}

func adminCommands() map[string]adminCommand {
	return map[string]adminCommand{
		"create-admin":   {about: "Makes an administrator. The password is the first line of standard input; without one a link to set it is printed.", needEmail: true, run: createAdmin},
		"reset-password": {about: "Prints a link that sets a new password.", needEmail: true, run: resetPassword},
		"rewrap":         {about: "Encrypts every secret field with the present DOCUMENTS_KEY; then DOCUMENTS_KEYS_OLD can go.", run: rewrap},
		"list-sessions":  {about: "Lists the devices on which somebody is signed in.", needEmail: true, run: listSessions},
		"rotate-keys":    {about: "Makes a new key that signs access tokens. The old one verifies for another day.", run: rotateKeys},
		"sweep":          {about: "Removes documents that have expired and erases accounts whose time has come.", run: sweepNow},
		"backup":         {about: "Writes the embedded stores and their key into FILE, while the service may run.", needFile: true, run: backUp},
		"restore":        {about: "Replaces the embedded stores by those in FILE. The service must be stopped.", needFile: true, run: restore},
	}
}

// admin runs an administrators' command.
func admin(args, environ []string, stdout, stderr io.Writer) error {
	name := "help"
	if len(args) > 0 {
		name, args = args[0], args[1:]
	}
	if name == "help" || name == "-h" || name == "--help" {
		say(stdout, "%s", adminUsage)
		return nil
	}
	command, ok := adminCommands()[name]
	if !ok {
		return errUsage{fmt.Errorf("there is no command admin %q\n\n%s", name, strings.TrimRight(adminUsage, "\n"))}
	}
	call := adminCall{stdin: os.Stdin, stdout: stdout, stderr: stderr}
	flags := newFlags("admin "+name, command.about, stderr)
	file := flags.String("config", "", "`FILE` of KEY=VALUE lines")
	data := flags.String("data", "", "data `DIR`ectory of the service (default: DATA_DIR, else ./data)")
	if command.needEmail {
		flags.StringVar(&call.email, "email", "", "`ADDRESS` of the user")
	}
	if command.needFile {
		call.file, args = positional(args)
	}
	if err := parse(flags, args); err != nil {
		return err
	}
	switch {
	case command.needEmail && call.email == "":
		return errUsage{errors.New("--email needs an address, such as --email me@example.org")}
	case command.needFile && call.file == "":
		return errUsage{fmt.Errorf("a file is missing: interviewai admin %s FILE", name)}
	}
	var err error
	if call.cfg, err = config.Load(environ, *file); err != nil {
		return errUsage{err}
	}
	flags.Visit(func(f *flag.Flag) {
		if f.Name == "data" {
			call.cfg.DataDir = *data
		}
	})
	return command.run(context.Background(), call)
}

// positional takes the one argument that is no flag out of the others, wherever
// it stands. All flags of these commands have values.
func positional(args []string) (found string, rest []string) {
	for i := 0; i < len(args); i++ {
		switch {
		case !strings.HasPrefix(args[i], "-"):
			return args[i], append(slices.Clone(args[:i]), args[i+1:]...)
		case !strings.Contains(args[i], "="):
			i++ // its value
		}
	}
	return "", args
}
