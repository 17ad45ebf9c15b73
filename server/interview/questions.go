package interview

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/interviewai-pro/interviewai/server/fault"
	"github.com/interviewai-pro/interviewai/server/interview/bank"
	"github.com/interviewai-pro/interviewai/server/store"
)

var (
	errNoQuestion = fault.New(fault.NotFound, "question_not_found", "The bank has no such question.")
	errTaken      = fault.New(fault.Conflict, "question_exists", "The bank has a question with this id. Update it, or choose another id.")
	errOne        = fault.BadField("yaml", "one", "Give one question, as a list with one element.")
	errOtherID    = fault.BadField("yaml", "id", "The id in the YAML is not that of the question.")
	errNoDomain   = fault.BadField("domain", "known", "The bank has no questions of this domain. Leave it out to see all.")
	errNoList     = fault.BadField("yaml", "list", "Give a list of questions.")
)

// maxFaults bounds what is told of what is wrong with questions at once.
const maxFaults = 20

// Banked is a question of the bank, and how it did.
type Banked struct {
	*bank.Question
	// YAML is the question in the bank's form.
	YAML string
	// ByAdmin tells that an administrator has added or changed it, at At.
	ByAdmin bool
	At      time.Time
	Retired bool
	// Asked is how often it was asked, and Average the mean score of its answers,
	// 0 to 10; nil without any.
	Asked   int64
	Average *float64
}

// ListQuestions returns a page of the questions of the bank, by id: those after one,
// of a domain or, where that is empty, of all.
func (s *Service) ListQuestions(ctx context.Context, domain string, size int, after string) ([]Banked, string, error) {
	if size == 0 {
		size = 20
	}
	all, err := s.bank(ctx)
	if err != nil {
		return nil, "", err
	}
	if domain != "" && !slices.ContainsFunc(sortedKeys(all), func(id string) bool { return all[id].Domain == domain }) {
		return nil, "", errNoDomain
	}
	var page []Banked
	for _, id := range sortedKeys(all) {
		b := all[id]
		if id <= after || domain != "" && b.Domain != domain {
			continue
		}
		if len(page) == size {
			return page, page[size-1].ID, nil
		}
		if err := s.counted(ctx, &b); err != nil {
			return nil, "", err
		}
		page = append(page, b)
	}
	return page, "", nil
}

// bank are all questions by id, also those that are retired, without their
// counts.
func (s *Service) bank(ctx context.Context) (map[string]Banked, error) {
	own, err := bank.All()
	if err != nil {
		return nil, err //nolint:wrapcheck // the bank says what it did
	}
	changed, _, err := s.shelf.changed(ctx)
	if err != nil {
		return nil, err
	}
	all := map[string]Banked{}
	for i := range own {
		all[own[i].ID] = Banked{Question: &own[i]}
	}
	for id, a := range changed {
		b := all[id]
		b.At, b.Retired = a.At, a.Retired
		if q := a.question(); q != nil {
			b.Question, b.ByAdmin = q, true
		}
		if b.Question != nil {
			all[id] = b
		}
	}
	return all, nil
}

func (s *Service) counted(ctx context.Context, b *Banked) error {
	c, err := s.shelf.of(ctx, b.ID)
	if err != nil {
		return err
	}
	b.Asked = c.Asked
	if c.Scored > 0 {
		mean := float64(c.Sum) / 10 / float64(c.Scored)
		b.Average = &mean
	}
	b.YAML, err = inYAML(b.Question)
	return err
}

func inYAML(q *bank.Question) (string, error) {
	var out strings.Builder
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2)
	if err := encoder.Encode([]bank.Question{*q}); err != nil {
		return "", fmt.Errorf("write question: %w", err)
	}
	return out.String(), nil
}

// CreateQuestion adds a question to the bank.
func (s *Service) CreateQuestion(ctx context.Context, text string) (Banked, error) {
	q, err := one(text)
	if err != nil {
		return Banked{}, err
	}
	all, err := s.bank(ctx)
	if err != nil {
		return Banked{}, err
	}
	if _, ok := all[q.ID]; ok {
		return Banked{}, errTaken
	}
	if err := judge(text, all); err != nil {
		return Banked{}, err
	}
	err = s.shelf.added.Insert(ctx, Added{ID: q.ID, YAML: text, At: s.Now()})
	if errors.Is(err, store.ErrExists) {
		return Banked{}, errTaken
	}
	if err != nil {
		return Banked{}, fmt.Errorf("add question: %w", err)
	}
	s.shelf.forget()
	return s.question(ctx, q.ID)
}

// UpdateQuestion changes a question of the bank, also one that the program came
// with or that is retired.
func (s *Service) UpdateQuestion(ctx context.Context, id, text string) (Banked, error) {
	q, err := one(text)
	if err != nil {
		return Banked{}, err
	}
	if q.ID != id {
		return Banked{}, errOtherID
	}
	all, err := s.bank(ctx)
	if err != nil {
		return Banked{}, err
	}
	if _, ok := all[id]; !ok {
		return Banked{}, errNoQuestion
	}
	if err := judge(text, all); err != nil {
		return Banked{}, err
	}
	if err := s.put(ctx, Added{ID: id, YAML: text, At: s.Now()}); err != nil {
		return Banked{}, err
	}
	return s.question(ctx, id)
}

// DeleteQuestion removes what administrators did to a question; one that the
// program came with, and that nobody has changed, is retired.
func (s *Service) DeleteQuestion(ctx context.Context, id string) error {
	b, err := s.question(ctx, id)
	if err != nil {
		return err
	}
	if !b.ByAdmin {
		return s.put(ctx, Added{ID: id, Retired: true, At: s.Now()})
	}
	if err := s.shelf.added.Delete(ctx, id); err != nil && !errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("delete question: %w", err)
	}
	s.shelf.forget()
	return nil
}

// ImportQuestions adds and changes many questions: all, or none when one is not
// good.
func (s *Service) ImportQuestions(ctx context.Context, text string, dry bool) (created, updated int, err error) {
	all, err := s.bank(ctx)
	if err != nil {
		return 0, 0, err
	}
	questions, err := bank.Parse([]byte(text))
	if err == nil && len(questions) == 0 {
		return 0, 0, errNoList
	}
	if err := judge(text, all); err != nil {
		return 0, 0, err
	}
	if err != nil {
		return 0, 0, errNoList.Because(err)
	}
	for i := range questions {
		q := &questions[i]
		if _, ok := all[q.ID]; ok {
			updated++
		} else {
			created++
		}
		if dry {
			continue
		}
		own, err := inYAML(q)
		if err == nil {
			err = s.put(ctx, Added{ID: q.ID, YAML: own, At: s.Now()})
		}
		if err != nil {
			return 0, 0, err
		}
	}
	return created, updated, nil
}

// put writes a question over what was there.
func (s *Service) put(ctx context.Context, a Added) error {
	err := s.shelf.added.Insert(ctx, a)
	if errors.Is(err, store.ErrExists) {
		_, err = s.shelf.added.Update(ctx, a.ID, func(old *Added) error { *old = a; return nil })
	}
	if err != nil {
		return fmt.Errorf("keep question: %w", err)
	}
	s.shelf.forget()
	return nil
}

// question is one of the bank.
func (s *Service) question(ctx context.Context, id string) (Banked, error) {
	all, err := s.bank(ctx)
	if err != nil {
		return Banked{}, err
	}
	b, ok := all[id]
	if !ok {
		return Banked{}, errNoQuestion
	}
	return b, s.counted(ctx, &b)
}

// one reads the one question of a YAML text.
func one(text string) (bank.Question, error) {
	all, err := bank.Parse([]byte(text))
	if err != nil {
		return bank.Question{}, judge(text, nil)
	}
	if len(all) != 1 {
		return bank.Question{}, errOne
	}
	return all[0], nil
}

// judge refuses questions with which anything is wrong beside the bank's, and says
// what. Those that are retired are not asked, and may be asked in other words.
func judge(text string, all map[string]Banked) error {
	var known []*bank.Question
	for _, id := range sortedKeys(all) {
		if b := all[id]; !b.Retired {
			known = append(known, b.Question)
		}
	}
	found := bank.CheckAdded([]byte(text), known)
	if len(found) == 0 {
		return nil
	}
	var fields []fault.Field
	for _, f := range found[:min(len(found), maxFaults)] {
		fields = append(fields, fault.Field{Path: "yaml", Rule: "bank", Message: f.String()})
	}
	return fault.Newf(fault.Invalid, "question_refused", "Nothing was kept. Faults in these questions: %d. Mend them and send the questions again.", len(found)).WithFields(fields...)
}

func sortedKeys[T any](m map[string]T) []string { return slices.Sorted(maps.Keys(m)) }
