package hostile

import (
	"fmt"
	"strings"
)

// markup is XML in a DOCX that grows, nests and reaches out.
func markup() []File {
	laughs := `<!DOCTYPE l [<!ENTITY a "lollollol">`
	for i := range 12 {
		laughs += fmt.Sprintf(`<!ENTITY %c "%s">`, 'b'+i, strings.Repeat(fmt.Sprintf("&%c;", 'a'+i), 10))
	}
	laughs += "]>"
	link := `<w:hyperlink w:anchor="a"><w:r><w:t>link</w:t></w:r></w:hyperlink>`
	documents := []struct{ story, xml string }{
		{"entities of entities", strings.Replace(wordHead, "<w:document", laughs+"<w:document", 1) + paragraph("&m;") + wordTail},
		{"an entity that is a file", strings.Replace(wordHead, "<w:document", `<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document`, 1) + paragraph("Anna &x;") + wordTail},
		{"an entity from the network", strings.Replace(wordHead, "<w:document", `<!DOCTYPE l [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]><w:document`, 1) + paragraph("Anna &x;") + wordTail},
		{"an entity of itself", strings.Replace(wordHead, "<w:document", `<!DOCTYPE l [<!ENTITY x "&x;&x;">]><w:document`, 1) + paragraph("Anna &x;") + wordTail},
		{"a hundred thousand nested elements", wordHead + strings.Repeat("<w:p>", 100_000)},
		{"nested tables", wordHead + strings.Repeat("<w:tbl><w:tr><w:tc>", 20_000) + paragraph("Anna") + strings.Repeat("</w:tc></w:tr></w:tbl>", 20_000) + wordTail},
		{"nested fields", wordHead + "<w:p>" + strings.Repeat(`<w:r><w:fldChar w:fldCharType="begin"/></w:r>`, 50_000) + "</w:p>" + wordTail},
		{"a hundred thousand links", wordHead + "<w:p>" + strings.Repeat(link, 100_000) + "</w:p>" + wordTail},
		{"two hundred thousand empty paragraphs", wordHead + strings.Repeat("<w:p/>", 200_000) + paragraph("Anna Berg") + wordTail},
		{"fifty thousand paragraphs", wordHead + strings.Repeat(paragraph("Engineer, Acme, 2019 - 2021"), 50_000) + wordTail},
		{"an element with a hundred thousand attributes", wordHead + "<w:p " + attributes(100_000) + "/>" + wordTail},
		{"a name of a megabyte", wordHead + "<" + strings.Repeat("n", 1<<20) + "/>" + wordTail},
		{"no end", wordHead + paragraph("Anna Berg, engineer")},
		{"no beginning", wordTail},
		{"not XML", "Anna Berg"},
		{"nothing", ""},
		{"UTF-16 that says UTF-8", "\xff\xfe<\x00w\x00"},
		{"a foreign encoding", `<?xml version="1.0" encoding="EBCDIC-CP-US"?>` + wordHead[21:] + paragraph("Anna") + wordTail},
		{"broken UTF-8", wordHead + paragraph("Anna \xff\xfe\xc0\x80 Berg, engineer") + wordTail},
		{"NULs", wordHead + paragraph("Anna\x00Berg") + wordTail},
		{"letters that turn round", wordHead + paragraph(strings.Repeat("\u202eAnna\u202c\u2066", 1000)) + wordTail},
		{"combining marks", wordHead + paragraph("A"+strings.Repeat("\u0301", 100_000)) + wordTail},
		{"a comment of a megabyte", wordHead + "<!--" + strings.Repeat("c", 1<<20) + "-->" + paragraph("Anna Berg") + wordTail},
	}
	var all []File
	for _, d := range documents {
		all = append(all, File{"a DOCX of " + d.story, "cv.docx", word(d.xml)})
	}
	rels := `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		strings.Repeat(`<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="http://127.0.0.1:9/" TargetMode="External"/>`, 50_000) + `</Relationships>`
	return append(all,
		File{"a DOCX with fifty thousand relations", "cv.docx", word(wordHead+paragraph("Anna Berg")+wordTail, entry{"word/_rels/document.xml.rels", []byte(rels)})},
		File{"a DOCX whose template is elsewhere", "cv.docx", word(wordHead+paragraph("Anna Berg")+wordTail, entry{"word/_rels/settings.xml.rels", []byte(strings.Replace(rels, "hyperlink", "attachedTemplate", 1))})},
	)
}

func attributes(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `a%d="" `, i)
	}
	return b.String()
}
