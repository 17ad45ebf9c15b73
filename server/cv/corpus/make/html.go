package main

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"strings"
)

//go:embed pages/*.html
var pages embed.FS

// pageOf names the page of a layout.
var pageOf = map[string]string{"sidebar_left": "sidebar", "sidebar_right": "sidebar", "header_columns": "columns", "dates_right": "right"}

var functions = template.FuncMap{
	"join": strings.Join,
	"rem":  func(a, b int) int { return a % b },
	"pick": func(n int, from ...string) string { return from[n%len(from)] },
}

// writePage is a CV as HTML.
func writePage(v *view, layout string) (string, error) {
	name := layout
	if other := pageOf[layout]; other != "" {
		name = other
	}
	all, err := template.New("").Funcs(functions).ParseFS(pages, "pages/parts.html", "pages/"+name+".html")
	if err != nil {
		return "", fmt.Errorf("parse page %s: %w", name, err)
	}
	var out bytes.Buffer
	values := struct {
		*view
		Right bool
	}{v, layout == "sidebar_right"}
	if err := all.ExecuteTemplate(&out, name+".html", values); err != nil {
		return "", fmt.Errorf("write page %s: %w", name, err)
	}
	return out.String(), nil
}
