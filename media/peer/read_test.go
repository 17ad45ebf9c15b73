package peer

import (
	"slices"
	"testing"
	"time"

	"github.com/pion/rtcp"
	"github.com/pion/rtp"

	"github.com/interviewai-pro/interviewai/media/jitter"
)

func raw(t testing.TB, sequence uint16, level uint8, payload []byte) []byte {
	t.Helper()
	h := rtp.Header{Version: 2, PayloadType: 111, SequenceNumber: sequence, Timestamp: uint32(sequence) * 960, SSRC: 7}
	if err := h.SetExtension(3, []byte{level}); err != nil {
		t.Fatal(err)
	}
	b, err := (&rtp.Packet{Header: h, Payload: payload}).Marshal()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestParse(t *testing.T) {
	good := raw(t, 5, 0x80|42, []byte{1, 2, 3})
	padded := append(slices.Clone(good), 0, 0, 0, 4)
	padded[0] |= 0x20
	all := append(slices.Clone(good[:len(good)-3]), 0, 0, 3)
	all[0] |= 0x20
	for _, tc := range []struct {
		story string
		b     []byte
		level uint8
		want  jitter.Packet
		ok    bool
	}{
		{"sound", good, 3, jitter.Packet{SSRC: 7, Sequence: 5, Timestamp: 4800, Level: 42, HasLevel: true, Payload: []byte{1, 2, 3}}, true},
		{"no level agreed on", good, 0, jitter.Packet{SSRC: 7, Sequence: 5, Timestamp: 4800, Payload: []byte{1, 2, 3}}, true},
		{"padding is taken off", padded, 3, jitter.Packet{SSRC: 7, Sequence: 5, Timestamp: 4800, Level: 42, HasLevel: true, Payload: []byte{1, 2, 3}}, true},
		{"padding alone", all, 3, jitter.Packet{SSRC: 7, Sequence: 5, Timestamp: 4800, Level: 42, HasLevel: true, Payload: []byte{}}, true},
		{"more padding than packet", append(slices.Clone(padded[:len(padded)-1]), 200), 3, jitter.Packet{}, false},
		{"padding of nothing", append(slices.Clone(padded[:len(padded)-1]), 0), 3, jitter.Packet{}, false},
		{"nothing", nil, 3, jitter.Packet{}, false},
		{"half a header", good[:11], 3, jitter.Packet{}, false},
		{"half an extension", good[:15], 3, jitter.Packet{}, false},
		{"another version", append([]byte{0x50}, good[1:]...), 3, jitter.Packet{}, false},
	} {
		t.Run(tc.story, func(t *testing.T) {
			r := reader{level: tc.level}
			got, err := r.parse(tc.b)
			if (err == nil) != tc.ok || string(got.Payload) != string(tc.want.Payload) {
				t.Fatalf("%+v, %v", got, err)
			}
			got.Payload, tc.want.Payload = nil, nil
			if got.SSRC != tc.want.SSRC || got.Sequence != tc.want.Sequence || got.Timestamp != tc.want.Timestamp || got.Level != tc.want.Level || got.HasLevel != tc.want.HasLevel {
				t.Errorf("%+v", got)
			}
		})
	}
}

func TestNothingIsAllocatedPerPacket(t *testing.T) {
	r := reader{level: 3}
	reports := reception{}
	b := raw(t, 1, 60, make([]byte, 80))
	now := time.Unix(1_700_000_000, 0)
	if n := testing.AllocsPerRun(1000, func() {
		if !r.admit(now) {
			now = now.Add(time.Millisecond)
		}
		p, err := r.parse(b)
		if err != nil || reports.receive(p, now) != nil {
			t.Error(err)
		}
	}); n != 0 {
		t.Errorf("%v allocations per packet", n)
	}
}

func TestATrackIsBounded(t *testing.T) {
	var r reader
	taken := 0
	now := time.Unix(1_700_000_000, 0)
	for i := range 20_000 { // 10,000 packets a second for two seconds
		if r.admit(now.Add(time.Duration(i) * 100 * time.Microsecond)) {
			taken++
		}
	}
	if taken != 2*trackRate {
		t.Errorf("%d packets were taken", taken)
	}
}

func TestReceiverReports(t *testing.T) {
	var r reception
	start := time.Unix(1_700_000_000, 0)
	var got []rtcp.Packet
	for i := range 101 { // two seconds of 20 ms packets; every tenth is lost
		now := start.Add(time.Duration(i) * 20 * time.Millisecond)
		if i == 60 { // a sender report whose NTP middle bits are 0x22334455
			r.note([]byte{0x80, senderReport, 0, 6, 0, 0, 0, 7, 0, 0, 0x22, 0x33, 0x44, 0x55, 0, 0, 0, 0, 0, 0}, now)
		}
		if i%10 == 9 {
			continue
		}
		got = append(got, r.receive(jitter.Packet{SSRC: 7, Sequence: uint16(65500 + i), Timestamp: uint32(i * 960)}, now)...)
	}
	if len(got) != 2 {
		t.Fatalf("%d reports", len(got))
	}
	for i, want := range []rtcp.ReceptionReport{
		{SSRC: 7, LastSequenceNumber: 65550, TotalLost: 5, FractionLost: 25},
		{SSRC: 7, LastSequenceNumber: 65600, TotalLost: 10, FractionLost: 25, LastSenderReport: 0x22334455, Delay: 40 * 65536 / 50},
	} {
		report, ok := got[i].(*rtcp.ReceiverReport)
		if !ok || len(report.Reports) != 1 || report.Reports[0] != want {
			t.Errorf("report %d: %+v, want %+v", i, got[i], want)
		}
	}
}
