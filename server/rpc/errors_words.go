package rpc

import (
	"regexp"
	"strconv"
	"strings"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
)

// bound finds the numbers in the validator's words.
var bound = regexp.MustCompile(`-?\d+(\.\d+)?`)

// ruleWords has what each rule of the contract asks for, in words for people:
// the validator's own are about values, lists and patterns. {0} and {1} are the
// rule's bounds.
var ruleWords = map[string]string{
	"required":           "This is missing.",
	"bool.const":         "Confirm this to go on.",
	"string.email":       "Enter an e-mail address, such as ada@example.org.",
	"string.email_empty": "Enter an e-mail address, such as ada@example.org.",
	"string.pattern":     "This is not in the form that is asked for.",
	"string.min_len":     "Enter at least {0} characters.",
	"string.max_len":     "Use at most {0} characters.",
	"string.max_bytes":   "This is too long.",
	"bytes.min_len":      "This is empty: send the file, in JSON as base64.",
	"bytes.max_len":      "This is too large.",
	"repeated.min_items": "Give at least {0}.",
	"repeated.max_items": "Give at most {0}.",
	"enum.defined_only":  "Choose one of those that there are.",
	"enum.not_in":        "Choose one of those that there are.",
}

// numberWords are ruleWords for numbers of every type.
var numberWords = map[string]string{
	"gt":      "Enter a number above {0}.",
	"gte":     "Enter {0} or more.",
	"lt":      "Enter a number below {0}.",
	"lte":     "Enter {0} or less.",
	"gte_lte": "Enter a number from {0} to {1}.",
	"gt_lte":  "Enter a number above {0}, up to {1}.",
}

// fieldWords are for fields of which the rule alone says too little.
var fieldWords = map[string]string{
	"terms_accepted bool.const": "Accept the terms to open an account.",
	"consent bool.const":        "Confirm that everybody who is heard agrees.",
	"language string.pattern":   "Enter a language's code of two letters, such as en.",
}

// worded says what a broken rule asks for.
func worded(path string, v *validate.Violation) string {
	id := v.GetRuleId()
	if words, ok := fieldWords[path[strings.LastIndexByte(path, '.')+1:]+" "+id]; ok {
		return words
	}
	words, ok := ruleWords[id]
	if !ok {
		_, rule, _ := strings.Cut(id, ".")
		if rule == "in" {
			return "Choose one of: " + choices(v.GetMessage()) + "."
		}
		if words, ok = numberWords[rule]; !ok {
			return "This is not what is asked for."
		}
	}
	for i, n := range bound.FindAllString(v.GetMessage(), -1) {
		if n == "1" {
			words = strings.Replace(words, "{0} characters", "{0} character", 1)
		}
		words = strings.ReplaceAll(words, "{"+strconv.Itoa(i)+"}", n)
	}
	return words
}

// choices are those in the validator's "must be in list [a, b]". An empty one is
// for what may be left out.
func choices(message string) string {
	_, list, _ := strings.Cut(message, "[")
	return strings.TrimPrefix(strings.TrimSuffix(list, "]"), ", ")
}
