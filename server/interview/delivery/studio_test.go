package delivery

import (
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
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
	before   time.Duration
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
			tr.before = start
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
		tr.words = append(tr.words, timed(said.text, from, at())...)
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

// timed gives each word of a sentence a time by its letters, which is as
// imprecise as recognisers are.
func timed(said string, from, to time.Duration) []coach.Word {
	var words []coach.Word
	letters := 0
	for _, w := range strings.Fields(said) {
		start := from + (to-from)*time.Duration(letters)/time.Duration(len(said))
		letters += len(w) + 1
		words = append(words, coach.Word{Text: w, Start: start, End: from + (to-from)*time.Duration(min(letters, len(said)))/time.Duration(len(said))})
	}
	return words
}

// unscripted are recordings put together at random: voices, paces, noises at 15
// to 35 dB under the speech, softer sentences, and silences anywhere but within
// 150 ms of what makes a pause.
func unscripted(seed uint64, n int) []recording {
	rnd := rand.New(rand.NewPCG(seed, 0x64656c69))
	voices := []string{"slt", "rms", "awb", "kal16", "ru", "de"}
	paces := []string{"fast", "normal", "slow"}
	noises := []mediatest.Kind{"", mediatest.White, mediatest.White, mediatest.Clicks, mediatest.Babble, mediatest.Music}
	all := make([]recording, n)
	for i := range all {
		r := recording{Name: strings.Repeat("x", i), Voice: voices[rnd.IntN(len(voices))], Pace: paces[rnd.IntN(len(paces))]}
		known := 12
		if r.language() != "en" {
			r.Pace, known = "normal", 6
		}
		r.Noise, r.SNR = noises[rnd.IntN(len(noises))], float64(15+5*rnd.IntN(5))
		say := []string{fmt.Sprintf("%.2f", 2*rnd.Float64())}
		for range 4 + rnd.IntN(4) {
			sentence := fmt.Sprintf("#%d", 1+rnd.IntN(known))
			if rnd.IntN(4) == 0 {
				sentence += fmt.Sprintf("-%d", rnd.IntN(10))
			}
			silence := 0.2 + 0.8*rnd.Float64()
			if rnd.IntN(2) == 0 {
				silence = 1.36 + 3*rnd.Float64()
			}
			say = append(say, sentence, fmt.Sprintf("%.2f", silence))
		}
		r.Say = strings.Join(say, " ")
		all[i] = r
	}
	return all
}
