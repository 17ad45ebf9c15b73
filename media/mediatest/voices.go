// Package mediatest makes sound for tests: voices, noises and mixtures of both
// with exact labels. Everything is a function of its seed, so that a result
// can be had again. Levels are in dBFS, relative to a full-scale square wave.
package mediatest

import (
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/interviewai-pro/interviewai/media/opus"
	"github.com/interviewai-pro/interviewai/media/vad"
)

// clips are made by testdata/make_speech.sh.
//
//go:embed testdata/*.opus
var clips embed.FS

// Voice is a few sentences of one speaker.
type Voice struct {
	// Name is the language and the synthetic voice, such as "en_slt".
	Name string
	// PCM is 16 kHz mono without silence before and after.
	PCM []int16
}

// Voices returns all speakers in the order of their names: eleven, in four
// languages.
func Voices() ([]Voice, error) {
	files, err := fs.Glob(clips, "testdata/*.opus")
	if err != nil {
		return nil, fmt.Errorf("list voices: %w", err)
	}
	voices := make([]Voice, 0, len(files))
	for _, name := range files {
		pcm, err := decode(name)
		if err != nil {
			return nil, fmt.Errorf("decode %s: %w", name, err)
		}
		voices = append(voices, Voice{
			Name: strings.TrimSuffix(path.Base(name), ".opus"),
			PCM:  stripSilence(pcm),
		})
	}
	return voices, nil
}

func decode(name string) (pcm []int16, err error) {
	file, err := clips.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	ogg, err := opus.NewOggReader(file)
	if err != nil {
		return nil, err
	}
	decoder, err := opus.NewDecoder()
	if err != nil {
		return nil, err
	}
	buffer := make([]int16, opus.MaxSamples)
	for {
		packet, err := ogg.Next()
		if errors.Is(err, io.EOF) {
			return pcm, nil
		}
		if err != nil {
			return nil, err
		}
		n, err := decoder.Decode(packet, buffer)
		if err != nil {
			return nil, err
		}
		pcm = append(pcm, buffer[:n]...)
	}
}

// stripSilence drops the frames before the first and after the last that
// holds speech.
func stripSilence(pcm []int16) []int16 {
	first, last := -1, 0
	for i, speech := range Labels(pcm) {
		if !speech {
			continue
		}
		if first < 0 {
			first = i
		}
		last = i + 1
	}
	return pcm[max(first, 0)*vad.FrameSamples : last*vad.FrameSamples]
}
