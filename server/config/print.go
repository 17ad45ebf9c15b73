package config

import (
	"fmt"
	"io"
	"net/netip"
	"reflect"
	"strings"
)

// Print writes every variable with its effective value as KEY=VALUE lines that
// Load would read again, secrets masked.
func (c *Config) Print(w io.Writer) error {
	var failed error
	walk(reflect.ValueOf(c).Elem(), func(name string, value reflect.Value) {
		if _, err := fmt.Fprintf(w, "%s=%s\n", name, shown(value)); err != nil && failed == nil {
			failed = fmt.Errorf("print configuration: %w", err)
		}
	})
	return failed
}

func shown(value reflect.Value) string {
	switch v := value.Interface().(type) {
	case []string:
		return strings.Join(v, ",")
	case []netip.Prefix:
		var all []string
		for _, prefix := range v {
			all = append(all, prefix.String())
		}
		return strings.Join(all, ",")
	case []Secret:
		var all []string
		for _, secret := range v {
			all = append(all, secret.String())
		}
		return strings.Join(all, ",")
	case fmt.Stringer:
		return v.String()
	default:
		return fmt.Sprint(v)
	}
}

// walk visits every variable in the order of its declaration.
func walk(of reflect.Value, visit func(name string, value reflect.Value)) {
	for i := range of.NumField() {
		field := of.Type().Field(i)
		if name := field.Tag.Get("env"); name != "" {
			visit(name, of.Field(i))
		} else if field.Type.Kind() == reflect.Struct {
			walk(of.Field(i), visit)
		}
	}
}

// names lists all variables.
func names() []string {
	var all []string
	walk(reflect.ValueOf(Config{}), func(name string, _ reflect.Value) { all = append(all, name) })
	return all
}

// nameOf finds the variable of a struct field.
func nameOf(field string) string {
	for _, of := range []reflect.Type{reflect.TypeFor[Config](), reflect.TypeFor[Reserved]()} {
		if f, ok := of.FieldByName(field); ok {
			return f.Tag.Get("env")
		}
	}
	return field
}

// suggestion points at the known name that a misspelt one resembles most.
func suggestion(name string, known []string) string {
	best, least := "", 4
	for _, candidate := range known {
		if d := distance(name, candidate); d < least {
			best, least = candidate, d
		}
	}
	if best == "" {
		return ""
	}
	return " (did you mean " + best + "?)"
}

// distance is the number of single-letter edits between two names (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
