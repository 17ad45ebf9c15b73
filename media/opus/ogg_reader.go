package opus

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// OggReader takes an Ogg Opus file apart into its packets. Streams of other
// serial numbers in the file are passed over.
type OggReader struct {
	r      io.Reader
	sum    *oggSum
	head   Head
	serial uint32

	header   [oggHeaderLen + 255]byte
	page     []byte // sound of the current page
	lacing   []byte // its segment lengths still to be read
	packet   []byte
	discard  bool // the packet in hand began on a page that was not seen
	tagsSeen bool
}

// NewOggReader reads up to the first sound. Errors wrap ErrOgg or are the
// reader's.
func NewOggReader(r io.Reader) (*OggReader, error) {
	o := &OggReader{r: r, sum: newOggSum()}
	for {
		flags, err := o.nextPage(false)
		if err != nil {
			return nil, unexpected(err)
		}
		if flags&oggFirst == 0 {
			return nil, fmt.Errorf("%w: no opus stream in it", ErrOgg)
		}
		if head, err := parseHead(o.page); err == nil {
			o.head = head
			o.serial = binary.LittleEndian.Uint32(o.header[oggSerial:])
			o.lacing = nil
			return o, nil
		}
	}
}

// Head describes the stream.
func (o *OggReader) Head() Head { return o.head }

// Next returns the next packet, valid until the following call, and io.EOF
// after the last.
func (o *OggReader) Next() ([]byte, error) {
	for {
		packet, err := o.next()
		if err != nil {
			return nil, err
		}
		if !o.tagsSeen { // the comment packet, RFC 7845 §5.2
			o.tagsSeen = true
			continue
		}
		if len(packet) > 0 {
			return packet, nil
		}
	}
}

func (o *OggReader) next() ([]byte, error) {
	o.packet = o.packet[:0]
	for {
		for len(o.lacing) == 0 {
			flags, err := o.nextPage(true)
			if err != nil {
				if len(o.packet) > 0 {
					return nil, unexpected(err)
				}
				return nil, err
			}
			switch continued := flags&oggContinued != 0; {
			case flags&oggFirst != 0: // a chained stream begins: its head
				o.lacing, o.tagsSeen = nil, false
				o.packet = o.packet[:0]
			case continued && len(o.packet) == 0:
				o.discard = true
			case !continued:
				o.packet = o.packet[:0] // its end never came
			}
		}
		n := int(o.lacing[0])
		o.lacing = o.lacing[1:]
		o.packet = append(o.packet, o.page[:n]...)
		o.page = o.page[n:]
		if len(o.packet) > maxOggPacket && o.tagsSeen {
			return nil, fmt.Errorf("%w: packet too long", ErrOgg)
		}
		if len(o.packet) > 1<<20 {
			return nil, fmt.Errorf("%w: comment too long", ErrOgg)
		}
		if n == 255 { // the packet goes on
			continue
		}
		if o.discard {
			o.discard = false
			o.packet = o.packet[:0]
			continue
		}
		return o.packet, nil
	}
}

// nextPage reads one page (RFC 3533 §6), of our stream if so asked, and
// returns its flags.
func (o *OggReader) nextPage(ours bool) (byte, error) {
	for {
		fixed := o.header[:oggHeaderLen]
		if _, err := io.ReadFull(o.r, fixed); err != nil {
			return 0, ended(err)
		}
		if string(fixed[:4]) != "OggS" || fixed[oggVersion] != 0 {
			return 0, fmt.Errorf("%w: no page where one should begin", ErrOgg)
		}
		lacing := o.header[oggHeaderLen : oggHeaderLen+int(fixed[oggSegments])]
		if _, err := io.ReadFull(o.r, lacing); err != nil {
			return 0, unexpected(err)
		}
		size := 0
		for _, n := range lacing {
			size += int(n)
		}
		if cap(o.page) < size {
			o.page = make([]byte, 0, max(size, 8192))
		}
		o.page = o.page[:size]
		if _, err := io.ReadFull(o.r, o.page); err != nil {
			return 0, unexpected(err)
		}
		want := binary.LittleEndian.Uint32(fixed[oggChecksum:])
		clear(fixed[oggChecksum : oggChecksum+4])
		sum := o.sum.update(0, o.header[:oggHeaderLen+len(lacing)])
		if o.sum.update(sum, o.page) != want {
			return 0, fmt.Errorf("%w: checksum of a page is wrong", ErrOgg)
		}
		o.lacing = lacing
		flags := fixed[oggFlags]
		serial := binary.LittleEndian.Uint32(fixed[oggSerial:])
		if ours && flags&oggFirst != 0 {
			if _, err := parseHead(o.page); err == nil {
				o.serial = serial
			}
		}
		if !ours || serial == o.serial {
			return flags, nil
		}
	}
}

// ended tells the end of a file between pages from one within a page.
func ended(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return unexpected(err)
	}
	if errors.Is(err, io.EOF) {
		return io.EOF
	}
	return fmt.Errorf("read ogg: %w", err)
}

func unexpected(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%w: it ends too early", ErrOgg)
	}
	return fmt.Errorf("read ogg: %w", err)
}
