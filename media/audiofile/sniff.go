package audiofile

import "bytes"

// Format names a container that can be decoded.
type Format string

// The formats that Sniff recognises.
const (
	WAV  Format = "wav"
	MP3  Format = "mp3"
	Ogg  Format = "ogg"
	WebM Format = "webm" // and any other Matroska file
	MP4  Format = "m4a"  // and any other ISO base media file (mp4, mov, 3gp)
	FLAC Format = "flac"
	AAC  Format = "aac" // raw ADTS frames
	AIFF Format = "aiff"
	AMR  Format = "amr"
	CAF  Format = "caf"
	AU   Format = "au"
)

// SniffLen is how much of a file's beginning Sniff can make use of.
const SniffLen = 512

// Sniff recognises an audio file by its first bytes; SniffLen of them are
// enough. It says nothing about the rest of the file. File names and declared
// media types are not asked: both are the sender's word.
func Sniff(head []byte) (Format, bool) {
	switch {
	case prefixed(head, "RIFF") && at(head, 8, "WAVE"),
		prefixed(head, "RF64") && at(head, 8, "WAVE"):
		return WAV, true
	case prefixed(head, "OggS"):
		return Ogg, true
	case prefixed(head, "fLaC"):
		return FLAC, true
	case prefixed(head, "\x1aE\xdf\xa3"): // EBML, RFC 8794 §11.2.1
		return WebM, true
	case isISOMedia(head):
		return MP4, true
	case prefixed(head, "FORM") && (at(head, 8, "AIFF") || at(head, 8, "AIFC")):
		return AIFF, true
	case prefixed(head, "#!AMR"):
		return AMR, true
	case prefixed(head, "caff"):
		return CAF, true
	case prefixed(head, ".snd"):
		return AU, true
	case prefixed(head, "ID3"):
		return behindID3(head)
	default:
		return sniffFrame(head)
	}
}

func prefixed(head []byte, magic string) bool { return at(head, 0, magic) }

func at(head []byte, offset int, magic string) bool {
	return len(head) >= offset+len(magic) && bytes.Equal(head[offset:offset+len(magic)], []byte(magic))
}

// isISOMedia asks for a first box that such files begin with (ISO 14496-12
// §4.2); "ftyp" is first in anything recent, QuickTime also wrote others.
func isISOMedia(head []byte) bool {
	for _, box := range []string{"ftyp", "moov", "mdat", "wide", "free", "skip"} {
		if at(head, 4, box) {
			return true
		}
	}
	return false
}

// behindID3 looks past an ID3v2 tag (id3v2.4 §3.1), which stands before MP3
// mostly, but also before AAC and FLAC. A tag longer than the head (a cover
// picture) leaves MP3 as the best guess.
func behindID3(head []byte) (Format, bool) {
	if len(head) < 10 {
		return "", false
	}
	size := 10
	for i, shift := range []int{21, 14, 7, 0} {
		b := head[6+i]
		if b >= 0x80 { // the size is "synchsafe": seven bits a byte
			return "", false
		}
		size += int(b) << shift
	}
	if size >= len(head) {
		return MP3, true
	}
	if prefixed(head[size:], "fLaC") {
		return FLAC, true
	}
	if f, ok := sniffFrame(head[size:]); ok {
		return f, true
	}
	return MP3, true // padding between tag and sound is common
}

// sniffFrame recognises files without a header: MPEG audio frames and ADTS.
// Both begin with a sync word; the fields behind it must not hold values that
// the standards reserve (ISO 11172-3 §2.4.2.3, ISO 14496-3 §1.A.2.2).
func sniffFrame(head []byte) (Format, bool) {
	if len(head) < 4 || head[0] != 0xff || head[1]&0xe0 != 0xe0 {
		return "", false
	}
	layer := head[1] >> 1 & 3
	if layer == 0 {
		rateIndex := head[2] >> 2 & 0xf
		if head[1]&0xf0 == 0xf0 && rateIndex < 13 {
			return AAC, true
		}
		return "", false
	}
	version := head[1] >> 3 & 3
	bitrate := head[2] >> 4
	rate := head[2] >> 2 & 3
	// Layer I is refused: no recording uses it, and text in UTF-16 begins like it.
	if layer == 3 || version == 1 || bitrate == 0xf || bitrate == 0 || rate == 3 {
		return "", false
	}
	return MP3, true
}
