package opus

import (
	"encoding/binary"
	"fmt"
	"io"
	"time"
)

// pageDuration is how much sound a page collects. One packet a page, as some
// writers do it, would add a quarter to a speech recording's size.
const pageDuration = time.Second

// OggWriter puts packets into an Ogg Opus file. Close writes the last page;
// it does not close the writer beneath.
type OggWriter struct {
	w        io.Writer
	sum      *oggSum
	serial   uint32
	sequence uint32
	granule  uint64
	paged    time.Duration
	header   []byte
	lacing   []byte
	page     []byte
}

// NewOggWriter writes the file's two header pages. The serial number tells
// streams apart; any will do, and the same one gives the same file.
func NewOggWriter(w io.Writer, head Head, serial uint32) (*OggWriter, error) {
	o := &OggWriter{w: w, sum: newOggSum(), serial: serial}
	if head.Channels < 1 || head.Channels > 2 {
		return nil, fmt.Errorf("write ogg: %d channels", head.Channels)
	}
	o.page = head.append(o.page)
	o.lacing = append(o.lacing, byte(len(o.page)))
	if err := o.flush(oggFirst); err != nil {
		return nil, err
	}
	const vendor = "interviewai"
	o.page = append(o.page, "OpusTags"...)
	o.page = binary.LittleEndian.AppendUint32(o.page, uint32(len(vendor)))
	o.page = append(o.page, vendor...)
	o.page = binary.LittleEndian.AppendUint32(o.page, 0)
	o.lacing = append(o.lacing, byte(len(o.page)))
	if err := o.flush(0); err != nil {
		return nil, err
	}
	return o, nil
}

// Write adds one packet. Errors wrap ErrPayload or are the writer's.
func (o *OggWriter) Write(payload []byte) error {
	p, err := Parse(payload)
	if err != nil {
		return fmt.Errorf("write ogg: %w", err)
	}
	segments := len(payload)/255 + 1
	if len(o.lacing)+segments > 255 || o.paged >= pageDuration {
		if err := o.flush(0); err != nil {
			return err
		}
	}
	if segments > 255 {
		return fmt.Errorf("write ogg: packet of %d bytes does not fit a page", len(payload))
	}
	for range segments - 1 {
		o.lacing = append(o.lacing, 255)
	}
	o.lacing = append(o.lacing, byte(len(payload)%255))
	o.page = append(o.page, payload...)
	o.granule += uint64(p.Duration * granuleRate / time.Second)
	o.paged += p.Duration
	return nil
}

// Close ends the file.
func (o *OggWriter) Close() error { return o.flush(oggLast) }

func (o *OggWriter) flush(flags byte) error {
	le := binary.LittleEndian
	h := o.header[:0]
	h = append(h, "OggS"...)
	h = append(h, 0, flags)
	h = le.AppendUint64(h, o.granule)
	h = le.AppendUint32(h, o.serial)
	h = le.AppendUint32(h, o.sequence)
	h = le.AppendUint32(h, 0)
	h = append(h, byte(len(o.lacing)))
	h = append(h, o.lacing...)
	le.PutUint32(h[oggChecksum:], o.sum.update(o.sum.update(0, h), o.page))
	o.header = h
	o.sequence++
	o.paged = 0
	if _, err := o.w.Write(h); err != nil {
		return fmt.Errorf("write ogg: %w", err)
	}
	if _, err := o.w.Write(o.page); err != nil {
		return fmt.Errorf("write ogg: %w", err)
	}
	o.page, o.lacing = o.page[:0], o.lacing[:0]
	return nil
}
