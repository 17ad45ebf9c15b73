package config

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/caarlos0/env/v11"
	"github.com/joho/godotenv"
)

// ownPrefix marks variables that can only be meant for this program, so that a
// misspelt one is a mistake and not somebody else's.
const ownPrefix = "INTERVIEWAI_"

// clientsOwn are the variables of interviewctl, which may be set in the same
// shell.
func clientsOwn() []string { return []string{"INTERVIEWAI_SERVER", "INTERVIEWAI_TOKEN"} }

// Mistakes are all that is wrong with a configuration.
type Mistakes []string

// Error lists them, one a line.
func (m Mistakes) Error() string {
	if len(m) == 1 {
		return "configuration: " + m[0]
	}
	return fmt.Sprintf("configuration: %d mistakes\n  - %s", len(m), strings.Join(m, "\n  - "))
}

// Load reads the configuration from the environment (os.Environ form) over an
// optional file of KEY=VALUE lines. The environment wins; an empty value counts
// as absent. Its error is Mistakes, with everything that is wrong.
func Load(environ []string, file string) (*Config, error) {
	var mistakes Mistakes
	known := names()

	values := map[string]string{}
	if file != "" {
		fromFile, err := readFile(file)
		if err != nil {
			mistakes = append(mistakes, err.Error())
		}
		for name, value := range fromFile {
			if !slices.Contains(known, name) {
				mistakes = append(mistakes, fmt.Sprintf("%s: unknown name %s%s", file, name, suggestion(name, known)))
				continue
			}
			values[name] = value
		}
	}
	for name, value := range env.ToMap(environ) {
		switch {
		case slices.Contains(known, name):
			values[name] = value
		case slices.Contains(clientsOwn(), name):
		case strings.HasPrefix(name, ownPrefix):
			mistakes = append(mistakes, fmt.Sprintf("unknown variable %s%s", name, suggestion(strings.TrimPrefix(name, ownPrefix), known)))
		}
	}
	for name, value := range values {
		if strings.TrimSpace(value) == "" {
			delete(values, name)
		}
	}

	var c Config
	err := env.ParseWithOptions(&c, env.Options{Environment: values})
	mistakes = append(mistakes, parseMistakes(err)...)
	mistakes = append(mistakes, c.check()...)
	if len(mistakes) > 0 {
		slices.Sort(mistakes)
		return nil, slices.Compact(mistakes)
	}
	return &c, nil
}

// readFile reads KEY=VALUE lines.
func readFile(file string) (map[string]string, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("read configuration: %w", err)
	}
	defer f.Close() //nolint:errcheck // nothing was written
	values, err := godotenv.Parse(f)
	if err != nil {
		// godotenv quotes the offending text, which may hold a secret.
		return nil, fmt.Errorf("%s: not a file of KEY=VALUE lines", file)
	}
	return values, nil
}

// parseMistakes names the variable of each value that would not parse. The
// value itself stays out: it may be a secret in the wrong place.
func parseMistakes(err error) []string {
	if err == nil {
		return nil
	}
	var all env.AggregateError
	if !errors.As(err, &all) {
		return []string{err.Error()}
	}
	var found []string
	for _, one := range all.Errors {
		var parse env.ParseError
		if errors.As(one, &parse) {
			found = append(found, fmt.Sprintf("%s: %v", nameOf(parse.Name), rootCause(parse.Err)))
			continue
		}
		found = append(found, one.Error())
	}
	return found
}

func rootCause(err error) error {
	for {
		next := errors.Unwrap(err)
		if next == nil {
			return err
		}
		err = next
	}
}
