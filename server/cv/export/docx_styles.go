package export

import (
	"fmt"
	"strings"

	"golang.org/x/text/language"
)

// tag is a language as files name it; English for one that is unknown.
func tag(code string) string {
	t, err := language.Parse(code)
	if err != nil || t == language.Und {
		return "en"
	}
	return t.String()
}

// wordStyle is one of styles.xml. Names are those that Word has, by which
// programs know headings in every language.
type wordStyle struct {
	id, name, basedOn, next string
	// para and letters are what stands in w:pPr and w:rPr.
	para, letters string
}

func (d *docx) styles(code string) string {
	l := d.look
	font := "Arial"
	if l.serif {
		font = "Times New Roman"
	}
	var out strings.Builder
	fmt.Fprintf(&out, header+`<w:styles %s><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=%[2]q w:hAnsi=%[2]q w:cs=%[2]q w:eastAsia=%[2]q/>%[3]s%[4]s<w:lang w:val=%[5]q/></w:rPr></w:rPrDefault>`+
		`<w:pPrDefault><w:pPr><w:spacing w:after="0" w:line="%[6]d" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>`,
		namespaces, font, colour(ink), letters(l.body), tag(code), int(240*l.leading/1.15+0.5))
	out.WriteString(`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>`)
	for _, s := range d.all() {
		fmt.Fprintf(&out, `<w:style w:type="paragraph" w:styleId=%q><w:name w:val=%q/><w:basedOn w:val=%q/><w:next w:val=%q/><w:qFormat/><w:pPr>%s</w:pPr><w:rPr>%s</w:rPr></w:style>`,
			s.id, s.name, s.basedOn, s.next, s.para, s.letters)
	}
	fmt.Fprintf(&out, `<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:rPr>%s</w:rPr></w:style></w:styles>`, colour(link))
	return out.String()
}

// all are the paragraphs' styles.
func (d *docx) all() []wordStyle {
	l := d.look
	middle := ""
	if l.centred {
		middle = `<w:jc w:val="center"/>`
	}
	rule := fmt.Sprintf(`<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="%06x"/></w:pBdr>`, int(l.accent))
	right := fmt.Sprintf(`<w:tabs><w:tab w:val="right" w:pos="%d"/></w:tabs>`, 11906-2*twips(l.side))
	return []wordStyle{
		{"Title", "Title", "Normal", "Subtitle", `<w:keepNext/>` + middle, bold + colour(l.accent) + letters(l.name)},
		{"Subtitle", "Subtitle", "Normal", "Contact", `<w:keepNext/>` + gaps(l.between, l.between) + middle, colour(muted) + letters(l.headline)},
		{"Contact", "Contact", "Normal", "BodyText", gaps(l.between, 0) + middle, ""},
		{"Heading1", "heading 1", "Normal", "BodyText", `<w:keepNext/><w:keepLines/>` + rule + gaps(l.beforeTitle, l.afterTitle) + `<w:outlineLvl w:val="0"/>`, bold + colour(l.accent) + letters(l.title)},
		{"Heading2", "heading 2", "Normal", "EntryDetail", `<w:keepNext/><w:keepLines/>` + right + gaps(l.beforeEntry, 0) + `<w:outlineLvl w:val="1"/>`, letters(l.body)},
		{"EntryDetail", "Entry Detail", "Normal", "BodyText", `<w:keepNext/>`, ""},
		{"BodyText", "Body Text", "Normal", "BodyText", gaps(l.between, 0), ""},
		{"ListBullet", "List Bullet", "Normal", "ListBullet", `<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>` + gaps(l.between, 0), ""},
		{"Footer", "footer", "Normal", "Footer", `<w:jc w:val="center"/>`, colour(muted) + letters(footerSize)},
	}
}

const bold = `<w:b/><w:bCs/>`

func colour(c rgb) string { return fmt.Sprintf(`<w:color w:val="%06x"/>`, int(c)) }

// letters are a size, which files give in half points.
func letters(size float64) string {
	half := int(size*2 + 0.5)
	return fmt.Sprintf(`<w:sz w:val="%d"/><w:szCs w:val="%d"/>`, half, half)
}

func gaps(before, after float64) string {
	return fmt.Sprintf(`<w:spacing w:before="%d" w:after="%d"/>`, twips(before), twips(after))
}

// numbering is the bullets of all levels.
func (d *docx) numbering() string {
	var out strings.Builder
	out.WriteString(header + `<w:numbering ` + namespaces + `><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="hybridMultilevel"/>`)
	for level := range maxLevel + 1 {
		left, hanging := bulletIndent(d.look, level)
		fmt.Fprintf(&out, `<w:lvl w:ilvl="%d"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="%d" w:hanging="%d"/></w:pPr></w:lvl>`, level, twips(left), twips(hanging))
	}
	out.WriteString(`</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`)
	return out.String()
}

// bulletIndent is where a list item's text begins, and how far left of it the
// bullet stands.
func bulletIndent(l look, level int) (left, hanging float64) {
	return l.body * (1.2 + 1.4*float64(level)), l.body * 0.9
}
