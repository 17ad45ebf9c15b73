package avatar_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"testing"

	"github.com/interviewai-pro/interviewai/server/account/avatar"
)

// canary stands in the EXIF for what must not be passed on.
const canary = "GPS 41.3111 N 69.2797 E"

// tiff is an EXIF block with an orientation, and the canary behind it.
func tiff(order interface {
	binary.ByteOrder
	binary.AppendByteOrder
}, orientation uint16,
) []byte {
	b := []byte("MM")
	if order.Uint16([]byte{1, 0}) == 1 {
		b = []byte("II")
	}
	b = order.AppendUint16(b, 42)
	b = order.AppendUint32(b, 8)
	b = order.AppendUint16(b, 2) // entries
	for _, entry := range [][2]uint16{{271, 7}, {274, orientation}} {
		b = order.AppendUint16(b, entry[0])
		b = order.AppendUint16(b, 3)
		b = order.AppendUint32(b, 1)
		b = order.AppendUint16(b, entry[1])
		b = order.AppendUint16(b, 0)
	}
	return append(order.AppendUint32(b, 0), canary...)
}

// withJPEGExif puts a comment and the block behind the start of a JPEG.
func withJPEGExif(data, exif []byte) []byte {
	out := append([]byte{}, data[:2]...)
	out = append(out, 0xff, 0xfe, 0, 5, 'h', 'i', '!')
	out = append(out, 0xff, 0xff, 0xe1) // with a filling byte
	out = binary.BigEndian.AppendUint16(out, uint16(2+6+len(exif)))
	out = append(append(out, "Exif\x00\x00"...), exif...)
	return append(out, data[2:]...)
}

// withPNGExif puts the block behind a PNG's first chunk.
func withPNGExif(data, exif []byte) []byte {
	const headerEnd = 8 + 8 + 13 + 4
	out := append([]byte{}, data[:headerEnd]...)
	out = binary.BigEndian.AppendUint32(out, uint32(len(exif)))
	out = append(append(out, "eXIf"...), exif...)
	out = binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[headerEnd+4:]))
	return append(out, data[headerEnd:]...)
}

// pngChecked corrects the checksum of a PNG's first chunk.
func pngChecked(data []byte) []byte {
	binary.BigEndian.PutUint32(data[29:], crc32.ChecksumIEEE(data[12:29]))
	return data
}

// withWebPExif puts the block at the end of a WebP file.
func withWebPExif(data, exif []byte) []byte {
	out := append(append([]byte{}, data...), "EXIF"...)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(exif)))
	out = append(out, exif...)
	if len(exif)%2 == 1 {
		out = append(out, 0)
	}
	binary.LittleEndian.PutUint32(out[4:], uint32(len(out)-8))
	return out
}

// stored says how the picture is stored for each orientation, as EXIF defines
// it: which side of the upright picture the first row is, and which the first
// column.
var stored = map[uint16]quarters{
	1: upright,                   // first row top, first column left
	2: {blue, red, white, green}, // top, right
	3: {white, green, blue, red}, // bottom, right
	4: {green, white, red, blue}, // bottom, left
	5: {red, green, blue, white}, // left, top
	6: {blue, white, red, green}, // right, top
	7: {white, blue, green, red}, // right, bottom
	8: {green, red, white, blue}, // left, bottom
	9: upright,                   // no orientation
	0: upright,
}

func TestOrientation(t *testing.T) {
	for orientation, q := range stored {
		little, big := tiff(binary.LittleEndian, orientation), tiff(binary.BigEndian, orientation)
		for name, data := range map[string][]byte{
			"JPEG, little endian": withJPEGExif(asJPEG(t, painted(q, 64, 48)), little),
			"JPEG, big endian":    withJPEGExif(asJPEG(t, painted(q, 48, 64)), big),
			"PNG":                 withPNGExif(asPNG(t, painted(q, 64, 64)), big),
		} {
			made, err := avatar.Decode(data)
			if err != nil {
				t.Fatalf("%s, %d: %v", name, orientation, err)
			}
			if bytes.Contains(made, []byte(canary)) || bytes.Contains(made, []byte("Exif")) {
				t.Errorf("%s, %d: EXIF is left", name, orientation)
			}
			m, _ := decoded(t, data)
			t.Logf("%s, %d", name, orientation)
			shows(t, m, upright)
		}
	}
}

func TestWebPOrientation(t *testing.T) {
	for name, exif := range map[string][]byte{
		"bare": tiff(binary.LittleEndian, 3), "as in JPEG": append([]byte("Exif\x00\x00"), tiff(binary.BigEndian, 3)...),
	} {
		t.Run(name, func(t *testing.T) {
			m, _ := decoded(t, withWebPExif(file(t, "lossless.webp"), exif))
			shows(t, m, stored[3])
		})
	}
}

// Nonsense in the EXIF leaves the picture as it is.
func TestNonsenseExif(t *testing.T) {
	whole := tiff(binary.BigEndian, 6)
	far := bytes.Clone(whole)
	binary.BigEndian.PutUint32(far[4:], 0xffffffff)
	many := bytes.Clone(whole)
	binary.BigEndian.PutUint16(many[8:], 0xffff)
	binary.BigEndian.PutUint16(many[22:], 275)
	for name, exif := range map[string][]byte{
		"empty": {}, "cut": whole[:15], "no TIFF": []byte("rubbish, rubbish"), "directory far away": far, "entries without end": many,
	} {
		t.Run(name, func(t *testing.T) {
			m, _ := decoded(t, withJPEGExif(asJPEG(t, painted(upright, 64, 64)), exif))
			shows(t, m, upright)
			m, _ = decoded(t, withPNGExif(asPNG(t, painted(upright, 64, 64)), exif))
			shows(t, m, upright)
		})
	}
}
