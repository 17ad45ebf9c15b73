package speechtest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/interviewai-pro/interviewai/media/audiofile"
)

// maxBody is OpenAI's limit of 25 MB for an upload.
const maxBody = 25 << 20

// Request is what a client sent.
type Request struct {
	// Number counts from 0.
	Number int
	// PCM is the sound, at Rate Hz.
	PCM           []int16
	Rate          int
	Key           string
	Model         string
	Language      string
	Prompt        string
	Format        string
	Temperature   float64
	Granularities []string
}

// Seconds is the length of the sound.
func (r Request) Seconds() float64 { return float64(len(r.PCM)) / float64(r.Rate) }

// read checks a request as the service does; the error is its message.
func read(w http.ResponseWriter, r *http.Request) (Request, error) {
	key, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok || key == "" {
		return Request{}, errors.New("you didn't provide an API key")
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	if err := r.ParseMultipartForm(maxBody); err != nil {
		return Request{}, fmt.Errorf("could not parse multipart form: %w", err)
	}
	known := []string{
		"model", "language", "prompt", "response_format", "temperature", "timestamp_granularities[]",
		"stream", "chunking_strategy", "include[]",
	}
	for field := range r.MultipartForm.Value {
		if !slices.Contains(known, field) {
			return Request{}, fmt.Errorf("unrecognized request argument: %s", field)
		}
	}
	req := Request{
		Key: key, Model: r.FormValue("model"), Language: r.FormValue("language"), Prompt: r.FormValue("prompt"),
		Format: r.FormValue("response_format"), Granularities: r.MultipartForm.Value["timestamp_granularities[]"],
	}
	if err := req.check(r.FormValue("temperature")); err != nil {
		return Request{}, err
	}
	file, header, err := r.FormFile("file")
	if err != nil {
		return Request{}, errors.New("missing required parameter: 'file'")
	}
	defer file.Close()
	if !strings.HasSuffix(header.Filename, ".wav") {
		return Request{}, fmt.Errorf("unsupported file name %q: this emulator reads wav", header.Filename)
	}
	body, err := io.ReadAll(file)
	if err != nil {
		return Request{}, fmt.Errorf("read file: %w", err)
	}
	rec, err := audiofile.ReadWAV(bytes.NewReader(body), maxBody)
	if err != nil {
		return Request{}, fmt.Errorf("invalid file format: %w", err)
	}
	req.PCM, req.Rate = rec.Samples, rec.Rate
	if req.Seconds() < 0.1 {
		return Request{}, errors.New("audio file is too short; minimum audio length is 0.1 seconds")
	}
	return req, nil
}

func (r *Request) check(temperature string) error {
	if r.Model == "" {
		return errors.New("you must provide a model parameter")
	}
	if r.Language != "" && !regexp.MustCompile(`^[a-z]{2}$`).MatchString(r.Language) {
		return fmt.Errorf("invalid language %q: language must be specified in ISO-639-1", r.Language)
	}
	if r.Format == "" {
		r.Format = "json"
	}
	if !slices.Contains([]string{"json", "text", "srt", "verbose_json", "vtt"}, r.Format) {
		return fmt.Errorf("invalid response_format %q", r.Format)
	}
	if len(r.Granularities) > 0 && r.Format != "verbose_json" {
		return errors.New("timestamp_granularities needs response_format verbose_json")
	}
	for _, g := range r.Granularities {
		if g != "word" && g != "segment" {
			return fmt.Errorf("invalid timestamp granularity %q", g)
		}
	}
	if temperature == "" {
		return nil
	}
	t, err := strconv.ParseFloat(temperature, 64)
	if err != nil || t < 0 || t > 1 {
		return fmt.Errorf("invalid temperature %q", temperature)
	}
	r.Temperature = t
	return nil
}
