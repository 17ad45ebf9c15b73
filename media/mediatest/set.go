package mediatest

import (
	"time"

	"github.com/interviewai-pro/interviewai/media/vad"
)

// SpeechLevel is what voices are brought to, in dBFS over their labelled
// frames: ITU-T P.56's usual -26 dBov.
const SpeechLevel = -26

// Sample is sound with the truth about it.
type Sample struct {
	// Noise and SNR say what the voices were mixed with. SNR is the level of
	// the labelled speech over the mean level of the noise, in dB.
	Noise Kind
	SNR   float64
	// PCM is 16 kHz mono.
	PCM []int16
	// Labels has one entry for each whole frame: does it hold speech?
	Labels []bool
}

// Speech joins the voices, each at SpeechLevel and with the given silence
// before and after it, and labels the result.
func Speech(voices []Voice, silence time.Duration) ([]float64, []bool) {
	gap := int(silence/vad.FrameDuration) * vad.FrameSamples
	sound := make([]float64, gap)
	for _, v := range voices {
		clean := floats(v.PCM[:len(v.PCM)/vad.FrameSamples*vad.FrameSamples])
		setSpeechLevel(clean, v.PCM)
		sound = append(sound, clean...)
		sound = append(sound, make([]float64, gap)...)
	}
	return sound, Labels(PCM(sound))
}

// setSpeechLevel scales the sound so that its labelled frames have SpeechLevel.
func setSpeechLevel(sound []float64, pcm []int16) {
	var active []float64
	for i, speech := range Labels(pcm) {
		if speech {
			active = append(active, sound[i*vad.FrameSamples:(i+1)*vad.FrameSamples]...)
		}
	}
	if r := rms(active); r > 0 {
		scale(sound, fullScale*gain(SpeechLevel)/r)
	}
}

// Set makes the labelled set: all voices over each kind of noise at each SNR.
// Babble is made of the very voices it hides, at other places and speeds: the
// hardest case there is.
func Set(seed uint64, voices []Voice, silence time.Duration, snrs ...float64) []Sample {
	speech, labels := Speech(voices, silence)
	var set []Sample
	for _, kind := range Kinds() {
		noise := Noise(kind, seed, len(speech), SpeechLevel, voices)
		for _, snr := range snrs {
			mixed := make([]float64, len(speech))
			by := gain(-snr)
			for i := range mixed {
				mixed[i] = speech[i] + by*noise[i]
			}
			set = append(set, Sample{Noise: kind, SNR: snr, PCM: PCM(mixed), Labels: labels})
		}
	}
	return set
}

// Score counts a detection against the truth, frame by frame.
type Score struct {
	Hits, FalseAlarms, Misses int
}

// Count compares two decisions per frame.
func Count(truth, detected []bool) Score {
	var s Score
	for i, speech := range truth {
		switch {
		case speech && detected[i]:
			s.Hits++
		case speech:
			s.Misses++
		case detected[i]:
			s.FalseAlarms++
		}
	}
	return s
}

// F1 is the harmonic mean of precision and recall, 0 to 1.
func (s Score) F1() float64 {
	if s.Hits == 0 {
		return 0
	}
	return 2 * float64(s.Hits) / float64(2*s.Hits+s.FalseAlarms+s.Misses)
}

// Decide runs a detector over sound and returns its decision for each frame:
// hysteresis between the thresholds, then gaps bridged as in the labels.
func Decide(d vad.Detector, pcm []int16, on, off float32) []bool {
	decisions := make([]bool, len(pcm)/vad.FrameSamples)
	voiced := false
	for i := range decisions {
		p := d.Probability(pcm[i*vad.FrameSamples : (i+1)*vad.FrameSamples])
		voiced = p >= on || voiced && p >= off
		decisions[i] = voiced
	}
	return Bridge(decisions, bridge)
}
