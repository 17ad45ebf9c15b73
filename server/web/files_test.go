package web_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/account"
	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/web"
)

// shelf holds files by name.
type shelf map[string]string

var errNone = fault.New(fault.NotFound, "not_found", "There is no such file.")

type pictures struct{ shelf }

func (p pictures) Open(_ context.Context, key string) (io.ReadCloser, int64, time.Time, error) {
	content, ok := p.shelf[key]
	switch {
	case key == "broken":
		return nil, 0, time.Time{}, errors.New("secret disk")
	case key == "short":
		return io.NopCloser(strings.NewReader("x")), 2, time.Time{}, nil
	case !ok:
		return nil, 0, time.Time{}, errNone
	}
	return io.NopCloser(strings.NewReader(content)), int64(len(content)), time.Unix(1e9, 0), nil
}

type dumps struct{ shelf }

func (d dumps) Open(_ context.Context, owner account.UserID, id string) (web.ExportFile, error) {
	content, ok := d.shelf[string(owner)+"/"+id]
	if !ok {
		return web.ExportFile{}, errNone
	}
	return web.ExportFile{Content: io.NopCloser(strings.NewReader(content)), Name: "my data.zip", Type: "application/zip", Size: int64(len(content))}, nil
}

func picture(t *testing.T) string {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestPictures(t *testing.T) {
	face := picture(t)
	s := serveWith(t, func(o *web.Options) {
		o.Avatars = pictures{shelf{"face": face, "page": "<html><script>alert(1)</script>"}}
	})
	response, text := s.send(t, "GET", "/api/v1/avatars/face", "")
	h := response.Header
	if text != face || h.Get("Content-Type") != "image/png" || h.Get("Cache-Control") != "public, max-age=3600" ||
		!strings.Contains(h.Get("Content-Security-Policy"), "sandbox") || h.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("%d %v", len(text), h)
	}
	for path, want := range map[string]int{"face": 200, "none": 404, "page": 500, "broken": 500, "short": 500, "..%2f..%2fkeys": 404} {
		response, text := s.send(t, "GET", "/api/v1/avatars/"+path, "")
		if response.StatusCode != want || strings.Contains(text, "secret") || strings.Contains(text, "<script") {
			t.Errorf("%s: %d %s", path, response.StatusCode, text)
		}
	}
}

func TestUploadingAPicture(t *testing.T) {
	s := serve(t)
	for _, c := range []struct {
		name, field, content, token string
		status                      int
		want                        string
	}{
		{"good", "avatar", picture(t), "good", 200, "image/png"},
		{"nobody", "avatar", "x", "", 401, "invalid_token"},
		{"bad token", "avatar", "x", "bad", 401, "invalid_token"},
		{"as in JSON", "image", picture(t), "good", 200, "image/png"},
		{"as a CV", "file", picture(t), "good", 200, "image/png"},
		{"other field", "note", "x", "good", 400, `"field":"avatar"`},
		{"empty", "avatar", "", "good", 400, "image"},
		{"too large", "avatar", strings.Repeat("x", 5<<20+1), "good", 413, "image_too_large"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var out bytes.Buffer
			w := multipart.NewWriter(&out)
			part, err := w.CreateFormFile(c.field, "../../face.png")
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.WriteString(part, c.content); err != nil {
				t.Fatal(err)
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			headers := []string{"Content-Type", w.FormDataContentType(), "Cookie", "__Host-device=d", "Sec-Fetch-Site", "same-origin"}
			if c.token != "" {
				headers = append(headers, "Authorization", "Bearer "+c.token)
			}
			response, text := s.send(t, "POST", "/api/v1/users/avatar", out.String(), headers...)
			if response.StatusCode != c.status || !strings.Contains(text, c.want) {
				t.Errorf("%d %s", response.StatusCode, text)
			}
		})
	}
	response, text := s.send(t, "POST", "/api/v1/users/avatar", `{"image":"R0lGODlh"}`, "Content-Type", "application/json", "Authorization", "Bearer good")
	if response.StatusCode != http.StatusOK || !strings.Contains(text, "image/gif") {
		t.Errorf("as JSON: %d %s", response.StatusCode, text)
	}
}

func TestAnExportIsItsOwnersAlone(t *testing.T) {
	s := serveWith(t, func(o *web.Options) {
		o.Exports = dumps{shelf{"u1/e1": "zip", "u2/e2": "somebody else's"}}
	})
	for _, c := range []struct {
		id, token string
		want      int
	}{{"e1", "good", 200}, {"e1", "", 401}, {"e1", "bad", 401}, {"e2", "good", 404}} {
		response, text := s.send(t, "GET", "/api/v1/users/exports/"+c.id+"/download", "", "Authorization", "Bearer "+c.token)
		if response.StatusCode != c.want {
			t.Errorf("%s with %q: %d %s", c.id, c.token, response.StatusCode, text)
		}
		if h := response.Header; c.want == 200 && (text != "zip" || h.Get("Content-Disposition") != `attachment; filename="my data.zip"` || h.Get("Cache-Control") != "private, no-store") {
			t.Errorf("%q %v", text, h)
		}
	}
}
