package rpc

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"google.golang.org/protobuf/types/known/structpb"
)

// linesOf writes free-form data (the specification's parsed CV or user
// profile) as text, one fact a line, in a stable order: "experience 1 title:
// Engineer". That is the form in which answers number and cite facts.
func linesOf(data *structpb.Struct) string {
	var lines []string
	var walk func(path string, v any)
	walk = func(path string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for _, k := range slices.Sorted(maps.Keys(v)) {
				walk(strings.TrimSpace(path+" "+k), v[k])
			}
		case []any:
			if plain, ok := joinPlain(v); ok {
				walk(path, plain)
				return
			}
			for i, item := range v {
				walk(path+" "+strconv.Itoa(i+1), item)
			}
		case nil:
		default:
			if text := strings.TrimSpace(fmt.Sprint(v)); text != "" {
				lines = append(lines, path+": "+strings.ReplaceAll(text, "\n", " "))
			}
		}
	}
	walk("", data.AsMap())
	return strings.Join(lines, "\n")
}

// joinPlain joins a list of short plain values, such as skills.
func joinPlain(list []any) (string, bool) {
	parts := make([]string, len(list))
	for i, v := range list {
		switch v := v.(type) {
		case string:
			if len(v) > 40 {
				return "", false
			}
			parts[i] = v
		case float64, bool:
			parts[i] = fmt.Sprint(v)
		default:
			return "", false
		}
	}
	return strings.Join(parts, ", "), true
}

func joinLines(texts ...string) string {
	return strings.TrimSpace(strings.Join(slices.DeleteFunc(texts, func(t string) bool { return t == "" }), "\n"))
}
