package password

import (
	"slices"
	"strings"
	"testing"
)

// All 3,000 are there and refused, however they are capitalised.
func TestEveryCommonPasswordIsRefused(t *testing.T) {
	list := strings.Split(strings.TrimSuffix(common, "\n"), "\n")
	slices.Sort(list)
	if n := len(slices.Compact(slices.Clone(list))); n != 3000 {
		t.Fatalf("%d different passwords", n)
	}
	for _, word := range list {
		for _, typed := range []string{word, strings.ToUpper(word)} {
			if !isCommon(typed, "") {
				t.Errorf("%q is not refused", typed)
			}
		}
	}
}
