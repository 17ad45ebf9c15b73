package report

// Write is PDF with given fonts: what happens on a machine without a font for
// Chinese cannot be seen otherwise on one that has it.
var Write = write

// The margins that nothing crosses, in points.
const (
	Left, Right, Top, Bottom = left, right, top, bottom
)
