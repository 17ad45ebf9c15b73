package main

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// started is how a tool is run: at a fixed time where it listens to that.
func started(ctx context.Context, dir string, name string, arguments ...string) error {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, name, arguments...)
	command.Dir = dir
	command.Env = append(os.Environ(), "SOURCE_DATE_EPOCH=1780272000", "HOME="+dir)
	if out, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", name, err, out)
	}
	return nil
}

// browserPDF prints a page; titled keeps the browser's own header and footer.
func browserPDF(ctx context.Context, dir, page string, titled bool) ([]byte, error) {
	from, to := filepath.Join(dir, "cv.html"), filepath.Join(dir, "cv.pdf")
	if err := os.WriteFile(from, []byte(page), 0o600); err != nil {
		return nil, fmt.Errorf("write page: %w", err)
	}
	arguments := []string{
		"--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
		"--user-data-dir=" + filepath.Join(dir, "profile"), "--print-to-pdf=" + to,
	}
	if !titled {
		arguments = append(arguments, "--no-pdf-header-footer")
	}
	if err := started(ctx, dir, "chromium", append(arguments, "file://"+from)...); err != nil {
		return nil, err
	}
	return finished(to)
}

// office converts a file with LibreOffice: to "pdf" or "docx".
func office(ctx context.Context, dir, ext string, data []byte, to string) ([]byte, error) {
	from := filepath.Join(dir, "cv."+ext)
	if err := os.WriteFile(from, data, 0o600); err != nil {
		return nil, fmt.Errorf("write for LibreOffice: %w", err)
	}
	target := filepath.Join(dir, "out")
	arguments := []string{"--headless", "--norestore", "-env:UserInstallation=file://" + filepath.Join(dir, "office")}
	if ext == "html" {
		arguments = append(arguments, "--infilter=HTML (StarWriter)")
	}
	filter := to
	if to == "docx" {
		filter = "docx:MS Word 2007 XML"
	}
	arguments = append(arguments, "--convert-to", filter, "--outdir", target, from)
	if err := started(ctx, dir, "soffice", arguments...); err != nil {
		return nil, err
	}
	return finished(filepath.Join(target, "cv."+to))
}

func groffPDF(ctx context.Context, dir, text, language string) ([]byte, error) {
	from, to := filepath.Join(dir, "cv.roff"), filepath.Join(dir, "cv.pdf")
	if err := os.WriteFile(from, []byte(text), 0o600); err != nil {
		return nil, fmt.Errorf("write for groff: %w", err)
	}
	options := "-K utf8 -Tpdf -P-pa4"
	if language == "de" || language == "fr" {
		options += " -m" + language
	}
	if err := started(ctx, dir, "sh", "-c", "groff "+options+" cv.roff >cv.pdf"); err != nil {
		return nil, err
	}
	return finished(to)
}

// finished reads a tool's file and takes the times out of it.
func finished(name string) ([]byte, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read what the tool made: %w", err)
	}
	if err := os.Remove(name); err != nil {
		return nil, fmt.Errorf("remove what the tool made: %w", err)
	}
	if strings.HasSuffix(name, ".docx") {
		return rezipped(data)
	}
	for _, changing := range []*regexp.Regexp{pdfTime, pdfID} {
		data = changing.ReplaceAllFunc(data, func(found []byte) []byte {
			return regexp.MustCompile(`[0-9A-Fa-f]{2}`).ReplaceAll(found, []byte("01"))
		})
	}
	return data, nil
}

var (
	pdfTime = regexp.MustCompile(`\(D:\d{14}`)
	pdfID   = regexp.MustCompile(`[0-9A-F]{32}`) // and LibreOffice's checksum
	xmlTime = regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d`)
)

func rezipped(data []byte) ([]byte, error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("open what the tool made: %w", err)
	}
	var parts [][2]string
	for _, file := range archive.File {
		r, err := file.Open()
		if err != nil {
			return nil, fmt.Errorf("open %s: %w", file.Name, err)
		}
		part, err := io.ReadAll(r)
		_ = r.Close() // nothing was written
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", file.Name, err)
		}
		parts = append(parts, [2]string{file.Name, xmlTime.ReplaceAllString(string(part), "2026-06-01T00:00:00")})
	}
	return zipped(parts)
}
