package main

import (
	"context"
	"embed"
	"fmt"
	"strings"
)

// The CVs of hand were written one by one, as people write theirs: no template,
// lexicon or person of the other files is in them. Each has what it says beside
// it (hand_truth.go).
//
//go:embed hand
var handFiles embed.FS

// handmade are their names.
func handmade() ([]string, error) {
	entries, err := handFiles.ReadDir("hand")
	if err != nil {
		return nil, fmt.Errorf("list hand: %w", err)
	}
	var names []string
	for _, entry := range entries {
		if name, ok := strings.CutSuffix(entry.Name(), ".truth"); ok {
			names = append(names, name)
		}
	}
	return names, nil
}

// byHand makes one of them.
func byHand(ctx context.Context, name, dir, target string) error {
	raw, err := handFiles.ReadFile("hand/" + name + ".truth")
	if err != nil {
		return fmt.Errorf("read truth: %w", err)
	}
	t, err := handTruth(string(raw))
	if err != nil {
		return err
	}
	ext := "html"
	if t.Format == "txt" {
		ext = "txt"
	}
	page, err := handFiles.ReadFile("hand/" + name + "." + ext)
	if err != nil {
		return fmt.Errorf("read page: %w", err)
	}
	data := page
	switch {
	case t.Format == "txt":
	case t.Tool == "libreoffice":
		data, err = office(ctx, dir, "html", page, t.Format)
	default:
		data, err = browserPDF(ctx, dir, string(page), false)
	}
	if err != nil {
		return err
	}
	return write(target, "hand-"+name, t, data)
}
