package sphinx

import (
	"os"
	"strings"
	"testing"

	"github.com/interviewai-pro/interviewai/media/audiofile"
	"github.com/interviewai-pro/interviewai/server/speech/sound"
)

// questions are the sentences of the recordings.
func questions(t testing.TB) []string {
	t.Helper()
	b, err := os.ReadFile("testdata/questions.txt")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(b)), "\n")
}

// recording is a voice speaking all questions.
func recording(t testing.TB, voice string) []int16 {
	t.Helper()
	f, err := os.Open("testdata/questions_" + voice + ".ogg")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rec, err := audiofile.Decode(t.Context(), f, audiofile.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return rec.Samples
}

// clips are the questions one by one.
func clips(t testing.TB, voice string) [][]int16 {
	t.Helper()
	pcm := recording(t, voice)
	spans := sound.Split(pcm, longest)
	if len(spans) != len(questions(t)) {
		t.Fatalf("voice %s: found %d sentences, want %d", voice, len(spans), len(questions(t)))
	}
	var clips [][]int16
	for _, s := range spans {
		clips = append(clips, pcm[s.From:s.To])
	}
	return clips
}

// wrong is how many words were inserted, deleted or replaced, and of how many.
func wrong(want, got string) (mistakes, words int) {
	a, b := strings.Fields(want), strings.Fields(got)
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, w := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, g := range b {
			cost := diagonal
			if w != g {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)], len(a)
}
