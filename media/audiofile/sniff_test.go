package audiofile

import (
	"bytes"
	"strings"
	"testing"
)

func TestSniff(t *testing.T) {
	id3 := func(size int, behind string) string {
		return "ID3\x04\x00\x00\x00\x00" + string([]byte{byte(size >> 7), byte(size & 0x7f)}) +
			strings.Repeat("\x00", size) + behind
	}
	for _, tc := range []struct {
		story string
		head  string
		want  Format
		ok    bool
	}{
		{"wav", "RIFF\x24\x00\x00\x00WAVEfmt ", WAV, true},
		{"wav beyond 4 GiB", "RF64\xff\xff\xff\xffWAVEds64", WAV, true},
		{"a RIFF that is no sound", "RIFF\x24\x00\x00\x00AVI LIST", "", false},
		{"ogg", "OggS\x00\x02", Ogg, true},
		{"flac", "fLaC\x00\x00\x00\x22", FLAC, true},
		{"webm", "\x1aE\xdf\xa3\x01\x00", WebM, true},
		{"m4a", "\x00\x00\x00\x1cftypM4A ", MP4, true},
		{"old quicktime", "\x00\x00\x00\x08wide\x00\x00", MP4, true},
		{"aiff", "FORM\x00\x00\x10\x00AIFFCOMM", AIFF, true},
		{"aifc", "FORM\x00\x00\x10\x00AIFCFVER", AIFF, true},
		{"amr", "#!AMR\n\x3c", AMR, true},
		{"wide-band amr", "#!AMR-WB\n", AMR, true},
		{"caf", "caff\x00\x01", CAF, true},
		{"au", ".snd\x00\x00\x00\x18", AU, true},
		{"mp3 with a tag", id3(20, "\xff\xfb\x90\x64"), MP3, true},
		{"mp3 whose tag is longer than the head", id3(2000, "")[:SniffLen], MP3, true},
		{"mp3 with padding behind the tag", id3(20, "\x00\x00\x00\x00\xff\xfb\x90\x64"), MP3, true},
		{"flac with a tag", id3(20, "fLaC\x00"), FLAC, true},
		{"aac with a tag", id3(20, "\xff\xf1\x50\x80"), AAC, true},
		{"a tag with an impossible size", "ID3\x04\x00\x00\x00\x00\xff\x00", "", false},
		{"mp3 frame", "\xff\xfb\x90\x64", MP3, true},
		{"mpeg 2.5 layer 3 frame", "\xff\xe3\x18\xc4", MP3, true},
		{"frame of a reserved version", "\xff\xeb\x90\x64", "", false},
		{"frame with a reserved bit rate", "\xff\xfb\xf0\x64", "", false},
		{"frame with a reserved sampling rate", "\xff\xfb\x9c\x64", "", false},
		{"adts", "\xff\xf1\x50\x80", AAC, true},
		{"adts with a reserved sampling rate", "\xff\xf1\x7c\x80", "", false},
		{"UTF-16 text", "\xff\xfeh\x00", "", false},
		{"playlist", "#EXTM3U\n#EXT-X-VERSION:3", "", false},
		{"concat script", "ffconcat version 1.0\nfile /etc/passwd", "", false},
		{"pdf", "%PDF-1.7", "", false},
		{"one byte", "\xff", "", false},
		{"nothing", "", "", false},
	} {
		t.Run(tc.story, func(t *testing.T) {
			got, ok := Sniff([]byte(tc.head))
			if got != tc.want || ok != tc.ok {
				t.Errorf("Sniff = %q, %v; want %q, %v", got, ok, tc.want, tc.ok)
			}
		})
	}
}

func FuzzSniff(f *testing.F) {
	for _, seed := range []string{
		"RIFF\x24\x00\x00\x00WAVEfmt ", "OggS", "fLaC", "\x1aE\xdf\xa3", "\x00\x00\x00\x1cftypM4A ",
		"ID3\x04\x00\x00\x00\x00\x00\x02\x00\x00\xff\xfb\x90\x64", "\xff\xf1\x50\x80", "\xff\xfb\x90\x64", "",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, head []byte) {
		before := bytes.Clone(head)
		format, ok := Sniff(head)
		if ok != (format != "") {
			t.Fatalf("format %q but ok %v", format, ok)
		}
		if ok && demuxers[format] == "" {
			t.Fatalf("recognised %q, which nothing decodes", format)
		}
		if !bytes.Equal(before, head) {
			t.Fatal("the input was changed")
		}
	})
}
