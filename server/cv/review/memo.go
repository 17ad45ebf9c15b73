package review

import (
	"crypto/sha256"
	"encoding/json"
	"sync"

	"github.com/interviewai-pro/interviewai/server/cv"
	"github.com/interviewai-pro/interviewai/server/cv/document"
)

// maxScores is how many scores are remembered.
const maxScores = 512

// scores remembers the scores of CVs as they are, so that each keystroke in the
// editor scores one text and not two. They follow from the reading alone, so its
// hash tells them apart; no word of a CV is kept.
type scores struct {
	mu    sync.Mutex
	known map[[sha256.Size]byte]int
}

// of returns what is remembered of a reading, or else what make says.
func (s *scores) of(doc *document.Document, p *cv.Parsed, made func() int) int {
	text, err := json.Marshal([]any{doc, p})
	if err != nil { // of no value that a reading can have
		return made()
	}
	key := sha256.Sum256(text)
	s.mu.Lock()
	score, ok := s.known[key]
	s.mu.Unlock()
	if ok {
		return score
	}
	score = made()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.known == nil || len(s.known) >= maxScores {
		s.known = map[[sha256.Size]byte]int{}
	}
	s.known[key] = score
	return score
}
