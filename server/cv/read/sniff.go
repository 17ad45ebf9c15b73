package read

import (
	"bytes"

	"github.com/interviewai-pro/interviewai/server/cv/docx"
	"github.com/interviewai-pro/interviewai/server/cv/refusal"
	"github.com/interviewai-pro/interviewai/server/cv/txt"
)

// Format is what a file is.
type Format string

// The formats that are read.
const (
	PDFFile  Format = "pdf"
	DOCXFile Format = "docx"
	TextFile Format = "txt"
)

// others are files that look like text, or are known well enough to be refused
// before they are looked at.
var others = []string{
	"{\\rtf", "%!PS", "<!doctype html", "<!DOCTYPE html", "<!DOCTYPE HTML", "<html", "<HTML", "<?xml", "\x89PNG", "\xff\xd8\xff", "GIF8", "RIFF", "II*\x00", "MM\x00*", "\x7fELF", "MZ",
}

// ole begins old Office files, and new ones that are encrypted ([MS-CFB] 2.2).
const ole = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

// Sniff tells what a file is, by its content. Errors are refusals: TooLarge,
// NoText for an empty one, Encrypted, OldWord, Damaged, WrongType.
func Sniff(file []byte) (Format, error) {
	switch {
	case len(file) > refusal.MaxBytes:
		return "", refusal.TooLarge
	case len(bytes.TrimSpace(file)) == 0:
		return "", refusal.NoText
	case bytes.HasPrefix(file, []byte(ole)):
		return "", sniffOLE(file)
	case bytes.HasPrefix(file, []byte("PK\x03\x04")), bytes.HasPrefix(file, []byte("PK\x05\x06")):
		return sniffZIP(file)
	case bytes.Contains(file[:min(len(file), 1024)], []byte("%PDF-")): // ISO 32000-1 annex H 3.4.1
		return PDFFile, nil
	}
	head := bytes.TrimLeft(bytes.TrimPrefix(file[:min(len(file), 256)], []byte("\xef\xbb\xbf")), " \t\r\n")
	for _, magic := range others {
		if bytes.HasPrefix(head, []byte(magic)) {
			return "", refusal.WrongType
		}
	}
	if _, ok := txt.Decode(file); !ok {
		return "", refusal.WrongType
	}
	return TextFile, nil
}

// sniffOLE tells an encrypted DOCX, which is a stream of this name in UTF-16,
// from an old Word file.
func sniffOLE(file []byte) error {
	if bytes.Contains(file, []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")) {
		return refusal.Encrypted
	}
	return refusal.OldWord
}

// sniffZIP tells a DOCX from other archives. One whose directory cannot be read,
// but whose first entries are Office's, is a damaged DOCX.
func sniffZIP(file []byte) (Format, error) {
	if docx.Is(file) {
		return DOCXFile, nil
	}
	if !bytes.Contains(file, []byte("PK\x05\x06")) &&
		(bytes.Contains(file, []byte("word/")) || bytes.Contains(file[:min(len(file), 200)], []byte("[Content_Types].xml"))) {
		return "", refusal.Damaged
	}
	return "", refusal.WrongType
}
