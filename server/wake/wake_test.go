package wake_test

import (
	"errors"
	"testing"

	"github.com/interviewai-pro/interviewai/server/wake"
)

func TestWatchers(t *testing.T) {
	w := wake.New(2)
	one, leaveOne, err := w.Enter("anna", "cv")
	if err != nil {
		t.Fatal(err)
	}
	two, leaveTwo, err := w.Enter("anna", "cv")
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := w.Enter("anna", "other"); !errors.Is(err, wake.ErrTooMany) {
		t.Error(err)
	}
	other, leaveOther, err := w.Enter("bert", "other")
	if err != nil {
		t.Fatal(err)
	}
	w.Wake("cv")
	w.Wake("cv") // nobody has looked: once is enough
	<-one
	<-two
	for _, c := range []<-chan struct{}{one, two, other} {
		select {
		case <-c:
			t.Error("woken for nothing")
		default:
		}
	}
	leaveOne()
	w.Wake("cv")
	select {
	case <-one:
		t.Error("woken after it has left")
	case <-two:
	}
	leaveTwo()
	leaveOther()
	if _, leave, err := w.Enter("anna", "other"); err != nil {
		t.Error(err)
	} else {
		leave()
	}
}
