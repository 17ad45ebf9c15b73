package structure_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/document"
)

// checkSpans holds every value of a CV to its promise: its text is what stands
// at its spans. The address behind a link is the only one that is not in the
// text.
func checkSpans(t *testing.T, d *document.Document, parsed cv.Parsed) {
	t.Helper()
	for _, v := range values(reflect.ValueOf(parsed)) {
		if v.Empty() {
			if len(v.Spans) > 0 {
				t.Errorf("an empty value has spans %v", v.Spans)
			}
			continue
		}
		parts := make([]string, 0, len(v.Spans))
		for _, s := range v.Spans {
			parts = append(parts, d.Text(s))
		}
		if got := strings.Join(parts, " "); got != v.Text && !behindLink(d, v) {
			t.Errorf("value %q has spans of %q", v.Text, got)
		}
		if v.From != cv.FromText || len(v.Spans) == 0 {
			t.Errorf("value %q is from %q with %d spans", v.Text, v.From, len(v.Spans))
		}
	}
}

func behindLink(d *document.Document, v cv.Value) bool {
	if len(v.Spans) != 1 || v.Spans[0].Line < 0 || v.Spans[0].Line >= len(d.Lines) {
		return false
	}
	for _, link := range d.Lines[v.Spans[0].Line].Links {
		url := strings.TrimPrefix(link.URL, "mailto:")
		if before, _, ok := strings.Cut(url, "?"); ok && url != link.URL {
			url = before
		}
		if url == v.Text && v.Spans[0].Start >= link.Start && v.Spans[0].End <= link.End {
			return true
		}
	}
	return false
}

// values are all of a CV's, wherever they stand in it.
func values(v reflect.Value) []cv.Value {
	if v.Type() == reflect.TypeFor[cv.Value]() {
		return []cv.Value{v.Interface().(cv.Value)}
	}
	var out []cv.Value
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			out = append(out, values(v.Field(i))...)
		}
	case reflect.Slice:
		for i := range v.Len() {
			out = append(out, values(v.Index(i))...)
		}
	}
	return out
}

func asJSON(p cv.Parsed) string {
	out, _ := json.Marshal(p)
	return string(out)
}
