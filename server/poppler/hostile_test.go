package poppler

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/interviewai-pro/interviewai/server/cv/refusal"
)

// bomb is a content stream of spaces that unpacks to so many MiB. Only three are
// packed: from the second on each looks the same.
func bomb(t testing.TB, unpacked int) string {
	t.Helper()
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	ends := []int{}
	for range 3 {
		if _, err := w.Write(bytes.Repeat([]byte(" "), 1<<20)); err != nil {
			t.Fatal(err)
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		ends = append(ends, b.Len())
	}
	return b.String() + strings.Repeat(b.String()[ends[1]:ends[2]], unpacked-3)
}

// single is a file whose page has this content object and resources.
func single(content, resources string, more ...string) []byte {
	p := &pdf{objects: append([]string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << " + resources + " >> >>",
		content,
	}, more...)}
	return p.bytes()
}

func TestHostileFiles(t *testing.T) {
	good := file(drawn("Anna Ivanova, engineer in Berlin"))
	untabled, _, _ := bytes.Cut(good, []byte("xref"))
	encrypted := &pdf{
		objects: []string{
			"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 0 >>",
			"<< /Filter /Standard /V 1 /R 2 /P -4 /O <" + strings.Repeat("41", 32) + "> /U <" + strings.Repeat("42", 32) + "> >>",
		},
		trailer: "/Encrypt 3 0 R /ID [<00> <00>]",
	}
	recursive := &pdf{objects: []string{"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R 2 0 R 2 0 R] /Count 1000000 >>"}}
	liar := &pdf{objects: []string{"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 1000000 >>"}}
	unmapped := stream("", "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def\n1 begincodespacerange <00> <FF> endcodespacerange\n1 beginbfrange <20> <7E> <E020> endbfrange\nendcmap end end")
	mapped := "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>"
	many := make([]string, refusal.MaxPages+1)
	for i := range many {
		many[i] = drawn(fmt.Sprint("Page ", i))
	}
	for _, tc := range []struct {
		story string
		file  []byte
		want  []error // nil for a file that can be read
	}{
		{"as many pages as allowed", file(many[:refusal.MaxPages]...), nil},
		{"one page more", file(many...), []error{refusal.TooManyPages}},
		{"nothing", nil, []error{refusal.Damaged}},
		{"the magic alone", []byte("%PDF-1.7\n"), []error{refusal.Damaged}},
		{"rubbish behind the magic", append([]byte("%PDF-1.4\n"), bytes.Repeat([]byte("rubbish \x00\xff"), 5000)...), []error{refusal.Damaged}},
		{"cut in its head", good[:40], []error{refusal.Damaged}},
		{"cut in its page", good[:250], []error{refusal.Damaged}},
		{"without its table: what is there can be read", untabled, []error{nil, refusal.Damaged}},
		{"encrypted", encrypted.bytes(), []error{refusal.Encrypted}},
		{"an empty page", file(""), []error{refusal.NoText}},
		{"drawings alone", file("0 0 m 100 100 l S"), []error{refusal.NoText}},
		{"no pages", liar.bytes(), []error{refusal.Damaged}},
		{"pages inside themselves", recursive.bytes(), []error{refusal.Damaged, refusal.TooComplex, refusal.NoText}},
		{"a font that does not say its letters", single(stream("", drawn("Anna Ivanova, engineer")), "/Font << /F1 5 0 R >>", mapped, unmapped), []error{refusal.NoText}},
		{"a bomb", single(stream("/Filter /FlateDecode", bomb(t, 2000)), "/Font << /F1 5 0 R >>", font), []error{refusal.TooComplex, refusal.NoText}},
		{"a form that draws itself", single(stream("", "/X Do"), "/XObject << /X 5 0 R >>", stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>", "/X Do /X Do")), []error{refusal.NoText, refusal.Damaged, refusal.TooComplex}},
		{"nested arrays", single(stream("", strings.Repeat("[", 1_000_000)), "", font), []error{refusal.NoText, refusal.Damaged, refusal.TooComplex}},
		{"nested dictionaries", append([]byte("%PDF-1.4\n1 0 obj\n"), bytes.Repeat([]byte("<</A"), 500_000)...), []error{refusal.Damaged, refusal.TooComplex}},
		{"a text of two megabytes", file("BT /F1 1 Tf 0 0 Td (" + strings.Repeat("word ", 400_000) + ") Tj ET"), []error{refusal.TooComplex}},
		{"two hundred thousand texts", file(strings.Repeat("BT /F1 9 Tf 9 9 Td (x) Tj ET BT /F1 9 Tf 300 300 Td (y) Tj ET\n", 60_000)), []error{nil, refusal.TooComplex}},
	} {
		t.Run(tc.story, func(t *testing.T) {
			r := installed(t)
			r.opt.Timeout = 2 * time.Second
			start := time.Now()
			pages, err := r.Read(t.Context(), tc.file)
			ok := err == nil && tc.want == nil
			for _, w := range tc.want {
				ok = ok || w == nil && err == nil || w != nil && errors.Is(err, w)
			}
			if !ok {
				t.Errorf("got %d pages, error %v, want one of %v", len(pages), err, tc.want)
			}
			if took := time.Since(start); took > 8*time.Second {
				t.Errorf("it took %v", took)
			}
		})
	}
}
