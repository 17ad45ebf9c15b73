package answer

// Outline makes the outline that stands for an answer when there is no model,
// streaming it as Write does. It invents nothing: every fact in it is a line
// of the CV or the job description.
func (w *Writer) Outline(r Request, emit func(delta string) error) (Result, error) {
	r = r.normal()
	a, pieces := outline(r)
	for _, p := range pieces {
		if err := emit(p); err != nil {
			return Result{}, err
		}
	}
	return Result{Answer: a}, nil
}
