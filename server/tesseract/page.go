package tesseract

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/cv/layout"
	"github.com/interviewai-pro/interviewai/server/cv/refusal"
)

const (
	// firstGuess are the models of the first look: with both, neither script is
	// read as the other, at a third more time.
	firstGuess = "eng+rus"
	// nonsense is a confidence below which a page is likely to lie on its side, or
	// to be no text: of the wrong script it is 0.3 to 0.4, of the wrong language
	// 0.85, upside down below 0.5.
	nonsense = 0.6
	// hopeless is a confidence below which nothing is taken for text.
	hopeless = 0.45
	// certain is a confidence that the models of another language do not reach.
	certain = 0.92
	// worthless is a confidence below which a word is left out: specks, and what
	// is made of pictures.
	worthless = 0.15
)

// modelsOf languages. English comes second, for names of products and titles.
var modelsOf = map[string]string{
	"de": "deu+eng", "es": "spa+eng", "fr": "fra+eng", "pt": "por+eng", "tr": "tur+eng", "uz": "uzb+eng",
}

// others are the models that are tried where nothing else is sure.
var others = []string{"deu+eng", "fra+eng", "spa+eng", "por+eng", "tur+eng", "uzb+eng"}

// job is the recognition of one file.
type job struct {
	*Recogniser
	models map[string]bool
	// with are the models in use; settled tells that the language is known.
	with    string
	settled bool
}

// page recognises one. A page without text comes without fragments.
func (j *job) page(ctx context.Context, rendered []byte, p layout.Page) (layout.Page, error) {
	p.Recognised, p.Fragments = true, nil
	pic, err := parsePGM(rendered)
	if err != nil {
		return p, refusal.Damaged.Because(err)
	}
	if pic.blank() {
		return p, nil
	}
	rows, err := j.words(ctx, pic, j.with)
	if err != nil {
		return p, err
	}
	if (sure(rows) < nonsense || lying(rows)) && j.models["osd"] {
		quarters, err := j.orientation(ctx, pic)
		if err != nil {
			return p, err
		}
		if quarters > 0 {
			pic = pic.turned(quarters)
			if quarters%2 == 1 {
				p.Width, p.Height = p.Height, p.Width
			}
			if rows, err = j.words(ctx, pic, j.with); err != nil {
				return p, err
			}
		}
	}
	if rows, err = j.settle(ctx, pic, rows, p); err != nil || sure(rows) < hopeless {
		return p, err
	}
	p.Fragments = fragments(rows, pic, p)
	return p, nil
}

// settle finds the models for the file's language at the first page that has text,
// and returns the page's rows as they read it. What the first look made of a
// language tells it mostly; where the models of that are not sure either, the
// surest of all are taken: those of the right language are surer by 0.02 to 0.05.
func (j *job) settle(ctx context.Context, pic picture, rows []row, p layout.Page) ([]row, error) {
	p.Fragments = fragments(rows, pic, p)
	if j.settled || j.opt.Language == nil || sure(rows) < nonsense {
		return rows, nil
	}
	j.settled = true
	doc := &document.Document{Format: "pdf", Pages: 1, Recognised: true, Lines: layout.Lines([]layout.Page{p})}
	language := j.opt.Language(doc)
	candidates := others
	switch {
	case cyrillic(doc):
		if candidates = nil; language == "uz" {
			candidates = []string{"uzb_cyrl+rus+eng"}
		}
	case modelsOf[language] != "":
		candidates = append([]string{modelsOf[language]}, others...)
	}
	best := sure(rows)
	for i, wanted := range candidates {
		if best >= certain && (i > 0 || language == "en") {
			break
		}
		with := chosen(wanted, j.models)
		if with == "eng" || i > 0 && with == candidates[0] { // had already
			continue
		}
		again, err := j.words(ctx, pic, with)
		if err != nil {
			return nil, err
		}
		if s := sure(again); s > best+0.005 {
			best, rows, j.with = s, again, with
		}
	}
	return rows, nil
}

// lying reports whether most words stand in rows that are higher than wide.
func lying(rows []row) bool {
	yes, all := 0, 0
	for i := range rows {
		all += len(rows[i].words)
		if rows[i].y1-rows[i].y0 > rows[i].x1-rows[i].x0 {
			yes += len(rows[i].words)
		}
	}
	return 2*yes > all
}

// cyrillic reports whether most of a text is.
func cyrillic(doc *document.Document) bool {
	yes, no := 0, 0
	for _, l := range doc.Lines {
		for _, r := range l.Text {
			switch {
			case r >= 0x400 && r < 0x530:
				yes++
			case r >= 'A':
				no++
			}
		}
	}
	return yes > no
}

// words of a picture.
func (j *job) words(ctx context.Context, pic picture, models string) ([]row, error) {
	printed, err := j.run(ctx, pic.pgm(), "-", "-", "-l", models, "--dpi", "300", "hocr")
	if err != nil {
		return nil, err
	}
	rows, err := parseHOCR(printed)
	if err != nil {
		return nil, refusal.TooComplex.Because(fmt.Errorf("tesseract: read its output: %w", err))
	}
	return rows, nil
}

// orientation is by how many quarters a picture must be turned clockwise; 0 where
// that cannot be told.
func (j *job) orientation(ctx context.Context, pic picture) (int, error) {
	printed, err := j.run(ctx, pic.pgm(), "-", "-", "-l", "osd", "--dpi", "300", "--psm", "0")
	if errors.Is(err, refusal.Unavailable) { // it exits so where there are too few letters
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(printed)) {
		if degrees, found := strings.CutPrefix(line, "Rotate: "); found {
			n, err := strconv.Atoi(strings.TrimSpace(degrees))
			if err != nil || n < 0 || n >= 360 {
				return 0, nil //nolint:nilerr // what it prints need not be a number
			}
			return n / 90, nil
		}
	}
	return 0, nil
}

// sure is the mean confidence of the words, by their length.
func sure(rows []row) float64 {
	sum, letters := 0.0, 0
	for i := range rows {
		for _, w := range rows[i].words {
			sum += w.confidence * float64(len(w.text))
			letters += len(w.text)
		}
	}
	if letters == 0 {
		return 0
	}
	return sum / float64(letters)
}
