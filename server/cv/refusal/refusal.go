// Package refusal is every reason for which a file is not taken as a CV. Each
// says what to do next.
package refusal

import "github.com/interviewai-pro/interviewai/server/fault"

// The largest things that are read.
const (
	// MaxBytes of a file: 5 MB (CV-001).
	MaxBytes = 5 << 20
	// MaxPages of a file.
	MaxPages = 30
	// MaxText is how many bytes of text a file may hold. Thirty full pages are
	// about 150 KB.
	MaxText = 1 << 20
)

// The refusals. Compare with errors.Is.
var (
	TooLarge = refuse("cv_too_large",
		"This file is larger than 5 MB. Save it without pictures, or export it again in a smaller size.")
	WrongType = refuse("cv_wrong_type",
		"This is no PDF, DOCX or text file. Export your CV as PDF or DOCX and upload that.")
	OldWord = refuse("cv_wrong_type",
		"This is a file of an old version of Word (.doc). Open it and save it as DOCX or PDF, then upload that.")
	Encrypted = refuse("cv_encrypted",
		"This file is protected by a password. Save a copy without the password and upload that.")
	Damaged = refuse("cv_damaged",
		"This file is damaged: it cannot be read to its end. Export your CV again and upload the new file.")
	NoText = refuse("cv_no_text",
		"There is no text in this file that can be read, only pictures perhaps (a scan). Upload the file your CV was made with, or export it again as PDF or DOCX.")
	TooManyPages = refuse("cv_too_many_pages",
		"This file has more than 30 pages. Upload the CV alone, without attachments.")
	TooComplex = refuse("cv_too_complex",
		"This file takes too much time or memory to read. Export your CV again, as a plain PDF or DOCX, and upload that.")
	Unavailable = fault.New(fault.Unavailable, "cv_reader_unavailable",
		"PDF files cannot be read at the moment. Upload your CV as DOCX, or try again later.")
	Busy = fault.New(fault.Limited, "cv_reader_busy",
		"Many files are being read at the moment. Try again in a few seconds.")
)

func refuse(reason, message string) *fault.Fault {
	return fault.New(fault.Invalid, reason, message).
		WithFields(fault.Field{Path: "file", Rule: reason, Message: message})
}
