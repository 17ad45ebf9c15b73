package report

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"strconv"
	"strings"
)

//go:embed content
var content embed.FS

var (
	style  = must(content.ReadFile("content/report.css"))
	layout = template.Must(template.New("report.html").Funcs(template.FuncMap{
		"percent": percent, "tall": tall,
	}).ParseFS(content, "content/*.html"))
)

func must(data []byte, err error) template.CSS {
	if err != nil {
		panic(fmt.Errorf("read the page's style: %w", err)) // it is in the program
	}
	return template.CSS(data) //nolint:gosec // G203: ours, and nothing of a report is in it
}

// Policy is the Content-Security-Policy of the page that HTML writes: it needs its
// one style, known by its hash, and nothing else: no scripts, pictures or frames.
func Policy() string {
	sum := sha256.Sum256([]byte(style))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
		"'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
}

// HTML writes a report as a page to be read: complete in itself, without scripts,
// with its charts as SVG. It is to be served with Policy, as UTF-8, and not to be
// indexed.
func HTML(w io.Writer, r Report) error {
	s, err := sheetOf(r)
	if err != nil {
		return fmt.Errorf("write page: %w", err)
	}
	var out bytes.Buffer
	if err := layout.Execute(&out, page{sheet: s, Style: style, Curve: curveOf(s.OverTime)}); err != nil {
		return fmt.Errorf("write page: %w", err)
	}
	if _, err := w.Write(out.Bytes()); err != nil {
		return fmt.Errorf("write page: %w", err)
	}
	return nil
}

// Gone writes the page for whoever has a link that leads to no report. It is to be
// served with Policy, as UTF-8.
func Gone(w io.Writer) error {
	if err := layout.ExecuteTemplate(w, "gone.html", page{Style: style}); err != nil {
		return fmt.Errorf("write page: %w", err)
	}
	return nil
}

// page is a sheet as the layout takes it.
type page struct {
	sheet
	Style template.CSS
	Curve plot
}

// plot is the chart of several interviews' scores, in units of its SVG.
type plot struct {
	Way   string
	Knots []knotAt
	Ticks []knotAt
}

// knotAt is a value with its place.
type knotAt struct {
	X, Y float64
	// Foot is where the value stands.
	Foot  float64
	Value string
	This  bool
}

// The chart's measures: its plot lies within these.
const (
	plotLeft, plotRight = 44.0, 326.0
	plotTop, plotBottom = 22.0, 122.0
)

func curveOf(o overTime) plot {
	var out plot
	var way []string
	at := func(part float64) float64 { return plotBottom - (plotBottom-plotTop)*part }
	for i, d := range o.Points {
		k := knotAt{X: plotLeft + (plotRight-plotLeft)*float64(i)/float64(max(1, len(o.Points)-1)), Y: at(d.Share), Value: d.Value, This: d.This}
		k.Foot = k.Y - 8
		if d.Below {
			k.Foot = k.Y + 15
		}
		out.Knots = append(out.Knots, k)
		way = append(way, tall(k.X)+","+tall(k.Y))
	}
	for _, t := range o.Ticks {
		out.Ticks = append(out.Ticks, knotAt{Y: at(t.Share), Foot: at(t.Share) + 3.5, Value: t.Value})
	}
	out.Way = strings.Join(way, " ")
	return out
}

// percent is a share for an attribute.
func percent(part float64) string { return tall(100 * part) }

// tall is a measure for an attribute.
func tall(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) }
