package tailor

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/interviewai-pro/interviewai/server/coach/answer"
	"github.com/interviewai-pro/interviewai/server/prompt"
)

const (
	// batchBytes is how much of the CV one call is about.
	batchBytes = 6_000
	// maxBatches bounds the calls of one proposal.
	maxBatches = 8
	// maxJob is how much of a job description is shown, in bytes.
	maxJob = 6_000
)

// batches are the fields in groups of one prompt's size.
func batches(fields []field) [][]field {
	var out [][]field
	size := 0
	for _, f := range fields {
		if len(out) == 0 || size+len(f.text) > batchBytes {
			if len(out) == maxBatches {
				break
			}
			out, size = append(out, nil), 0
		}
		out[len(out)-1] = append(out[len(out)-1], f)
		size += len(f.text)
	}
	return out
}

// request asks for changes of some values. Each stands in its line as a JSON
// string, so that the model can copy it exactly, line breaks and all.
func (w *work) request(batch []field) prompt.Request {
	values := prompt.Block{Name: "values"}
	line := func(label, text string) {
		if text != "" {
			quoted, _ := json.Marshal(text) // a string has no error
			values.Lines = append(values.Lines, prompt.Line{Label: label, Text: string(quoted)})
		}
	}
	for _, f := range batch {
		line(f.path, f.text)
	}
	line("role", w.TargetRole)
	line("company", w.Company)
	for _, a := range w.Additions {
		line("owner says", a)
	}
	job := prompt.Text("job", strings.ToValidUTF8(w.JobDescription[:min(len(w.JobDescription), maxJob)], ""))
	return prompt.Request{Task: task(w.Level), Form: form, Blocks: []prompt.Block{values, job}, Need: answer.NeedStrong}
}

const form = `{"changes":[{"path":"…","before":"…","after":"…","kind":"grammar|verb|keyword|format"}]}`

// task is ours; no outside text is in it.
func task(level Level) string {
	return fmt.Sprintf(`You improve the wording of a CV. You propose changes of single values: the block "values" has each with its path, as a JSON string; "job" is what the CV is meant for.
Each number, name, technology, title, degree, date and claim in your text must stand in the value that you change, of the same thing, or in a line "owner says". Use the words of the value. Never make a claim greater: who assisted did not lead. Keep every number and every "not".
Write in the language of the value. No links, no markup, no line breaks that were not there.
%s
"path" and "before" are copied exactly from the data; at most one change a path. Leave out values that are good as they are.`, map[Level]string{
		Light:      "Correct spelling, grammar and form alone.",
		Moderate:   "Correct mistakes, begin with a verb that says what was done, leave out fillers.",
		Aggressive: "Correct mistakes, begin with a verb that says what was done, leave out fillers and clichés, and be as short as the facts allow.",
	}[level])
}
