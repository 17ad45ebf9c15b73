package docx_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/interviewai-pro/interviewai/server/cv/docx"
)

const (
	styleSheet = `<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="22"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/><w:rPr><w:b/><w:sz w:val="32"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="MyTitle"><w:name w:val="Mein Titel"/><w:basedOn w:val="Outlined"/></w:style>
<w:style w:type="paragraph" w:styleId="Outlined"><w:name w:val="Gliederung"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="List"><w:name w:val="List Bullet"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Loop"><w:name w:val="Loop"/><w:basedOn w:val="Loop"/></w:style>
<w:style w:type="character" w:styleId="Hidden"><w:name w:val="Hidden"/><w:rPr><w:vanish/></w:rPr></w:style>`
	lists = `<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/></w:lvl><w:lvl w:ilvl="2"><w:numFmt w:val="none"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>`
	box   = `<w:txbxContent><w:p><w:r><w:t>In a box</w:t></w:r></w:p></w:txbxContent>`
)

func TestRead(t *testing.T) {
	number := func(level string) string {
		return `<w:numPr><w:ilvl w:val="` + level + `"/><w:numId w:val="1"/></w:numPr>`
	}
	for _, tc := range []struct{ story, body, want string }{
		{
			"headings by the names and outlines of styles", p("Erfahrung", `<w:pStyle w:val="berschrift1"/>`) + p("Acme", `<w:pStyle w:val="MyTitle"/>`) + p("Text", `<w:outlineLvl w:val="2"/>`) + p("End", `<w:pStyle w:val="Loop"/>`),
			"# **Erfahrung**\n\n## Acme\n\n### Text\n\nEnd\n",
		},
		{
			"lists, numbered and not, by paragraph and by style", p("a", number("0")) + p("b", number("1")) + p("c", number("2")) + p("d", `<w:pStyle w:val="List"/>`) + p("e", `<w:pStyle w:val="List"/><w:numPr><w:numId w:val="0"/></w:numPr>`) + p("•  f", ""),
			"• a\n  • b\n\nc\n• d\n\ne\n• f\n",
		},
		{
			"a date behind a tab, lines of a paragraph", "<w:p>" + r("Engineer, Acme", "<w:b/>") + "<w:r><w:tab/><w:t>03/2021 – present</w:t><w:br/><w:t>Ber</w:t><w:softHyphen/><w:t>lin</w:t><w:noBreakHyphen/><w:t>Mitte</w:t></w:r></w:p>",
			"Engineer, Acme 03/2021 – present\nBerlin-Mitte\n",
		},
		{
			"tracked changes", "<w:p>" + r("Senior ", "") + "<w:del>" + r("Java ", "") + "</w:del><w:ins>" + r("Go ", "") + "</w:ins><w:moveFrom>" + r("old", "") + "</w:moveFrom>" + r("engineer", "") + "</w:p>",
			"Senior Go engineer\n",
		},
		{
			"hidden, white and tiny text", "<w:p>" + r("seen", "") + r(" hidden", "<w:vanish/>") + r(" by style", `<w:rStyle w:val="Hidden"/>`) + r(" white", `<w:color w:val="FFFFFF"/>`) + r(" tiny", `<w:sz w:val="2"/>`) + r(" white on blue", `<w:color w:val="FFFFFF"/><w:shd w:fill="0000FF"/>`) + "</w:p>",
			"seen white on blue\n",
		},
		{
			"white by the theme", "<w:p>" + r("seen", "") + r(" paper", `<w:color w:val="auto" w:themeColor="background1"/>`) + r(" on paper", `<w:color w:val="FFFFFF"/><w:shd w:fill="000000" w:themeFill="background1"/>`) +
				r(" darkened", `<w:color w:val="A6A6A6" w:themeColor="background1" w:themeShade="A6"/>`) + r(" on accent", `<w:color w:val="FFFFFF"/><w:shd w:fill="FFFFFF" w:themeFill="accent1"/>`) + "</w:p>",
			"seen darkened on accent\n",
		},
		{
			"text boxes beside the page", "<w:p>" + r("Anchor", "") + placed("-9000000", "0", "", p("left", "")) + placed("0", "30000000", "", p("below", "")) + placed("-900000", "0", "", p("In a box", "")) + "</w:p>" + p("After", ""),
			"Anchor\n---\nIn a box\n---\nAfter\n",
		},
		{
			"white letters in boxes", "<w:p>" + r("Anchor", "") + placed("0", "0", `<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>`, white) + placed("0", "0", `<a:solidFill><a:schemeClr val="bg1"/></a:solidFill>`, white) +
				placed("0", "0", `<a:solidFill><a:schemeClr val="bg1"><a:lumMod val="50000"/></a:schemeClr></a:solidFill>`, white) + placed("0", "0", "<a:noFill/>", white) + "</w:p>" + p("After", ""),
			"Anchor\n---\nwhite\n---\nwhite\n---\nAfter\n",
		},
		{
			"white letters in a dark cell", "<w:tbl><w:tr><w:tc><w:tcPr><w:shd w:fill=\"112233\"/></w:tcPr><w:p>" + r("Contact", `<w:color w:val="FFFFFF"/>`) + "</w:p></w:tc></w:tr></w:tbl>",
			"Contact\n",
		},
		{
			"fields and links", `<w:p><w:hyperlink r:id="rId1">` + r("my page", "") + `</w:hyperlink>` + r(" and ", "") + `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "mailto:a@b.de" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>` + r("a@b.de", "") + `<w:r><w:fldChar w:fldCharType="end"/></w:r>` + r(" page ", "") + `<w:fldSimple w:instr="PAGE">` + r("1", "") + "</w:fldSimple></w:p>",
			"[my page](https://anna.example) and [a@b.de](mailto:a@b.de) page 1\n",
		},
		{
			"a text box, once", "<w:p>" + r("Anchor", "") + "<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wps:txbx>" + box + "</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>" + box + "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>" + p("After", ""),
			"Anchor\n---\nIn a box\n---\nAfter\n",
		},
		{
			"content controls, filled and asking", `<w:sdt><w:sdtContent>` + p("Filled", "") + `</w:sdtContent></w:sdt><w:p><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>` + r("Click here", "") + `</w:sdtContent></w:sdt>` + r("Own", "") + "</w:p>",
			"Filled\n\nOwn\n",
		},
		{
			"a table of dates", tbl([]string{p("Engineer, Acme", ""), p("2019 – 2021", "")}, []string{p("Go", ""), p("expert", "")}),
			"Engineer, Acme 2019 – 2021\n\nGo expert\n",
		},
		{
			"dates beside what was done", tbl([]string{p("2019 – 2021", ""), p("Engineer, Acme", "") + p("Led a team", number("0")) + p("Wrote a service", number("0"))}),
			"2019 – 2021 Engineer, Acme\n• Led a team\n• Wrote a service\n",
		},
		{
			"a page of two columns", p("Header", "") + tbl([]string{
				p("Skills", "") + p("Go", "") + p("Redis", "") + p("Kafka", ""),
				"<w:p>" + r("Anna Ivanova", `<w:sz w:val="40"/>`) + "</w:p>" + p("Engineer", "") + "<w:p>" + r("Experience", "<w:b/>") + "</w:p>" + p("Acme", "") + p("Beta", ""),
			}) + p("End", ""),
			"Header\n\nAnna Ivanova\n\nEngineer\n---\nSkills\n\nGo\n\nRedis\n\nKafka\n---\n**Experience**\n\nAcme\n\nBeta\n---\nEnd\n",
		},
		{"a table in a table", tbl([]string{tbl([]string{p("a", ""), p("b", "")}) + p("", "")}), "a b\n"},
		{"rules and empty paragraphs", p("a", "") + p("", "") + p("______", "") + p("b", ""), "a\n\nb\n"},
		{"symbols", `<w:p><w:r><w:sym w:font="Symbol" w:char="F0B7"/><w:tab/><w:t>item</w:t></w:r></w:p>`, "• item\n"},
	} {
		t.Run(tc.story, func(t *testing.T) {
			d, err := docx.Read(t.Context(), pack(t, tc.body, parts{
				"word/styles.xml": part("styles", styleSheet), "word/numbering.xml": part("numbering", lists),
				"word/_rels/document.xml.rels": relations("rId1", "hyperlink", "https://anna.example"),
			}))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, show(d)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestHeadersAndFooters(t *testing.T) {
	d, err := docx.Read(t.Context(), pack(t, p("Experience", ""), parts{
		"word/header1.xml": part("hdr", p("Anna Ivanova", "")+p("anna@example.com", "")),
		"word/header2.xml": part("hdr", p("Anna Ivanova", "")),
		"word/header3.xml": part("hdr", p("Curriculum vitae", "")),
		"word/footer1.xml": part("ftr", p("Page 1", "")),
		"word/_rels/document.xml.rels": relations("r1", "header", "header1.xml", "r2", "header", "header2.xml",
			"r3", "header", "header3.xml", "r4", "footer", "footer1.xml", "r5", "header", "missing.xml"),
	}))
	if err != nil {
		t.Fatal(err)
	}
	want := "Anna Ivanova\n\nanna@example.com\n\n(margin) Curriculum vitae\n\nExperience\n---\n(margin) Page 1\n"
	if diff := cmp.Diff(want, show(d)); diff != "" {
		t.Error(diff)
	}
}

func TestSizesComeFromStyles(t *testing.T) {
	d, err := docx.Read(t.Context(), pack(t, p("Title", `<w:pStyle w:val="berschrift1"/>`)+p("text", ""), parts{"word/styles.xml": part("styles", styleSheet)}))
	if err != nil || d.Lines[0].Size != 16 || d.Lines[1].Size != 11 {
		t.Errorf("%+v, %v", d, err)
	}
}

func TestStrictNamespace(t *testing.T) {
	file := pack(t, p("Strict", ""), nil)
	strict := strings.ReplaceAll(part("document", "<w:body>"+p("Strict", "")+"</w:body>"), "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main")
	for _, f := range [][]byte{file, archive(t, parts{"word/document.xml": strict})} {
		if d, err := docx.Read(t.Context(), f); err != nil || show(d) != "Strict\n" {
			t.Errorf("%v, %v", d, err)
		}
	}
}

// TestGaps keeps where tabs and the borders of cells are.
func TestGaps(t *testing.T) {
	body := "<w:p>" + r("•  Engineer", "") + "<w:r><w:tab/></w:r>" + r("Leeds ", "") + "<w:r><w:tab/><w:t>2019</w:t></w:r></w:p>" + tbl([]string{p("Cloud", ""), p("AWS", "")})
	d, err := docx.Read(t.Context(), pack(t, body, nil))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, l := range d.Lines {
		got = append(got, fmt.Sprint(l.Text, l.Gaps))
	}
	if diff := cmp.Diff([]string{"Engineer Leeds 2019[9 15]", "Cloud AWS[6]"}, got); diff != "" {
		t.Error(diff)
	}
}
