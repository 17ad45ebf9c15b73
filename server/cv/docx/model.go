package docx

// block is a paragraph or a table.
type block struct {
	para  *paragraph
	table *table
}

// paragraph is what Word calls so: it may be several lines.
type paragraph struct {
	props paraProps
	runs  []run
	// boxes are text boxes that are anchored here.
	boxes [][]block
}

// run is a text with one look. A line's end is "\n" in it, a tab "\t".
type run struct {
	text string
	look look
	link string
}

type table struct {
	filled bool // by its style
	rows   [][]cell
}

type cell struct {
	blocks []block
}
