package feedback_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/interviewai-pro/interviewai/server/interview/bank"
	"github.com/interviewai-pro/interviewai/server/interview/delivery"
	"github.com/interviewai-pro/interviewai/server/interview/feedback"
)

// spoken is an answer of a minute with a pace, fillers and pauses a minute.
func spoken(id string, pace, fillers, pauses float64) feedback.Answered {
	a := answered(id, bank.Technical, "Ab")
	gauge := func(name string, value, low, high float64) delivery.Gauge {
		verdict := delivery.In
		if value < low {
			verdict = delivery.Below
		} else if value > high {
			verdict = delivery.Above
		}
		return delivery.Gauge{Name: name, Value: value, Low: low, High: high, Verdict: verdict}
	}
	a.Delivery = &delivery.Figures{
		Language: "en", Enough: true, Length: time.Minute, Gauges: []delivery.Gauge{
			gauge(delivery.Pace, pace, 120, 170), gauge(delivery.Pauses, pauses, 0, 4), gauge(delivery.Fillers, fillers, 0, 5),
			gauge(delivery.Volume, 30, 0, 10),
		},
	}
	return a
}

func TestConfidence(t *testing.T) {
	long, silent := spoken("2", 150, 9, 4), spoken("3", 0, 0, 0)
	long.Delivery.Length = 3 * time.Minute
	silent.Delivery.Enough = false
	for name, c := range map[string]struct {
		questions []feedback.Answered
		want      float64
	}{
		"fluent":              {[]feedback.Answered{spoken("1", 150, 3, 2)}, 10},
		"at the band's ends":  {[]feedback.Answered{spoken("1", 170, 5, 4)}, 10},
		"slow by a fifth":     {[]feedback.Answered{spoken("1", 96, 3, 2)}, 8},
		"hasty":               {[]feedback.Answered{spoken("1", 194, 3, 2)}, 8},
		"many fillers":        {[]feedback.Answered{spoken("1", 150, 10, 2)}, 7.5},
		"pauses":              {[]feedback.Answered{spoken("1", 150, 3, 7)}, 7},
		"one side only":       {[]feedback.Answered{spoken("1", 150, 60, 2)}, 6},
		"all sides":           {[]feedback.Answered{spoken("1", 20, 60, 60)}, 0},
		"weighted by time":    {[]feedback.Answered{spoken("1", 150, 3, 8), long}, 7.5},
		"too little to count": {[]feedback.Answered{spoken("1", 150, 3, 2), silent}, 10},
	} {
		r := feedback.Of(interview(c.questions...)).Ratings.Confidence
		if r == nil || r.Score != c.want || !r.Delivery || r.Dimensions != nil || !strings.Contains(r.Basis, "only on how you spoke") {
			t.Errorf("%s: %+v instead of %v", name, r, c.want)
		}
	}
	if r := feedback.Of(interview(silent)).Ratings.Confidence; r != nil {
		t.Errorf("silence sounds like %+v", r)
	}
}

// TestDeliveryIsNotContent: the same words, spoken badly, change nothing but
// what is said about speaking.
func TestDeliveryIsNotContent(t *testing.T) {
	typed, badly := answered("1", bank.Technical, "Ab"), spoken("1", 20, 60, 60)
	a, b := feedback.Of(interview(typed)), feedback.Of(interview(badly))
	b.Ratings.Confidence = nil
	if diff := cmp.Diff(a, b); diff != "" {
		t.Error(diff)
	}
}
