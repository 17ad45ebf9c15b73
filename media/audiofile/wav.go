package audiofile

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

const (
	wavPCM        = 1      // WAVE_FORMAT_PCM
	wavExtensible = 0xfffe // WAVE_FORMAT_EXTENSIBLE: the real code stands later
	wavUnknown    = 0xffffffff
	wavHeaderLen  = 44
)

// errNotPlain means that a WAV file holds something else than 16-bit PCM, or
// is broken in a way that the big decoder may forgive.
var errNotPlain = errors.New("not a plain PCM16 WAV file")

// WriteWAV writes mono 16-bit PCM at rate Hz as a WAV file, the form in which
// speech-to-text providers take uploads. More than 4 GiB do not fit.
func WriteWAV(w io.Writer, rate int, pcm []int16) error {
	size := int64(len(pcm)) * 2
	if size > math.MaxUint32-wavHeaderLen || rate <= 0 || rate > math.MaxInt32/2 {
		return fmt.Errorf("write wav: %d samples at %d Hz do not fit the format", len(pcm), rate)
	}
	le := binary.LittleEndian
	h := make([]byte, 0, wavHeaderLen+8192)
	h = append(h, "RIFF"...)
	h = le.AppendUint32(h, uint32(size)+wavHeaderLen-8)
	h = append(h, "WAVEfmt "...)
	h = le.AppendUint32(h, 16)
	h = le.AppendUint16(h, wavPCM)
	h = le.AppendUint16(h, 1)
	h = le.AppendUint32(h, uint32(rate))
	h = le.AppendUint32(h, uint32(rate)*2)
	h = le.AppendUint16(h, 2)
	h = le.AppendUint16(h, 16)
	h = append(h, "data"...)
	h = le.AppendUint32(h, uint32(size))
	for len(pcm) > 0 {
		n := min(len(pcm), 4096)
		for _, s := range pcm[:n] {
			h = le.AppendUint16(h, uint16(s))
		}
		pcm = pcm[n:]
		if len(pcm) > 0 {
			if _, err := w.Write(h); err != nil {
				return fmt.Errorf("write wav: %w", err)
			}
			h = h[:0]
		}
	}
	if _, err := w.Write(h); err != nil {
		return fmt.Errorf("write wav: %w", err)
	}
	return nil
}

// ReadWAV reads a 16-bit PCM WAV file of any rate without another program;
// more channels are mixed to one. At most maxSamples are accepted
// (ErrTooLong). Anything else wraps ErrFormat: use Decode for those.
func ReadWAV(r io.Reader, maxSamples int) (Recording, error) {
	rec := Recording{Format: WAV}
	br := bufio.NewReader(r)
	h, err := readWAVHeader(br)
	if err != nil {
		return Recording{}, fmt.Errorf("read wav: %w: %w", ErrFormat, err)
	}
	m := &meter{left: int64(maxSamples), yield: func(pcm []int16) error {
		rec.Samples = append(rec.Samples, pcm...)
		return nil
	}}
	if err := h.stream(br, m); err != nil {
		return Recording{}, fmt.Errorf("read wav: %w", err)
	}
	rec.Rate = h.rate
	return rec, nil
}

// wavHeader describes the sound of a plain WAV file.
type wavHeader struct {
	rate, channels int
	// size of the data in bytes; files written to a pipe do not know it and
	// end where they end.
	size int64
}

// readWAVHeader reads up to the first byte of sound.
func readWAVHeader(r *bufio.Reader) (wavHeader, error) {
	var head [12]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return wavHeader{}, err
	}
	if string(head[:4]) != "RIFF" || string(head[8:]) != "WAVE" {
		return wavHeader{}, errNotPlain
	}
	var h wavHeader
	for {
		var chunk [8]byte
		if _, err := io.ReadFull(r, chunk[:]); err != nil {
			return wavHeader{}, fmt.Errorf("no data chunk: %w", err)
		}
		size := binary.LittleEndian.Uint32(chunk[4:])
		switch string(chunk[:4]) {
		case "fmt ":
			if err := h.readFormat(r, size); err != nil {
				return wavHeader{}, err
			}
		case "data":
			if h.rate == 0 {
				return wavHeader{}, errNotPlain
			}
			h.size = int64(size)
			if size == 0 || size == wavUnknown {
				h.size = math.MaxInt64
			}
			return h, nil
		default: // chunks are padded to even lengths
			if _, err := io.CopyN(io.Discard, r, int64(size)+int64(size&1)); err != nil {
				return wavHeader{}, err
			}
		}
	}
}

func (h *wavHeader) readFormat(r io.Reader, size uint32) error {
	if size < 16 || size > 1024 {
		return errNotPlain
	}
	buf := make([]byte, size+size&1)
	if _, err := io.ReadFull(r, buf); err != nil {
		return err
	}
	le := binary.LittleEndian
	code := le.Uint16(buf)
	if code == wavExtensible && size >= 26 {
		code = le.Uint16(buf[24:]) // the first bytes of the sub-format's GUID
	}
	h.channels = int(le.Uint16(buf[2:]))
	h.rate = int(le.Uint32(buf[4:]))
	bits := le.Uint16(buf[14:])
	block := int(le.Uint16(buf[12:]))
	if code != wavPCM || bits != 16 || h.channels < 1 || h.channels > 8 ||
		block != 2*h.channels || h.rate < 1000 || h.rate > 384000 {
		return errNotPlain
	}
	return nil
}

// stream passes the sound to m, mixed to one channel. A file cut short gives
// what it has.
func (h wavHeader) stream(r io.Reader, m *meter) error {
	block := 2 * h.channels
	buf := make([]byte, 2048*block)
	pcm := make([]int16, 2048)
	r = io.LimitReader(r, h.size)
	for {
		n, err := io.ReadFull(r, buf)
		if takeErr := m.take(mixDown(pcm, buf[:n], h.channels)); takeErr != nil {
			return takeErr
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			if !m.heard {
				return fmt.Errorf("%w: it holds no sound", ErrFormat)
			}
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// mixDown averages interleaved little-endian samples into dst and returns the
// part of it that was filled.
func mixDown(dst []int16, interleaved []byte, channels int) []int16 {
	n := len(interleaved) / (2 * channels)
	for i := range n {
		sum := 0
		for c := range channels {
			sum += int(int16(binary.LittleEndian.Uint16(interleaved[2*(i*channels+c):])))
		}
		dst[i] = int16(sum / channels)
	}
	return dst[:n]
}
