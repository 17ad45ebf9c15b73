package web

import (
	"bytes"
	"mime/multipart"
	"testing"
)

func FuzzForm(f *testing.F) {
	const edge = "edge"
	f.Add([]byte("--edge\r\nContent-Disposition: form-data; name=\"audio\"; filename=\"a.wav\"\r\n\r\nRIFF\r\n--edge--\r\n"))
	f.Add([]byte("--edge\r\nContent-Disposition: form-data; name=\"temperature\"\r\n\r\n0.5\r\n--edge\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nx\r\n--edge--\r\n"))
	f.Add([]byte("--edge\r\n\r\n"))
	f.Fuzz(func(t *testing.T, body []byte) {
		call, err := readForm(multipart.NewReader(bytes.NewReader(body), edge))
		if err != nil {
			return
		}
		if len(call.GetAudio()) == 0 {
			t.Error("a form without a recording was accepted")
		}
		if len(call.GetLanguage()) > maxField || len(call.GetFormat()) > maxField || len(call.GetPrompt()) > maxField {
			t.Error("a field is longer than its bound")
		}
	})
}
