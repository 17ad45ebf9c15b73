package peer

import (
	"fmt"
	"testing"

	"github.com/pion/webrtc/v4"
	"google.golang.org/protobuf/encoding/protojson"

	interviewaiv1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
)

func TestEventsComeOverTheDataChannel(t *testing.T) {
	s := newStage(t, nil)
	c := newClient(t, nil, 1)
	other, err := c.conn.CreateDataChannel("other", nil)
	if err != nil {
		t.Fatal(err)
	}
	other.OnMessage(func(webrtc.DataChannelMessage) { t.Error("a channel of another name speaks") })
	channel, err := c.conn.CreateDataChannel(eventsLabel, nil)
	if err != nil {
		t.Fatal(err)
	}
	heard := make(chan *interviewaiv1.LiveEvent, 100)
	channel.OnMessage(func(m webrtc.DataChannelMessage) {
		e := &interviewaiv1.LiveEvent{}
		if err := protojson.Unmarshal(m.Data, e); err != nil || !m.IsString {
			t.Errorf("%v of %q", err, m.Data)
		}
		heard <- e
	})
	channel.OnOpen(func() {
		if err := channel.SendText("whatever a client says is ignored"); err != nil {
			t.Error(err)
		}
	})
	s.publish(t, c, "/whip/s1/interviewer")
	s.sessions.until(t, "a subscription", func() bool { return len(s.sessions.events) == 1 })
	feed := s.sessions.events[0].events
	for i := range 50 {
		feed <- &interviewaiv1.LiveEvent{Sequence: int64(i + 1), SessionId: "s1", Event: &interviewaiv1.LiveEvent_Notice{
			Notice: &interviewaiv1.Notice{Kind: "echo_removed", Message: fmt.Sprintf("event %d", i)},
		}}
	}
	for i := range 50 {
		if e := <-heard; e.GetSequence() != int64(i+1) || e.GetNotice().GetKind() != "echo_removed" {
			t.Fatalf("event %d is %v", i, e)
		}
	}
	closed := make(chan struct{})
	channel.OnClose(func() { close(closed) })
	close(feed) // the session is over
	<-closed
}

func TestTheOldestEventsAreDropped(t *testing.T) {
	var q queue
	dropped := 0
	for i := range eventQueue + 10 {
		if q.push(&interviewaiv1.LiveEvent{Sequence: int64(i)}) {
			dropped++
		}
	}
	if dropped != 10 {
		t.Errorf("%d dropped", dropped)
	}
	for want := int64(10); ; want++ {
		e, ok := q.pop()
		if !ok {
			if want != eventQueue+10 {
				t.Errorf("the queue ended at %d", want)
			}
			return
		}
		if e.GetSequence() != want {
			t.Fatalf("%d, want %d", e.GetSequence(), want)
		}
	}
}
