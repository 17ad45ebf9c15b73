package avatar

import (
	"bytes"
	"encoding/binary"
)

// orientationTag of a TIFF directory (EXIF 2.32, 4.6.4): a SHORT of 1 to 8.
const (
	orientationTag = 274
	typeShort      = 3
	entryBytes     = 12
	chunkHeader    = 8
)

// orientation finds how a file says its picture is to be turned; 1, upright, if
// it says nothing or nonsense.
func orientation(data []byte) int {
	switch {
	case beginsWith(data, formats[0].begins):
		return tiffOrientation(jpegExif(data))
	case beginsWith(data, "\x89PNG"):
		return tiffOrientation(chunk(data[chunkHeader:], "eXIf", pngChunk))
	case beginsWith(data, "RIFF"):
		// Some writers begin the chunk as in JPEG.
		return tiffOrientation(bytes.TrimPrefix(chunk(data[12:], "EXIF", riffChunk), exifHeader()))
	default:
		return 1
	}
}

func exifHeader() []byte { return []byte("Exif\x00\x00") }

// jpegExif returns the TIFF block of the first Exif segment before the pixels
// (ITU T.81, B.1.1: marker, length with itself, content).
func jpegExif(data []byte) []byte {
	const startOfScan, app1 = 0xda, 0xe1
	for data = data[2:]; len(data) >= 4 && data[0] == 0xff; {
		marker, length := data[1], int(binary.BigEndian.Uint16(data[2:]))
		if marker == 0xff { // a filling byte
			data = data[1:]
			continue
		}
		if marker == startOfScan || length < 2 || 2+length > len(data) {
			return nil
		}
		content := data[4 : 2+length]
		if marker == app1 && bytes.HasPrefix(content, exifHeader()) {
			return content[len(exifHeader()):]
		}
		data = data[2+length:]
	}
	return nil
}

// header of a chunk: its name, the length of its content, and of the whole.
type header func(data []byte) (name string, content, whole int)

// pngChunk: length, name, content, checksum (PNG 3, 5.3).
func pngChunk(data []byte) (name string, content, whole int) {
	n := int(binary.BigEndian.Uint32(data))
	return string(data[4:8]), n, chunkHeader + n + 4
}

// riffChunk: name, length, content, a byte of padding if that is odd.
func riffChunk(data []byte) (name string, content, whole int) {
	n := int(binary.LittleEndian.Uint32(data[4:]))
	return string(data[:4]), n, chunkHeader + n + n%2
}

// chunk returns the content of the first chunk of a name.
func chunk(data []byte, name string, read header) []byte {
	for len(data) >= chunkHeader {
		found, content, whole := read(data)
		if content > len(data)-chunkHeader {
			return nil
		}
		if found == name {
			return data[chunkHeader : chunkHeader+content]
		}
		data = data[min(whole, len(data)):]
	}
	return nil
}

// tiffOrientation reads the tag from the first directory of a TIFF block.
func tiffOrientation(tiff []byte) int {
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder
	switch string(tiff[:4]) {
	case "II*\x00":
		order = binary.LittleEndian
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return 1
	}
	at := int(order.Uint32(tiff[4:]))
	if at > len(tiff)-2 {
		return 1
	}
	entries := tiff[at+2:]
	for range order.Uint16(tiff[at:]) {
		if len(entries) < entryBytes {
			return 1
		}
		if order.Uint16(entries) == orientationTag && order.Uint16(entries[2:]) == typeShort {
			if o := int(order.Uint16(entries[8:])); o >= 1 && o <= 8 {
				return o
			}
			return 1
		}
		entries = entries[entryBytes:]
	}
	return 1
}
