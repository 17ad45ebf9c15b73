package web

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// What is wrong with a form is said of the field that it is wrong with.
func TestWrongFieldsOfACVForm(t *testing.T) {
	for _, c := range []struct{ name, value, field, rule string }{
		{"jobDescription", strings.Repeat("x", maxCVField+1), "jobDescription", "max_len"},
		{"corrections", "[{", "corrections", "json"},
		{"jobDescripton", "A Go job", "jobDescripton", "unknown_field"},
		{"cvId", "", "file", "required"},
		{strings.Repeat("x", 5000), "", strings.Repeat("x", maxFieldName), "unknown_field"},
		{strings.Repeat("y", 5000), strings.Repeat("x", maxCVField+1), strings.Repeat("y", maxFieldName), "max_len"},
		{"caf\xe9", strings.Repeat("x", maxCVField+1), "caf\ufffd", "max_len"},
	} {
		var body bytes.Buffer
		form := multipart.NewWriter(&body)
		_ = form.WriteField(c.name, c.value) // memory takes it
		_ = form.Close()
		r := httptest.NewRequest(http.MethodPost, cvSavePath, &body)
		r.Header.Set("Content-Type", form.FormDataContentType())
		_, err := readCV(r)
		if err == nil {
			t.Errorf("%s is taken", c.name)
			continue
		}
		w := httptest.NewRecorder()
		writeCVProblem(w, r, err)
		if got := w.Body.String(); w.Code != http.StatusBadRequest || !strings.Contains(got, `"field":"`+c.field+`","rule":"`+c.rule+`"`) {
			t.Errorf("%s: %d %s", c.name, w.Code, got)
		}
	}
}
