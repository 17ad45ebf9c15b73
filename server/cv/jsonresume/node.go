package jsonresume

import (
	"fmt"
	"net/mail"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/fault"
)

// Bounds of a document: no CV has more, and hostile ones shall cost little.
const (
	// MaxBytes is the size of a document.
	MaxBytes = 1 << 20
	maxText  = 20_000 // bytes of a text
	maxItems = 300    // of a list
)

// checker keeps the first mistake.
type checker struct{ err error }

// node is a value of the document and its JSON path, such as work[0].startDate.
type node struct {
	path  string
	value any
	c     *checker
}

func (n node) refuse(rule, message string) {
	if n.c.err == nil {
		n.c.err = fault.BadField(n.path, rule, n.path+": "+message)
	}
}

// field is one of an object's; a missing one is null, which every reader takes
// for empty.
func (n node) field(name string) node {
	out := node{path: strings.TrimPrefix(n.path+"."+name, "."), c: n.c}
	switch object := n.value.(type) {
	case map[string]any:
		out.value = object[name]
	case nil:
	default:
		n.refuse("object", "must be an object")
	}
	return out
}

func (n node) list() []node {
	if n.value == nil {
		return nil
	}
	all, ok := n.value.([]any)
	if !ok {
		n.refuse("array", "must be an array")
		return nil
	}
	if len(all) > maxItems {
		n.refuse("max_items", fmt.Sprintf("must have at most %d items", maxItems))
		return nil
	}
	out := make([]node, 0, len(all))
	for i, value := range all {
		out = append(out, node{path: n.path + "[" + strconv.Itoa(i) + "]", value: value, c: n.c})
	}
	return out
}

// text is a string, trimmed.
func (n node) text() string {
	if n.value == nil {
		return ""
	}
	text, ok := n.value.(string)
	if !ok {
		n.refuse("string", "must be a string")
		return ""
	}
	if len(text) > maxText {
		n.refuse("max_length", fmt.Sprintf("must have at most %d bytes", maxText))
		return ""
	}
	return strings.TrimSpace(text)
}

func (n node) texts() []string {
	var out []string
	for _, one := range n.list() {
		if text := one.text(); text != "" {
			out = append(out, text)
		}
	}
	return out
}

func (n node) flag() bool {
	if n.value == nil {
		return false
	}
	value, ok := n.value.(bool)
	if !ok {
		n.refuse("boolean", "must be true or false")
	}
	return value
}

// number is one from 0 to most.
func (n node) number(most int) int {
	if n.value == nil {
		return 0
	}
	value, ok := n.value.(float64)
	if !ok || value < 0 || value > float64(most) || value != float64(int(value)) {
		n.refuse("number", fmt.Sprintf("must be a whole number from 0 to %d", most))
		return 0
	}
	return int(value)
}

// dateForm is the schema's: a year, a month or a day.
var dateForm = regexp.MustCompile(`^\d{4}(-\d{2}(-\d{2})?)?$`)

func isDate(text string) bool {
	_, err := time.Parse("2006-01-02"[:min(len(text), 10)], text)
	return dateForm.MatchString(text) && err == nil
}

// date is a year or a month; of a day the month.
func (n node) date() cv.Date {
	text := n.text()
	if text == "" {
		return cv.Date{}
	}
	if !isDate(text) {
		n.refuse("iso8601", "must be a date as ISO 8601 has it: 2021, 2021-03 or 2021-03-15")
		return cv.Date{}
	}
	year, _ := strconv.Atoi(text[:4]) // digits, see dateForm
	out := cv.Date{Year: year}
	if len(text) > 4 {
		out.Month, _ = strconv.Atoi(text[5:7])
	}
	return out
}

// url is an address of the web.
func (n node) url() string {
	text := n.text()
	if text == "" {
		return ""
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || len(text) > 500 || strings.ContainsAny(text, " \t\n") {
		n.refuse("uri", "must be an address of the web with http:// or https://, of at most 500 bytes")
		return ""
	}
	return text
}

func (n node) email() string {
	text := n.text()
	if text == "" {
		return ""
	}
	if a, err := mail.ParseAddress(text); err != nil || a.Address != text {
		n.refuse("email", "must be an e-mail address")
		return ""
	}
	return text
}
