package delivery

import (
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/interviewai-pro/interviewai/media/mediatest"
	"github.com/interviewai-pro/interviewai/media/opus"
	"github.com/interviewai-pro/interviewai/media/vad"
	"github.com/interviewai-pro/interviewai/server/coach"
)

// recording is a scripted recording, as testdata/recordings.yaml describes it.
type recording struct {
	Name, Voice, Pace, Say string
	Noise                  mediatest.Kind
	SNR                    float64
}

func (r recording) language() string {
	if r.Voice == "ru" || r.Voice == "de" {
		return r.Voice
	}
	return "en"
}

// truth is a recording's sound and what is known of it from its making.
type truth struct {
	pcm      []int16
	text     string
	words    []coach.Word
	fillers  int
	pauses   []Pause
	speaking time.Duration
	run      time.Duration
	talk     float64 // percent
}

func recordings(t testing.TB) []recording {
	t.Helper()
	file, err := os.ReadFile("testdata/recordings.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var all []recording
	if err := yaml.Unmarshal(file, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// studio keeps the voices' sentences between recordings.
type studio struct {
	clips map[string][][]int16
	crowd []mediatest.Voice
}

func newStudio(t testing.TB) *studio {
	t.Helper()
	crowd, err := mediatest.Voices()
	if err != nil {
		t.Fatal(err)
	}
	return &studio{clips: map[string][][]int16{}, crowd: crowd}
}

// sentences are a language's, with their fillers in brackets.
func sentences(t testing.TB, lang string) []string {
	t.Helper()
	file, err := os.ReadFile("testdata/voices/sentences_" + lang + ".txt")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(file)), "\n")
}

// sentence is the sound of one sentence without silence around it. The files
// have a second of silence between sentences, and none of half a second in one.
func (s *studio) sentence(t testing.TB, r recording, n int) []int16 {
	t.Helper()
	name := r.Voice + "_" + r.Pace
	if s.clips[name] == nil {
		pcm := decode(t, "testdata/voices/"+name+".opus")
		labels := mediatest.Bridge(mediatest.Labels(pcm), 35)
		for from := 0; from < len(labels); from++ {
			if !labels[from] {
				continue
			}
			to := from
			for to < len(labels) && labels[to] {
				to++
			}
			s.clips[name] = append(s.clips[name], pcm[from*vad.FrameSamples:to*vad.FrameSamples])
			from = to
		}
		if want := len(sentences(t, r.language())); len(s.clips[name]) != want {
			t.Fatalf("%s has %d sentences, want %d", name, len(s.clips[name]), want)
		}
	}
	return s.clips[name][n-1]
}

func decode(t testing.TB, name string) (pcm []int16) {
	t.Helper()
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	ogg, err := opus.NewOggReader(file)
	if err != nil {
		t.Fatal(err)
	}
	decoder, err := opus.NewDecoder()
	if err != nil {
		t.Fatal(err)
	}
	buffer := make([]int16, opus.MaxSamples)
	for {
		packet, err := ogg.Next()
		if errors.Is(err, io.EOF) {
			return pcm
		}
		if err != nil {
			t.Fatal(err)
		}
		n, err := decoder.Decode(packet, buffer)
		if err != nil {
			t.Fatal(err)
		}
		pcm = append(pcm, buffer[:n]...)
	}
}

// make puts a recording together.
func (s *studio) make(t testing.TB, r recording) truth {
	t.Helper()
	var tr truth
	var clean []float64
	var texts []string
	var silence, start time.Duration
	at := func() time.Duration { return time.Duration(len(clean)) * time.Second / vad.SampleRate }
	for _, part := range strings.Fields(r.Say) {
		number, isSentence := strings.CutPrefix(part, "#")
		if !isSentence {
			seconds, err := strconv.ParseFloat(part, 64)
			if err != nil {
				t.Fatal(err)
			}
			silence = time.Duration(seconds * float64(time.Second))
			clean = append(clean, make([]float64, int(seconds*vad.SampleRate)/vad.FrameSamples*vad.FrameSamples)...)
			continue
		}
		if len(texts) == 0 {
			start = at()
		} else if silence > LongPause {
			tr.pauses = append(tr.pauses, Pause{Start: at() - silence, Length: silence})
			tr.run = max(tr.run, at()-silence-start)
			tr.speaking += at() - silence - start
			start = at()
		}
		silence = 0
		db := 0.0
		if i := strings.IndexAny(number, "+-"); i > 0 {
			db, _ = strconv.ParseFloat(number[i:], 64)
			number = number[:i]
		}
		n, err := strconv.Atoi(number)
		if err != nil {
			t.Fatal(err)
		}
		said := unlabel(sentences(t, r.language())[n-1])
		from := at()
		clip := mediatest.Scaled(leveled(s.sentence(t, r, n)), db)
		clean = append(clean, clip...)
		texts = append(texts, said.text)
		tr.words = append(tr.words, spread1(said.text, from, at())...)
		tr.fillers += len(said.spans)
	}
	tr.run = max(tr.run, at()-silence-start)
	tr.speaking += at() - silence - start
	tr.text = strings.Join(texts, " ")
	voiced := 0
	for _, speech := range mediatest.Labels(mediatest.PCM(clean)) {
		if speech {
			voiced++
		}
	}
	tr.talk = 100 * float64(voiced*vad.FrameSamples) / float64(len(clean))
	if r.Noise != "" {
		noise := mediatest.Noise(r.Noise, uint64(len(r.Name)), len(clean), mediatest.SpeechLevel-r.SNR, s.crowd)
		for i := range clean {
			clean[i] += noise[i]
		}
	}
	tr.pcm = mediatest.PCM(clean)
	return tr
}

// leveled brings a clip to the usual level of speech.
func leveled(pcm []int16) []float64 {
	x := make([]float64, len(pcm))
	sum := 0.0
	for i, v := range pcm {
		x[i] = float64(v)
		sum += x[i] * x[i]
	}
	level := 20 * math.Log10(math.Sqrt(sum/float64(len(x)))/32768)
	return mediatest.Scaled(x, mediatest.SpeechLevel-level)
}

// spread1 gives each word of a sentence a time by its letters, which is as
// imprecise as recognisers are.
func spread1(said string, from, to time.Duration) []coach.Word {
	var words []coach.Word
	letters := 0
	for _, w := range strings.Fields(said) {
		start := from + (to-from)*time.Duration(letters)/time.Duration(len(said))
		letters += len(w) + 1
		words = append(words, coach.Word{Text: w, Start: start, End: from + (to-from)*time.Duration(min(letters, len(said)))/time.Duration(len(said))})
	}
	return words
}

// heard are the figures of a recording, from its sound and its own words.
func heard(tr truth, lang string, model *vad.Model) Figures {
	return Measure(Input{Language: lang, Words: tr.words, Sound: Listen(tr.pcm, vad.NewStream(model))})
}

// held says what of the figures is beyond its tolerance, and how far the
// pauses' bounds are from the truth at worst.
func held(f Figures, tr truth) (faults []string, worst time.Duration) {
	fault := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	wpm, want := float64(f.Words)/f.Speaking.Minutes(), float64(len(tr.words))/tr.speaking.Minutes()
	if math.Abs(wpm/want-1) > 0.05 {
		fault("%.1f words a minute, want %.1f", wpm, want)
	}
	if len(f.Pauses) != len(tr.pauses) {
		fault("pauses %v, want %v", f.Pauses, tr.pauses)
	} else {
		for i, p := range tr.pauses {
			off := max((f.Pauses[i].Start - p.Start).Abs(), (f.Pauses[i].Length - p.Length).Abs())
			if worst = max(worst, off); off > 150*time.Millisecond {
				fault("pause %v, want %v", f.Pauses[i], p)
			}
		}
	}
	if off := (f.LongestRun - tr.run).Abs(); off > max(300*time.Millisecond, tr.run/20) {
		fault("longest run %v, want %v", f.LongestRun, tr.run)
	}
	if talk := 100 * float64(f.Voiced) / float64(f.Length); math.Abs(talk-tr.talk) > 4 {
		fault("talk %.1f %%, want %.1f %%", talk, tr.talk)
	}
	if f.FillerCount != tr.fillers {
		fault("fillers %v, want %d", f.Fillers, tr.fillers)
	}
	return faults, worst
}

func TestRecordings(t *testing.T) {
	s, model := newStudio(t), vad.LoadModel()
	all := recordings(t)
	if len(all) < 30 {
		t.Errorf("%d recordings", len(all))
	}
	for _, r := range all {
		t.Run(r.Name, func(t *testing.T) {
			tr := s.make(t, r)
			f := heard(tr, r.language(), model)
			faults, worst := held(f, tr)
			for _, fault := range faults {
				t.Error(fault)
			}
			t.Logf("%4.0f wpm (%4.0f), %d pauses, off by %v at most, run %.1f s (%.1f), talk %.1f %% (%.1f), %d fillers, spread %.1f dB",
				float64(f.Words)/f.Speaking.Minutes(), float64(len(tr.words))/tr.speaking.Minutes(), len(f.Pauses), worst,
				f.LongestRun.Seconds(), tr.run.Seconds(), 100*float64(f.Voiced)/float64(f.Length), tr.talk, f.FillerCount, f.Spread)
		})
	}
}
