package export

import (
	"fmt"
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv/resume"
)

const packageLinks = header + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
	`<Relationship Id="document" Type="` + relTypes + `officeDocument" Target="word/document.xml"/>` +
	`<Relationship Id="core" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>` +
	`<Relationship Id="app" Type="` + relTypes + `extended-properties" Target="docProps/app.xml"/></Relationships>`

const application = header + `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>InterviewAI Pro</Application></Properties>`

// settings keep Word 2013 and later out of its compatibility mode.
const settings = header + `<w:settings ` + namespaces + `><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>`

// footer numbers pages: "2 / 3".
const footer = header + `<w:ftr ` + namespaces + `><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>` +
	`<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple><w:r><w:t xml:space="preserve"> / </w:t></w:r>` +
	`<w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>2</w:t></w:r></w:fldSimple></w:p></w:ftr>`

func (d *docx) types() string {
	const word = "application/vnd.openxmlformats-officedocument.wordprocessingml."
	var out strings.Builder
	out.WriteString(header + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>`)
	part := func(name, kind string) {
		fmt.Fprintf(&out, `<Override PartName=%q ContentType=%q/>`, name, kind)
	}
	part("/word/document.xml", word+"document.main+xml")
	part("/word/styles.xml", word+"styles+xml")
	part("/word/numbering.xml", word+"numbering+xml")
	part("/word/settings.xml", word+"settings+xml")
	if d.footer {
		part("/word/footer1.xml", word+"footer+xml")
	}
	part("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml")
	part("/docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml")
	out.WriteString(`</Types>`)
	return out.String()
}

func (d *docx) links() string {
	var out strings.Builder
	out.WriteString(header + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	for _, name := range []string{"styles", "numbering", "settings"} {
		fmt.Fprintf(&out, `<Relationship Id=%q Type=%q Target="%s.xml"/>`, name, relTypes+name, name)
	}
	if d.footer {
		fmt.Fprintf(&out, `<Relationship Id="footer" Type=%q Target="footer1.xml"/>`, relTypes+"footer")
	}
	for i, url := range d.urls {
		fmt.Fprintf(&out, `<Relationship Id="link%d" Type=%q Target="%s" TargetMode="External"/>`, i+1, relTypes+"hyperlink", escaped(url))
	}
	out.WriteString(`</Relationships>`)
	return out.String()
}

// properties name the person and nothing that changes from day to day.
func (d *docx) properties(r resume.Resume) string {
	name := escaped(writable(flat(r.Person.Name)))
	return header + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">` +
		`<dc:title>` + escaped(title(r)) + `</dc:title><dc:creator>` + name + `</dc:creator><dc:language>` + escaped(tag(r.Language)) + `</dc:language></cp:coreProperties>`
}

// title is a document's: whose CV it is.
func title(r resume.Resume) string {
	name := writable(flat(r.Person.Name))
	if name == "" {
		return "CV"
	}
	return name + " – CV"
}
