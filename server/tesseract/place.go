package tesseract

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/interviewai-pro/interviewai/server/cv/layout"
)

const (
	// emOfRow is how much of a font's size is from its descenders to its
	// ascenders: 0.9 in the fonts of the corpus.
	emOfRow = 0.9
	// alike are sizes of rows that differ by no more: of one size in truth.
	alike = 0.12
	// bolder are strokes that are wider than the page's usual ones by this factor.
	bolder = 1.3
)

// fragments are the words of a page as layout takes them: straight, in points,
// with the sizes that their rows have, and bold where strokes are wide.
func fragments(rows []row, pic picture, p layout.Page) []layout.Fragment {
	points := math.Max(p.Width, p.Height) / float64(max(pic.width, pic.height))
	slope := skew(rows)
	usual := usualSize(rows)
	strokes := make([]float64, 0, len(rows))
	var out []layout.Fragment
	for i := range rows {
		r := &rows[i]
		size := r.size / emOfRow
		if math.Abs(size-usual) <= alike*usual {
			size = usual
		}
		if size <= 0 {
			continue
		}
		middle := float64(r.x0+r.x1) / 2
		stands := float64(r.y1) + r.offset + r.slope*(middle-float64(r.x0)) - slope*middle
		for k := range r.words {
			w := &r.words[k]
			if w.text == "" || w.confidence < worthless || w.x1 <= w.x0 {
				continue
			}
			text := w.text
			if dot(r, k) {
				text = "•"
			}
			out = append(out, layout.Fragment{
				Text: text, X: (float64(w.x0) + slope*float64(w.y1)) * points, Width: float64(w.x1-w.x0) * points,
				Y: (stands - 0.96*size) * points, Height: 1.2 * size * points, Size: size * points, Confidence: w.confidence,
			})
			strokes = append(strokes, pic.stroke(w.box, int(size/3))/size)
		}
	}
	middle := median(out, strokes)
	for i := range out {
		out[i].Bold = utf8.RuneCountInString(out[i].Text) > 1 && middle > 0 && strokes[i] > bolder*middle
	}
	return out
}

// skew is by how much the lines of a page fall to the right: the median of their
// slopes, by their widths.
func skew(rows []row) float64 {
	sorted := slices.Clone(rows)
	slices.SortStableFunc(sorted, func(a, b row) int { return cmp.Compare(a.slope, b.slope) })
	all := 0
	for i := range sorted {
		all += sorted[i].x1 - sorted[i].x0
	}
	for i, sum := 0, 0; i < len(sorted); i++ {
		if sum += sorted[i].x1 - sorted[i].x0; 2*sum >= all {
			return sorted[i].slope
		}
	}
	return 0
}

// usualSize is the median size of letters, in pixels.
func usualSize(rows []row) float64 {
	var sizes []float64
	for i := range rows {
		for _, w := range rows[i].words {
			for range w.text {
				sizes = append(sizes, rows[i].size/emOfRow)
			}
		}
	}
	if len(sizes) == 0 {
		return 0
	}
	slices.Sort(sizes)
	return sizes[len(sizes)/2]
}

// median of the words' strokes, by their letters.
func median(words []layout.Fragment, strokes []float64) float64 {
	var all []float64
	for i := range words {
		for range words[i].Text {
			all = append(all, strokes[i])
		}
	}
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return all[len(all)/2]
}

// dot tells a bullet that was read as a letter or sign: it is small and as wide
// as high. A letter among those that it is taken for does not stand on the line,
// or stands far before the next word, as bullets do.
func dot(r *row, at int) bool {
	w := &r.words[at]
	if utf8.RuneCountInString(w.text) != 1 || r.size <= 0 {
		return false
	}
	wide, high := float64(w.x1-w.x0)/r.size, float64(w.y1-w.y0)/r.size
	if wide > 0.6 || high > 0.6 || high < 0.08 || wide > 1.6*high || high > 1.6*wide {
		return false
	}
	if strings.ContainsAny(w.text, "®©¢*°«»@·•¤") {
		return true
	}
	stands := float64(r.y1) + r.offset + r.slope*float64(w.x0-r.x0)
	floats := high < 0.5 && (stands-float64(w.y1))/r.size > 0.06
	apart := at == 0 && len(r.words) > 1 && float64(r.words[1].x0-w.x1) > 0.4*r.size
	return (floats || apart) && strings.ContainsAny(w.text, "eEoOеЕоОcCсС0")
}
