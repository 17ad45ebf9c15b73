package transcript

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/interviewai-pro/interviewai/server/coach"
)

// ErrFormat means that a transcript was asked for in a format that is none of
// json, text, srt and vtt.
var ErrFormat = errors.New(`format must be "json", "text", "srt" or "vtt"`)

// Render returns the transcript in a format: "json" (as the specification's
// AI-001 names its fields) when empty, "text", "srt" (SubRip) or "vtt"
// (WebVTT, W3C). Other formats are ErrFormat.
func Render(t coach.Transcript, format string) (string, error) {
	switch format {
	case "", "json":
		return renderJSON(t)
	case "text":
		return t.Text + "\n", nil
	case "srt":
		return renderSRT(t), nil
	case "vtt":
		return renderVTT(t), nil
	}
	return "", fmt.Errorf("render transcript as %q: %w", format, ErrFormat)
}

func renderJSON(t coach.Transcript) (string, error) {
	type segment struct {
		ID         int     `json:"id"`
		Start      float64 `json:"start"`
		End        float64 `json:"end"`
		Text       string  `json:"text"`
		Confidence float64 `json:"confidence"`
	}
	segments := make([]segment, len(t.Passages))
	for i, p := range t.Passages {
		segments[i] = segment{ID: i, Start: p.Start.Seconds(), End: p.End.Seconds(), Text: p.Text, Confidence: p.Confidence}
	}
	b, err := json.Marshal(struct {
		Text       string    `json:"text"`
		Language   string    `json:"language"`
		Confidence float64   `json:"confidence"`
		Duration   float64   `json:"duration"`
		Segments   []segment `json:"segments"`
	}{t.Text, t.Language, t.Confidence, t.Duration.Seconds(), segments})
	if err != nil {
		return "", fmt.Errorf("render transcript: %w", err)
	}
	return string(b), nil
}

// cue is what stands on the screen at one time.
type cue struct {
	start, end time.Duration
	text       string // lines
}

// cues parts passages that are too long for two lines; the time is shared out
// by length. A cue without a length lasts a millisecond, because players
// refuse cues that end when they start.
func cues(t coach.Transcript) []cue {
	var all []cue
	for _, p := range t.Passages {
		lines := wrap(p.Text)
		for i := 0; i < len(lines); i += Lines {
			n := min(i+Lines, len(lines))
			length := p.End - p.Start
			from := p.Start + length*time.Duration(i)/time.Duration(len(lines))
			to := p.Start + length*time.Duration(n)/time.Duration(len(lines))
			all = append(all, cue{start: from, end: max(to, from+time.Millisecond), text: strings.Join(lines[i:n], "\n")})
		}
	}
	return all
}

func renderSRT(t coach.Transcript) string {
	var b strings.Builder
	for i, c := range cues(t) {
		// An arrow in the text would read as another time line.
		text := strings.ReplaceAll(c.text, "-->", "→")
		fmt.Fprintf(&b, "%d\n%s --> %s\n%s\n\n", i+1, clock(c.start, ","), clock(c.end, ","), text)
	}
	return b.String()
}

func renderVTT(t coach.Transcript) string {
	var b strings.Builder
	b.WriteString("WEBVTT\n\n")
	escape := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	for _, c := range cues(t) {
		fmt.Fprintf(&b, "%s --> %s\n%s\n\n", clock(c.start, "."), clock(c.end, "."), escape.Replace(c.text))
	}
	return b.String()
}

// clock writes hours:minutes:seconds and milliseconds; SubRip has a comma
// before these, WebVTT a point.
func clock(d time.Duration, point string) string {
	ms := max(d, 0).Milliseconds()
	return fmt.Sprintf("%02d:%02d:%02d%s%03d", ms/3600000, ms/60000%60, ms/1000%60, point, ms%1000)
}
