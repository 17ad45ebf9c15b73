package audiofile

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"slices"
	"testing"
	"time"
)

func TestWAVRoundTrip(t *testing.T) {
	for _, n := range []int{1, 2, 4095, 4096, 4097, 40000} {
		pcm := make([]int16, n)
		for i := range pcm {
			pcm[i] = int16(i * 7919)
		}
		var file bytes.Buffer
		if err := WriteWAV(&file, 16000, pcm); err != nil {
			t.Fatal(err)
		}
		if file.Len() != wavHeaderLen+2*n {
			t.Errorf("%d samples make %d bytes", n, file.Len())
		}
		rec, err := ReadWAV(&file, n)
		if err != nil {
			t.Fatal(err)
		}
		if rec.Rate != 16000 || !slices.Equal(rec.Samples, pcm) {
			t.Errorf("%d samples came back as %d at %d Hz", n, len(rec.Samples), rec.Rate)
		}
	}
}

func TestWriteWAVRefusesAnImpossibleRate(t *testing.T) {
	if err := WriteWAV(io.Discard, 0, []int16{1}); err == nil {
		t.Error("a rate of 0 Hz was written")
	}
}

func TestRecordingDuration(t *testing.T) {
	if got := (Recording{Rate: 16000, Samples: make([]int16, 8000)}).Duration(); got != 500*time.Millisecond {
		t.Errorf("8000 samples at 16 kHz last %v", got)
	}
	if got := (Recording{}).Duration(); got != 0 {
		t.Errorf("nothing lasts %v", got)
	}
}

// wavFile builds a WAV file from parts, for what WriteWAV never writes.
type wavFile struct {
	code, channels, bits uint16
	rate                 uint32
	extra                []byte // behind the 16 bytes of the fmt chunk
	before               []byte // chunks before data
	dataSize             uint32
	data                 []byte
}

func (w wavFile) bytes() []byte {
	le := binary.LittleEndian
	b := []byte("RIFF\xff\xff\xff\xffWAVEfmt ")
	b = le.AppendUint32(b, uint32(16+len(w.extra)))
	b = le.AppendUint16(b, w.code)
	b = le.AppendUint16(b, w.channels)
	b = le.AppendUint32(b, w.rate)
	b = le.AppendUint32(b, w.rate*uint32(w.channels)*uint32(w.bits)/8)
	b = le.AppendUint16(b, w.channels*w.bits/8)
	b = le.AppendUint16(b, w.bits)
	b = append(append(b, w.extra...), w.before...)
	b = le.AppendUint32(append(b, "data"...), w.dataSize)
	return append(b, w.data...)
}

func TestReadWAV(t *testing.T) {
	stereo := []byte{100, 0, 200, 0, 0, 0x80, 0, 0x80} // (100+200)/2, -32768
	extensible := append([]byte{22, 0, 16, 0, 4, 0, 0, 0, 1, 0}, make([]byte, 14)...)
	odd := []byte("LIST\x03\x00\x00\x00abc\x00")
	for _, tc := range []struct {
		story string
		file  []byte
		want  []int16
		err   error
	}{
		{"two channels are averaged", wavFile{1, 2, 16, 8000, nil, nil, 8, stereo}.bytes(), []int16{150, -32768}, nil},
		{"extensible header", wavFile{0xfffe, 2, 16, 8000, extensible, nil, 8, stereo}.bytes(), []int16{150, -32768}, nil},
		{"a padded chunk before the data", wavFile{1, 1, 16, 8000, nil, odd, 2, []byte{5, 0}}.bytes(), []int16{5}, nil},
		{"written to a pipe, size unknown", wavFile{1, 1, 16, 8000, nil, nil, 0xffffffff, []byte{5, 0, 6, 0}}.bytes(), []int16{5, 6}, nil},
		{"bytes behind the data are not sound", wavFile{1, 1, 16, 8000, nil, nil, 2, []byte{5, 0, 'L', 'I'}}.bytes(), []int16{5}, nil},
		{"cut short", wavFile{1, 1, 16, 8000, nil, nil, 100, []byte{5, 0, 6}}.bytes(), []int16{5}, nil},
		{"longer than allowed", wavFile{1, 1, 16, 8000, nil, nil, 10, make([]byte, 10)}.bytes(), nil, ErrTooLong},
		{"eight bits", wavFile{1, 1, 8, 8000, nil, nil, 2, []byte{5, 0}}.bytes(), nil, ErrFormat},
		{"float", wavFile{3, 1, 32, 8000, nil, nil, 4, make([]byte, 4)}.bytes(), nil, ErrFormat},
		{"no channels", wavFile{1, 0, 16, 8000, nil, nil, 4, make([]byte, 4)}.bytes(), nil, ErrFormat},
		{"no sound", wavFile{1, 1, 16, 8000, nil, nil, 2, nil}.bytes(), nil, ErrFormat},
		{"no data chunk", wavFile{1, 1, 16, 8000, nil, nil, 2, nil}.bytes()[:36], nil, ErrFormat},
		{"data before its format", []byte("RIFF\x00\x00\x00\x00WAVEdata\x02\x00\x00\x00\x05\x00"), nil, ErrFormat},
		{"something else", []byte("OggS and then some more"), nil, ErrFormat},
		{"nothing", nil, nil, ErrFormat},
	} {
		t.Run(tc.story, func(t *testing.T) {
			rec, err := ReadWAV(bytes.NewReader(tc.file), 4)
			if !errors.Is(err, tc.err) || !slices.Equal(rec.Samples, tc.want) {
				t.Errorf("got %v, %v; want %v, %v", rec.Samples, err, tc.want, tc.err)
			}
		})
	}
}

func FuzzReadWAV(f *testing.F) {
	f.Add(wavFile{1, 2, 16, 8000, nil, nil, 8, make([]byte, 8)}.bytes())
	f.Add(wavFile{0xfffe, 1, 16, 48000, make([]byte, 24), nil, 0xffffffff, make([]byte, 8)}.bytes())
	f.Add([]byte("RIFF\x00\x00\x00\x00WAVELIST\xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, file []byte) {
		rec, err := ReadWAV(bytes.NewReader(file), 1000)
		if err == nil && (len(rec.Samples) == 0 || len(rec.Samples) > 1000 || rec.Rate <= 0) {
			t.Fatalf("%d samples at %d Hz without an error", len(rec.Samples), rec.Rate)
		}
	})
}
