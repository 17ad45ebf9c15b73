package tidy_test

import (
	"testing"

	"github.com/interviewai-pro/interviewai/server/cv/tidy"
)

func TestGoesOn(t *testing.T) {
	for _, tc := range []struct {
		above, next string
		want        bool
	}{
		{"Cut the cost of each night's run by 40 % by", "moving it to Spark", true},
		{"Cut the cost of each night's run by moving it to", "Spark on AWS", true},
		{"Ran Kafka, Redis, PostgreSQL, ClickHouse,", "Spark and Airflow", true},
		{"Ran all of the stores of the shop (PostgreSQL and", "Redis) in Berlin", true},
		{"Руководил командой из пяти человек и отвечал за", "Казань", true},
		{"Built the model of risk that the bank uses", "Senior Data Scientist, ING", false},
		{"Built the model of risk that the bank uses.", "now in three countries", false},
		{"Wrote reports for the", "board", true},
		{"Python", "go", false},
		{"Signed it up", "Senior Data Scientist", false},
		{"Kept all of the services of the bank at 30 ms", "Senior Data Scientist", false},
		{"", "", false},
	} {
		if got := tidy.GoesOn(tc.above, tc.next); got != tc.want {
			t.Errorf("GoesOn(%q, %q) = %v", tc.above, tc.next, got)
		}
	}
}
