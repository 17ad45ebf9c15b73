package audiofile

import (
	"bytes"
	"testing"
	"time"
)

// Cover pictures and films have streams whose decoders are not on the list;
// their sound is read all the same.
func TestDecodeBesidePictures(t *testing.T) {
	picture := []string{"-f", "lavfi", "-i", "testsrc=size=64x64:rate=5:duration=2"}
	for _, tc := range []struct {
		story, ending string
		options       []string
	}{
		{"mp3 with a cover", "mp3", []string{"-map", "0", "-map", "1", "-c:v", "png", "-frames:v", "1", "-disposition:v", "attached_pic", "-id3v2_version", "3"}},
		{"screen recording, webm", "webm", []string{"-map", "1", "-map", "0", "-c:v", "libvpx", "-c:a", "libopus"}},
		{"screen recording, mp4", "mp4", []string{"-map", "1", "-map", "0", "-c:v", "libx264", "-c:a", "aac"}},
	} {
		t.Run(tc.story, func(t *testing.T) {
			t.Parallel()
			file := encoded(t, tc.ending, append(picture, tc.options...)...)
			rec, err := Decode(t.Context(), bytes.NewReader(file), Options{})
			if err != nil {
				t.Fatal(err)
			}
			if off := (rec.Duration() - 2*time.Second).Abs(); off > 150*time.Millisecond {
				t.Errorf("two seconds became %v", rec.Duration())
			}
		})
	}
}
