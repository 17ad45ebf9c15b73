package layout_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/interviewai-pro/interviewai/server/cv/layout"
)

func TestReadingOrder(t *testing.T) {
	for _, tc := range []struct{ story, page, want string }{
		{"list items whose lines stand under their marks", `
**Experience**
Lead Analyst, Acme
• Cut the cost of what runs each night by 40 % by
moving it to Spark
• Built the model of risk that the bank now uses in
three countries, and of what it pays for it in all
of them
Senior Analyst, Beta
• Wrote reports each day`, `
Experience

Lead Analyst, Acme
• Cut the cost of what runs each night by 40 % by
moving it to Spark
• Built the model of risk that the bank now uses in
three countries, and of what it pays for it in all
of them

Senior Analyst, Beta
• Wrote reports each day`},
		{"dates at the right margin belong to the line", `
#Anna Ivanova
anna@example.com

**Experience**
Senior Engineer, Acme                                 03/2021 – present
Led a team of five people who build payments for shops in nine countries
and all of Europe
Engineer, Beta                                             2018 – 2021
Wrote services that thousands of people use each day at work or at home`, `
Anna Ivanova

anna@example.com

Experience

Senior Engineer, Acme 03/2021 – present

Led a team of five people who build payments for shops in nine countries
and all of Europe

Engineer, Beta 2018 – 2021

Wrote services that thousands of people use each day at work or at home`},
		{"a sidebar at the left, below a header that is wider", `
#Anna Ivanova
Senior Go Engineer in Berlin, open for relocation to anywhere at once

**Skills**            **Experience**
Go                    Senior Engineer, Acme           03/2021 – present
PostgreSQL            Led a team of five people who build payments
Kubernetes            Second sentence about what was done at Acme
                      in these years
**Languages**
English C1            Engineer, Beta                       2018 – 2021
Русский               Wrote services that thousands use
                      Made them fast`, `
Anna Ivanova

Senior Go Engineer in Berlin, open for relocation to anywhere at once
---
Skills

Go
PostgreSQL
Kubernetes

Languages

English C1
Русский
---
Experience

Senior Engineer, Acme 03/2021 – present

Led a team of five people who build payments
Second sentence about what was done at Acme

in these years

Engineer, Beta 2018 – 2021

Wrote services that thousands use

Made them fast`},
		{"a sidebar at the right that ends earlier", `
**Experience**                            **Skills**
Acme, Senior Engineer                     Go
Led a team of five in Berlin              PostgreSQL
and four in Paris                         Kubernetes
Beta, Engineer                            Terraform and
Wrote services in Java for                Ansible
shops

**Education**
University of Samarkand
Computer science`, `
Experience

Acme, Senior Engineer

Led a team of five in Berlin
and four in Paris

Beta, Engineer

Wrote services in Java for
shops

Education

University of Samarkand
Computer science
---
Skills

Go
PostgreSQL
Kubernetes
Terraform and
Ansible`},
		{"a name above the right column is read first", `
                      #Anna Ivanova
**Contact**           Go Engineer
anna@example.com
+49 30 1234567        **Experience**
                      Acme builds payments for shops in Europe
**Skills**            and pays them out each night
Go                    Beta is a bank in Samarkand, where I wrote
PostgreSQL            its first service`, `
Anna Ivanova

Go Engineer
---
Contact

anna@example.com
+49 30 1234567

Skills

Go

PostgreSQL
---
Experience

Acme builds payments for shops in Europe
and pays them out each night

Beta is a bank in Samarkand, where I wrote
its first service`},
		{"dates in the left column, on two lines", `
**Experience**
Sep 2019 –       **Senior Engineer, Acme**
present          Led a team of five people who build payments
                 for shops in Europe
2016 – 2019      **Engineer, Beta**
Berlin           Wrote services that thousands use`, `
Experience

Sep 2019 – present Senior Engineer, Acme

Led a team of five people who build payments
for shops in Europe

2016 – 2019 Engineer, Beta

Berlin

Wrote services that thousands use`},
		{"a table of skills and levels", `
**Languages**
English          C1
German           B2
Uzbek            native`, `
Languages

English C1

German B2

Uzbek native`},
		{"lists side by side", `
**Skills**
• Go             • PostgreSQL
• Python         • Redis
• Java           • Kafka`, `
Skills
• Go
• Python
• Java
---
• PostgreSQL
• Redis
• Kafka`},
		{"a title beside its section", `
EXPERIENCE       Senior Engineer, Acme, which makes payments
                 for shops
EDUCATION        University of Samarkand, computer science
                 with distinction`, `
EXPERIENCE

Senior Engineer, Acme, which makes payments
for shops

EDUCATION

University of Samarkand, computer science
with distinction`},
		{"lists of two levels with lines that go on", `
**Experience**
•  Led a team of five people who build payments for shops in nine
   countries
   o  Hired three of them in a year
•  Wrote a ser-
   vice in Go, our front-
   end too`, `
Experience
• Led a team of five people who build payments for shops in nine
countries
  • Hired three of them in a year
• Wrote a service
in Go, our front-end
too`},
		{"a list whose marks are drawn", `
Senior Engineer, Acme
   Led a team of five people who build payments for shops in nine
   countries
   Wrote a service
Engineer, Beta
   Made it fast`, `
Senior Engineer, Acme
• Led a team of five people who build payments for shops in nine
countries
• Wrote a service

Engineer, Beta
• Made it fast`},
		{"an address that a column broke", `
Contact          Experience that takes up the rest of the page
anna.ivanova@    and goes on for some lines, so that there can
example.com      be no doubt about these being two columns of
                 text and nothing else`, `
Contact
anna.ivanova@example.com
---
Experience that takes up the rest of the page
and goes on for some lines, so that there can
be no doubt about these being two columns of
text and nothing else`},
	} {
		t.Run(tc.story, func(t *testing.T) {
			got := show(layout.Lines([]layout.Page{draw(1, tc.page)}))
			if diff := cmp.Diff(strings.TrimSpace(tc.want), got); diff != "" {
				t.Errorf("-want +got\n%s\nall of it:\n%s", diff, got)
			}
		})
	}
}

func TestHeadersAndFooters(t *testing.T) {
	page := func(n int, body string) layout.Page {
		p := draw(n, body)
		add := func(text string, x, y float64) {
			p.Fragments = append(p.Fragments, layout.Fragment{Text: text, X: x, Y: y, Width: 5 * float64(len(text)), Height: 10, Size: 8})
		}
		add("Anna Ivanova, anna@example.com", 30, 40)
		add("Curriculum vitae, confidential", 30, 790)
		add("Page "+string(rune('0'+n))+" of 2", 500, 790)
		return p
	}
	got := show(layout.Lines([]layout.Page{page(1, "Engineer in Berlin, with ten years of experience"), page(2, "University of Samarkand, computer science")}))
	want := `Anna Ivanova, anna@example.com

Engineer in Berlin, with ten years of experience

(margin) Curriculum vitae, confidential Page 1 of 2
== page 2
(margin) Anna Ivanova, anna@example.com

University of Samarkand, computer science

(margin) Curriculum vitae, confidential Page 2 of 2`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestWhatABrowserPrintsAround(t *testing.T) {
	p := draw(1, "Anna Ivanova is an engineer in Berlin")
	for _, f := range []layout.Fragment{
		{Text: "11/27/26, 3:06 PM", X: 24, Y: 15},
		{Text: "CV of Anna", X: 300, Y: 15},
		{Text: "file:///home/anna/cv.html", X: 24, Y: 820},
		{Text: "1/1", X: 560, Y: 820},
	} {
		f.Width, f.Height, f.Size = 5*float64(len(f.Text)), 9, 8
		p.Fragments = append(p.Fragments, f)
	}
	for _, l := range layout.Lines([]layout.Page{p}) {
		if l.Margin == strings.Contains(l.Text, "engineer") {
			t.Errorf("%q: margin %v", l.Text, l.Margin)
		}
	}
}

func TestLineKeepsHowItLooks(t *testing.T) {
	p := layout.Page{Number: 1, Width: 600, Height: 800, Fragments: []layout.Fragment{
		{Text: "•", X: 30, Y: 100, Width: 4, Height: 12, Size: 10},
		{Text: "See ", X: 44, Y: 100, Width: 20, Height: 12, Size: 10},
		{Text: "my code", X: 64, Y: 100, Width: 40, Height: 12, Size: 10, Link: "https://github.com/anna"},
		{Text: " and more", X: 104, Y: 100, Width: 50, Height: 12, Size: 10},
		{Text: "Printed twice", X: 30, Y: 140, Width: 80, Height: 12, Size: 10},
		{Text: "Printed twice", X: 30.3, Y: 140, Width: 80, Height: 12, Size: 10},
		{Text: "of\ufb01ce \u00a0 co\u00adoperation\u200b", X: 30, Y: 180, Width: 80, Height: 12, Size: 10, Italic: true},
		{Text: "too small to read", X: 30, Y: 200, Width: 10, Height: 1, Size: 1},
		{Text: "D \uf761\uf76e\uf761", X: 30, Y: 230, Width: 80, Height: 12, Size: 10},
		{Text: "P R O F I L E  T E X T", X: 30, Y: 260, Width: 80, Height: 12, Size: 10},
	}}
	lines := layout.Lines([]layout.Page{p})
	var texts []string
	for _, l := range lines {
		texts = append(texts, l.Text)
	}
	if diff := cmp.Diff([]string{"See my code and more", "Printed twice", "office cooperation", "D ana", "PROFILE TEXT"}, texts); diff != "" {
		t.Fatal(diff)
	}
	first := lines[0]
	if !first.Bullet || len(first.Links) != 1 || first.Text[first.Links[0].Start:first.Links[0].End] != "my code" {
		t.Errorf("the first line is %+v", first)
	}
	if first.X != 30 || first.Y != 100 || first.Width != 124 || first.Confidence != 1 || first.Bold || first.Italic {
		t.Errorf("the first line is %+v", first)
	}
	if !lines[1].Bold || !lines[2].Italic {
		t.Error("bold or italic is lost")
	}
}

func TestRightToLeft(t *testing.T) {
	line := func(n float64, texts ...string) (out []layout.Fragment) {
		x := 300.0
		for _, text := range texts {
			out = append(out, layout.Fragment{Text: text, X: x, Y: 100 + 20*n, Width: 100, Height: 12, Size: 10})
			x += 200
		}
		return out
	}
	for story, p := range map[string]layout.Page{
		"in the order of paper":   {Number: 1, Fragments: append(line(0, "(Go) ,םיקסנומיה סדנהמ"), line(1, "2021 – 2019 לש םויסל")...)},
		"in the order of reading": {Number: 1, Fragments: append(line(0, "מהנדס הימונסקים, (Go)"), line(1, "לסיום של 2019 – 2021")...)},
	} {
		got := layout.Lines([]layout.Page{p})
		if got[0].Text != "מהנדס הימונסקים, (Go)" || !got[0].RightToLeft {
			t.Errorf("%s: %q", story, got[0].Text)
		}
	}
}

func TestManyFragmentsAreNoWork(t *testing.T) {
	grid := layout.Page{Number: 1, Width: 600, Height: 800}
	for i := range 2900 { // as many as columns are looked for in
		grid.Fragments = append(grid.Fragments, layout.Fragment{
			Text: "2021", X: float64(i * 37 % 590), Y: float64(i*11%790) + float64(i%7), Width: 3, Height: 5, Size: 4,
		})
	}
	layout.Lines([]layout.Page{grid})
	for _, same := range []bool{true, false} {
		p := layout.Page{Number: 1, Width: 600, Height: 800}
		for i := range 60_000 {
			f := layout.Fragment{Text: "a-", X: float64(i * 7 % 590), Y: float64(i % 790), Width: 4, Height: 9, Size: 8}
			if same {
				f.Y = 100
			}
			p.Fragments = append(p.Fragments, f)
		}
		layout.Lines([]layout.Page{p})
	}
}

// Columns go on over pages: the one on the left is read to its end before the
// one on the right, and what goes across the next page after both.
func TestColumnsOverPages(t *testing.T) {
	lines := layout.Lines([]layout.Page{draw(1, `
**Skills**            **Experience**
Go                    Senior Engineer, Acme           03/2021 – present
PostgreSQL            Led a team of five people who build payments
Kubernetes            Second sentence about what was done at Acme
Terraform             Third sentence about what was done there`), draw(2, `
**Languages**         **Education**
English C1            Bachelor of Science in Computing    2014 – 2018
Русский               Studied how computers work and why they do
Deutsch               Wrote a thesis about databases that never lie
Español               Was a tutor of first year students`), draw(3, `
References are given on request, by people who have worked with me for years
and who know what I can do`)})
	var begin []string
	for _, l := range lines {
		first, _, _ := strings.Cut(l.Text, " ")
		begin = append(begin, first)
	}
	want := "Skills Go PostgreSQL Kubernetes Terraform Languages English Русский Deutsch Español " +
		"Experience Senior Led Second Third Education Bachelor Studied Wrote Was References and"
	if diff := cmp.Diff(want, strings.Join(begin, " ")); diff != "" {
		t.Error(diff)
	}
}
