// Package delivery measures how an answer was spoken: its pace, its pauses,
// its fillers, how long it ran on, how much of the time was speech and how
// steady the voice was. It says nothing of what was said, and nothing of how
// words were pronounced: an accent is not measured.
//
// Pauses, runs and loudness come from the sound, never from a recogniser's word
// times, which may be imprecise or missing. docs/delivery.md has the bands,
// where they come from, and what the figures were measured against.
package delivery

import (
	"time"

	"github.com/interviewai-pro/interviewai/server/coach"
)

const (
	// LongPause is what a silence within an answer has to exceed to count as a
	// pause. Shorter ones part phrases and belong to speaking.
	LongPause = 1200 * time.Millisecond
	// bridged is the silence that nobody hears as one, such as the closure of a
	// "t": it belongs to the speech around it.
	bridged = 250 * time.Millisecond
	// leastSpeech and leastWords are what there has to be to be measured.
	leastSpeech = 5 * time.Second
	leastWords  = 10
)

// Input is one spoken answer.
type Input struct {
	// Language is the ISO 639-1 code of what was spoken, one of the product's.
	Language string
	// Text is what was said, with its punctuation where the recogniser writes it:
	// commas tell a filler from a word that means something. When empty it is
	// put together from Words.
	Text string
	// Words give the places in time of Text's words; imprecise or missing times
	// only make the places of fillers imprecise.
	Words []coach.Word
	// Sound is what was heard, from Listen.
	Sound Sound
}

// Figures are the measures of one answer, or after Merge of several. Durations
// are in the recording's time, from its first sample.
type Figures struct {
	// Language is the ISO 639-1 code of the bands and fillers.
	Language string `bson:"language"`
	// Enough is false where there is too little to say anything: under five
	// seconds of speech or ten words. Then Gauges are empty.
	Enough bool `bson:"enough"`
	// Words counts the words, fillers as well; in Chinese the characters, where a
	// word in another script counts as one.
	Words int `bson:"words"`
	// Length is the whole recording.
	Length time.Duration `bson:"length"`
	// Before is the silence before the first speech; it is no pause.
	Before time.Duration `bson:"before"`
	// Speaking is the time from the first speech to the last, without pauses over
	// LongPause and with all shorter silences: what the pace is counted over.
	Speaking time.Duration `bson:"speaking"`
	// Voiced is the time in which there was a voice; silences below 250 ms are
	// part of it.
	Voiced time.Duration `bson:"voiced"`
	// Pauses are the silences over LongPause between speech, in order; none after
	// Merge.
	Pauses []Pause `bson:"pauses,omitempty"`
	// PauseCount, PauseTotal and PauseLongest sum them up.
	PauseCount   int           `bson:"pauseCount"`
	PauseTotal   time.Duration `bson:"pauseTotal"`
	PauseLongest time.Duration `bson:"pauseLongest"`
	// LongestRun is the longest stretch without a pause over LongPause.
	LongestRun time.Duration `bson:"longestRun"`
	// Fillers are the fillers that were said, most frequent first.
	Fillers []Filler `bson:"fillers,omitempty"`
	// FillerCount is how many there were.
	FillerCount int `bson:"fillerCount"`
	// Spread is how far the loud seconds of speech lie above the soft ones, in dB:
	// the ninth decile of their levels less the first. Negative when the levels
	// are not known or too few.
	Spread float64 `bson:"spread"`
	// Gauges hold the figures against their bands, in the order of the constants.
	Gauges []Gauge `bson:"gauges,omitempty"`
}

// Pause is a silence over LongPause.
type Pause struct {
	Start  time.Duration `bson:"start"`
	Length time.Duration `bson:"length"`
}

// Filler is a word that fills, and where it was said.
type Filler struct {
	// Text is the filler as it is usually written: "uhhm" is an "um".
	Text  string `bson:"text"`
	Count int    `bson:"count"`
	// Places are in order, the first hundred; none after Merge.
	Places []Place `bson:"places,omitempty"`
}

// Place is where a filler stands.
type Place struct {
	// From and To are byte offsets in Input.Text (or in the words joined by
	// spaces, when it was empty).
	From int `bson:"from"`
	To   int `bson:"to"`
	// At is when it was said: the recogniser's time, or an estimate from the place
	// in the text where there is none.
	At time.Duration `bson:"at"`
}

// Measure measures an answer. It is pure: the same input gives the same figures.
func Measure(in Input) Figures {
	s := in.Sound.tidy()
	f := Figures{Language: in.Language, Length: s.Length, Spread: spread(s)}
	f.measureSound(s)
	t := read(in, s)
	f.Words = t.count()
	f.Fillers = fillers(t)
	for _, filler := range f.Fillers {
		f.FillerCount += filler.Count
	}
	f.judge()
	return f
}

// measureSound fills what follows from where there was speech.
func (f *Figures) measureSound(s Sound) {
	if len(s.Speech) == 0 {
		f.Before = s.Length
		return
	}
	f.Before = s.Speech[0].Start
	start := s.Speech[0].Start
	end := func(at time.Duration) {
		f.Speaking += at - start
		f.LongestRun = max(f.LongestRun, at-start)
	}
	for i, span := range s.Speech {
		f.Voiced += span.End - span.Start
		if i == 0 {
			continue
		}
		last := s.Speech[i-1].End
		switch gap := span.Start - last; {
		case gap > LongPause:
			end(last)
			start = span.Start
			f.Pauses = append(f.Pauses, Pause{Start: last, Length: gap})
			f.PauseTotal += gap
			f.PauseLongest = max(f.PauseLongest, gap)
		case gap < bridged:
			f.Voiced += gap
		}
	}
	end(s.Speech[len(s.Speech)-1].End)
	f.PauseCount = len(f.Pauses)
}
