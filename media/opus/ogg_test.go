package opus

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

func oggFile(t testing.TB, head Head, serial uint32, stream [][]byte) []byte {
	t.Helper()
	var file bytes.Buffer
	w, err := NewOggWriter(&file, head, serial)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range stream {
		if err := w.Write(p); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func readAll(r io.Reader) (Head, [][]byte, error) {
	o, err := NewOggReader(r)
	if err != nil {
		return Head{}, nil, err
	}
	var stream [][]byte
	for {
		p, err := o.Next()
		if errors.Is(err, io.EOF) && !errors.Is(err, ErrOgg) {
			return o.Head(), stream, nil
		}
		if err != nil {
			return o.Head(), stream, err
		}
		stream = append(stream, append([]byte(nil), p...))
	}
}

var voiceHead = Head{Channels: 1, PreSkip: EncoderDelay, InputRate: 16000}

func TestOggRoundTrip(t *testing.T) {
	for _, tc := range []struct {
		story  string
		opt    EncoderOptions
		each   time.Duration
		stream [][]byte
	}{
		{"speech", EncoderOptions{Rate: 16000, Bitrate: 24000}, 20 * time.Millisecond, nil},
		{"packets longer than 255 bytes", EncoderOptions{Bitrate: 256000}, 20 * time.Millisecond, nil},
		{"very short packets", EncoderOptions{}, 2500 * time.Microsecond, nil},
	} {
		t.Run(tc.story, func(t *testing.T) {
			rate := max(tc.opt.Rate, 16000)
			if tc.opt.Rate == 0 {
				rate = 48000
			}
			want := packets(t, speechLike(rate, 3*time.Second), tc.opt, tc.each)
			head, got, err := readAll(bytes.NewReader(oggFile(t, voiceHead, 7, want)))
			if err != nil {
				t.Fatal(err)
			}
			if head != voiceHead {
				t.Errorf("head %+v", head)
			}
			if len(got) != len(want) {
				t.Fatalf("%d packets came back of %d", len(got), len(want))
			}
			for i := range want {
				if !bytes.Equal(got[i], want[i]) {
					t.Fatalf("packet %d differs", i)
				}
			}
		})
	}
}

func TestOtherProgramsReadOurOgg(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ours.opus")
	stream := packets(t, speechLike(16000, 3*time.Second), EncoderOptions{Rate: 16000}, 20*time.Millisecond)
	if err := os.WriteFile(path, oggFile(t, voiceHead, 1, stream), 0o600); err != nil {
		t.Fatal(err)
	}
	pcm, err := exec.Command("ffmpeg", "-nostdin", "-loglevel", "warning", "-xerror", "-i", path, "-f", "s16le", "-ar", "16000", "pipe:1").Output()
	if err != nil {
		t.Fatal(err)
	}
	if got, want := time.Duration(len(pcm)/2)*time.Second/16000, 3*time.Second-EncoderDelay; (got - want).Abs() > time.Millisecond {
		t.Errorf("ffmpeg plays %v of it, want %v", got, want)
	}
}

func TestWeReadOtherProgramsOgg(t *testing.T) {
	path := filepath.Join(t.TempDir(), "theirs.opus")
	msg, err := exec.Command("ffmpeg", "-nostdin", "-loglevel", "error", "-f", "lavfi", "-i", "sine=frequency=300:duration=3",
		"-ac", "2", "-c:a", "libopus", "-b:a", "160k", "-metadata", "title="+string(bytes.Repeat([]byte("x"), 70000)), path).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, msg)
	}
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	head, stream, err := readAll(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	length := time.Duration(0)
	for _, p := range stream {
		parsed, err := Parse(p)
		if err != nil {
			t.Fatal(err)
		}
		length += parsed.Duration
	}
	if head.Channels != 2 || length < 3*time.Second || length > 3100*time.Millisecond {
		t.Errorf("head %+v, %v of sound", head, length)
	}
}

func TestOggStreamsSideBySideAndInChain(t *testing.T) {
	speech := packets(t, speechLike(16000, time.Second), EncoderOptions{Rate: 16000}, 20*time.Millisecond)
	ours, other := oggFile(t, voiceHead, 1, speech[:10]), oggFile(t, voiceHead, 2, speech[10:30])
	if _, got, err := readAll(bytes.NewReader(append(bytes.Clone(ours), other...))); err != nil || len(got) != 30 {
		t.Errorf("a chain of two: %d packets, %v", len(got), err)
	}
	// A page of a stream that never introduced itself is passed over.
	cut := bytes.Index(other[4:], []byte("OggS")) + 4
	cut += bytes.Index(other[cut+4:], []byte("OggS")) + 4
	if _, got, err := readAll(bytes.NewReader(append(bytes.Clone(ours), other[cut:]...))); err != nil || len(got) != 10 {
		t.Errorf("beside a stranger: %d packets, %v", len(got), err)
	}
}

func TestOggRefuses(t *testing.T) {
	good := oggFile(t, voiceHead, 1, packets(t, speechLike(16000, time.Second), EncoderOptions{Rate: 16000}, 20*time.Millisecond))
	flipped := bytes.Clone(good)
	flipped[len(flipped)-1] ^= 1
	for _, tc := range []struct {
		story string
		file  []byte
	}{
		{"nothing", nil},
		{"something else", garbage(1, 400)},
		{"a file cut within a page", good[:len(good)-1]},
		{"a file cut within a page's header", good[:len(good)-len(good)/3]},
		{"a flipped bit", flipped},
		{"a file without its head", good[47:]},
	} {
		t.Run(tc.story, func(t *testing.T) {
			if _, _, err := readAll(bytes.NewReader(tc.file)); !errors.Is(err, ErrOgg) {
				t.Errorf("error %v", err)
			}
		})
	}
	if _, err := NewOggWriter(io.Discard, Head{Channels: 6}, 1); err == nil {
		t.Error("six channels were written")
	}
	w, err := NewOggWriter(io.Discard, voiceHead, 1)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Write([]byte{0xff}); !errors.Is(err, ErrPayload) {
		t.Errorf("a malformed packet was written: %v", err)
	}
}

func FuzzOgg(f *testing.F) {
	speech := packets(f, speechLike(16000, 200*time.Millisecond), EncoderOptions{Rate: 16000}, 20*time.Millisecond)
	f.Add(oggFile(f, voiceHead, 1, speech))
	f.Add([]byte("OggS"))
	f.Fuzz(func(t *testing.T, file []byte) {
		_, stream, err := readAll(bytes.NewReader(file))
		if err != nil && !errors.Is(err, ErrOgg) {
			t.Fatal(err)
		}
		total := 0
		for _, p := range stream {
			total += len(p)
		}
		if total > len(file) {
			t.Fatalf("%d bytes of packets in a file of %d", total, len(file))
		}
	})
}
