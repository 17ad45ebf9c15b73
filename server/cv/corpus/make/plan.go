package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

var languages = []string{"en", "ru", "uz", "es", "de", "fr", "pt", "tr"}

// order is one file to make.
type order struct {
	language, profession string
	layout, tool, format string
	// encoding of a text; page names the template of a holdout
	// or of an export.
	encoding, page string
	positions      int
	mixed, holdout bool
}

func (o order) name() string {
	language := o.language
	if o.mixed {
		language += "+en"
	}
	layout, tool := strings.ReplaceAll(o.layout, "_", ""), o.tool
	if o.holdout {
		layout = "holdout" + o.page
	}
	if o.encoding != "" {
		tool = o.encoding
	}
	if o.tool == "export" {
		layout = o.page
	}
	return strings.Join([]string{language, o.profession, layout, tool}, "-")
}

// methods are the ways of making a layout that languages take in turns:
// tool, format.
var methods = map[string][][2]string{
	"single":         {{"word", "docx"}, {"libreoffice", "pdf"}, {"browser", "pdf"}, {"libreoffice", "docx"}, {"latex", "pdf"}},
	"sidebar_left":   {{"browser", "pdf"}, {"word", "docx"}, {"libreoffice", "pdf"}},
	"sidebar_right":  {{"libreoffice", "pdf"}, {"browser", "pdf"}, {"word", "docx"}, {"browser", "pdf"}},
	"header_columns": {{"browser", "pdf"}, {"browser", "pdf"}, {"libreoffice", "pdf"}, {"word", "docx"}},
	"table":          {{"word", "docx"}, {"libreoffice", "pdf"}, {"browser", "pdf"}, {"libreoffice", "docx"}, {"groff", "pdf"}},
	"dates_right":    {{"latex", "pdf"}, {"word", "docx"}, {"latex", "pdf"}, {"groff", "pdf"}, {"browser", "pdf"}},
	"linkedin":       {{"browser", "pdf"}},
	"europass":       {{"browser", "pdf"}, {"word", "docx"}, {"libreoffice", "docx"}, {"libreoffice", "pdf"}},
	"text":           {{"editor", "txt"}},
	"minimal":        {{"browser", "pdf"}, {"word", "docx"}, {"editor", "txt"}},
}

var layouts = []string{"single", "sidebar_left", "sidebar_right", "header_columns", "table", "dates_right", "linkedin", "europass", "text", "minimal"}

// plan is every file but the holdouts: each layout in each language, minimal in
// every other.
func plan(lexicons map[string]*lexicon) []order {
	var all []order
	for i, language := range append(slices.Clone(languages), "ru+", "de+", "es+") {
		o := order{language: strings.TrimSuffix(language, "+"), mixed: strings.HasSuffix(language, "+")}
		for j, layout := range layouts {
			if layout == "minimal" && i%2 == 1 || o.mixed && (i+j)%3 == 0 {
				continue
			}
			method := methods[layout][(i+j)%len(methods[layout])]
			o.layout, o.tool, o.format = layout, method[0], method[1]
			if o.tool == "groff" && !slices.Contains([]string{"en", "de", "fr", "es", "pt"}, o.language) {
				o.tool = "latex" // groff's fonts have Latin-1 alone
			}
			o.profession = professionOf(lexicons, o, i+j)
			o.positions = []int{2, 3, 4, 6, 9}[(i*3+j*2)%5]
			if layout == "minimal" {
				o.positions = 2 + i%2
			}
			o.encoding = ""
			if o.format == "txt" {
				o.encoding = []string{"utf8", "bom"}[i%2]
			}
			if o.format == "txt" && o.language == "ru" {
				o.encoding = "windows1251"
			}
			all = append(all, o)
		}
	}
	return all
}

// professionOf takes turns; a mixed CV needs one that both lexicons have.
func professionOf(lexicons map[string]*lexicon, o order, turn int) string {
	names := lexicons[o.language].names
	if o.mixed {
		names = slices.DeleteFunc(slices.Clone(names), func(name string) bool { return lexicons["en"].professions[name] == nil || technical[name] == nil })
	}
	return names[turn%len(names)]
}

// wishes are what the layout shows, and sometimes.
func (o order) wishes(random *rand.Rand) wishes {
	w := wishes{
		descriptions: random.IntN(10) < 4, locations: random.IntN(10) < 6,
		certifications: random.IntN(10) < 7, summary: random.IntN(10) < 8, title: random.IntN(10) < 7,
	}
	w.grades = !o.holdout && slices.Contains([]string{"single", "sidebar_left", "sidebar_right", "header_columns", "dates_right", "text"}, o.layout)
	switch o.layout {
	case "linkedin":
		w.title, w.exportLevels = true, true
	case "europass":
		w.cefrOnly = true
	case "minimal":
		w.summary, w.certifications, w.locations = false, false, false
		w.yearsOnly, w.cefrOnly = random.IntN(2) == 0, true
	}
	return w
}

func (o order) layOut(ctx context.Context, v *view, dir string) ([]byte, error) {
	if o.holdout {
		return o.layOutHoldout(ctx, v, dir)
	}
	if o.format == "txt" {
		return encode(writeText(v, o.layout == "minimal"), o.encoding)
	}
	switch o.tool {
	case "export":
		return o.exported(v)
	case "browser":
		page, err := writePage(v, o.layout)
		if err != nil {
			return nil, err
		}
		return browserPDF(ctx, dir, page, v.Variant == 3)
	case "groff":
		return groffPDF(ctx, dir, writeGroff(v, o.layout), v.Code)
	case "latex":
		data, err := writeDocx(v, o.layout, "CMU Serif", true)
		if err != nil {
			return nil, err
		}
		return office(ctx, dir, "docx", data, "pdf")
	case "word":
		return writeDocx(v, o.layout, "Calibri", false)
	case "libreoffice":
		if o.format == "docx" {
			page, err := writePage(v, o.layout)
			if err != nil {
				return nil, err
			}
			return office(ctx, dir, "html", []byte(page), "docx")
		}
		data, err := writeDocx(v, o.layout, string(v.Font), false)
		if err != nil {
			return nil, err
		}
		return office(ctx, dir, "docx", data, "pdf")
	}
	return nil, fmt.Errorf("no tool %q", o.tool)
}
