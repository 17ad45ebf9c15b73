package vad_test

import (
	"flag"
	"os"
	"testing"

	"github.com/interviewai-pro/interviewai/media/vad"
)

// otherWeights names weights of another version of the model, made by
// tools/silero, to be measured beside the product's own:
// go test -bench Detection ./media/vad -args -weights v5.f16
var otherWeights = flag.String("weights", "", "file of Silero weights to measure as well")

// candidate is a detector of the table in docs/vad.md.
type candidate struct {
	name string
	// new returns a detector for one stream; the test's end frees it.
	new func(testing.TB) vad.Detector
}

func candidates(b testing.TB) []candidate {
	b.Helper()
	model := vad.LoadModel()
	list := []candidate{
		{"product", func(testing.TB) vad.Detector { return vad.NewStream(model) }},
		{"silero", func(testing.TB) vad.Detector { return vad.NewSilero(model) }},
		{"energy", func(testing.TB) vad.Detector { return vad.NewEnergy() }},
	}
	if *otherWeights != "" {
		file, err := os.ReadFile(*otherWeights)
		if err != nil {
			b.Fatal(err)
		}
		other, err := vad.ParseModel(file)
		if err != nil {
			b.Fatal(err)
		}
		list = append(list,
			candidate{"product_other", func(testing.TB) vad.Detector { return vad.NewStream(other) }},
			candidate{"silero_other", func(testing.TB) vad.Detector { return vad.NewSilero(other) }})
	}
	return append(list, rivalCandidates()...)
}
