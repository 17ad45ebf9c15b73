package docx

import (
	"encoding/xml"
	"strconv"
	"strings"
)

const (
	// emu are English Metric Units in an inch, in which drawings are placed.
	emu = 914_400
	// farthest a box may begin right of, or below, what it is placed by: Word's
	// largest page is 22 inches.
	farthest = 22 * emu
	// margin is how far a box may end before what it is placed by, which may be
	// the text, and still be on the page.
	margin = 3 * emu
)

// drawing is what is known of one when its text comes.
type drawing struct {
	offsets []int64 // from the left and from the top
	extent  []int64 // width and height
	white   bool    // filled
}

// off tells a drawing that is beside the page.
func (d *drawing) off() bool {
	for i, at := range d.offsets {
		size := int64(0)
		if i < len(d.extent) {
			size = d.extent[i]
		}
		if at > farthest || at+size < -margin {
			return true
		}
	}
	return false
}

// boxes reads the text boxes inside a drawing. One beside the page is left out.
func (r *reader) boxes(p *paragraph) error {
	var d drawing
	return r.deep(func(e xml.StartElement) error {
		switch {
		case isWord(e) && e.Name.Local == "txbxContent":
			return r.box(p, &d)
		case e.Name.Local == "posOffset" && len(d.offsets) < 2:
			var said strings.Builder
			err := r.children(nil, func(b []byte) { said.Write(b[:min(len(b), 20)]) })
			d.offsets = append(d.offsets, length(said.String()))
			return err
		case e.Name.Local == "extent" && d.extent == nil:
			d.extent = []int64{length(attr(e, "cx")), length(attr(e, "cy"))}
		case e.Name.Local == "spPr":
			return r.children(d.fill(r), nil)
		}
		return nil
	})
}

// length in EMU; 0 for what is none.
func length(s string) int64 {
	n, err := strconv.ParseInt(strings.TrimSpace(s), 10, 32)
	if err != nil {
		return 0
	}
	return n
}

// fill notices what a shape is filled with.
func (d *drawing) fill(r *reader) func(xml.StartElement) error {
	d.white = false
	return func(e xml.StartElement) error {
		if e.Name.Local != "solidFill" {
			return nil
		}
		return r.children(func(e xml.StartElement) error {
			d.white = nearWhite(attr(e, "val"))
			if paper(attr(e, "val")) {
				d.white = true
				return r.children(func(xml.StartElement) error { d.white = false; return nil }, nil) // darkened
			}
			return nil
		}, nil)
	}
}

// box reads one. White letters may be seen in it unless it is white: where it is
// not filled, it often lies on another that is.
func (r *reader) box(p *paragraph, d *drawing) error {
	before, fields := r.shaded, r.fields
	if r.fields = nil; d.white {
		r.shaded = 0
	} else {
		r.shaded++
	}
	blocks, err := r.blocks()
	r.shaded, r.fields = before, fields
	if !d.off() {
		p.boxes = append(p.boxes, blocks)
	}
	return err
}
