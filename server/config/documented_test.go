package config_test

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/config"
)

// TestEveryVariableIsDocumented holds that whoever looks for a setting finds it,
// among them those that are accepted and do nothing.
func TestEveryVariableIsDocumented(t *testing.T) {
	files, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	var docs strings.Builder
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		docs.Write(text)
	}
	for _, name := range variables(reflect.TypeFor[config.Config]()) {
		if !strings.Contains(docs.String(), "`"+name+"`") && !strings.Contains(docs.String(), "`"+name+"=") {
			t.Errorf("docs/ does not say what %s is", name)
		}
	}
}

// variables are the names in a configuration's tags.
func variables(of reflect.Type) []string {
	var names []string
	for field := range of.Fields() {
		if name := field.Tag.Get("env"); name != "" {
			names = append(names, name)
		} else if field.Type.Kind() == reflect.Struct {
			names = append(names, variables(field.Type)...)
		}
	}
	return names
}
