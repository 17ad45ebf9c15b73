package store

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"

	"go.mongodb.org/mongo-driver/v2/bson"

	"github.com/interviewai-pro/interviewai/server/store/internal/raw"
)

const (
	// KeyBytes is the length of an encryption key (AES-256).
	KeyBytes = 32
	// sealedSubtype marks an encrypted field: a binary value of the first subtype that BSON leaves to its users.
	sealedSubtype = 0x80
	keyIDBytes    = 4
)

// Sealer encrypts single fields with AES-256-GCM. What it makes is bound to its collection, document and field, so
// that an encrypted value copied elsewhere does not open.
type Sealer struct {
	current string
	keys    map[string]cipher.AEAD // by key id
}

// NewSealer encrypts with the current key and reads what any of the keys encrypted, so that a key can be replaced
// while documents under the old one remain. Keys are KeyBytes long.
func NewSealer(current []byte, old ...[]byte) (*Sealer, error) {
	s := &Sealer{keys: map[string]cipher.AEAD{}}
	for _, key := range append([][]byte{current}, old...) {
		if len(key) != KeyBytes {
			return nil, fmt.Errorf("an encryption key has %d bytes, not %d", KeyBytes, len(key))
		}
		block, err := aes.NewCipher(key)
		if err != nil {
			return nil, fmt.Errorf("make cipher: %w", err)
		}
		aead, err := cipher.NewGCMWithRandomNonce(block)
		if err != nil {
			return nil, fmt.Errorf("make cipher: %w", err)
		}
		sum := sha256.Sum256(append([]byte("interviewai store key\x00"), key...))
		id := string(sum[:keyIDBytes])
		if s.current == "" {
			s.current = id
		}
		s.keys[id] = aead
	}
	return s, nil
}

// NewKey makes a random key for NewSealer.
func NewKey() []byte {
	key := make([]byte, KeyBytes)
	_, _ = rand.Read(key) // never fails: crypto/rand ends the program instead
	return key
}

// seal replaces the named fields by their encrypted form: key id, nonce, then the BSON type and value.
func (s *Sealer) seal(collection, id string, fields []string, doc bson.Raw) (bson.Raw, error) {
	return raw.Map(doc, func(key string, v bson.RawValue) (bson.RawValue, error) {
		if !slices.Contains(fields, key) {
			return v, nil
		}
		plain := append([]byte{byte(v.Type)}, v.Value...)
		sealed := s.keys[s.current].Seal([]byte(s.current), nil, plain, binding(collection, id, key)) //nolint:gosec // this AEAD makes a random nonce itself and must be given none
		return raw.Value(bson.Binary{Subtype: sealedSubtype, Data: sealed})
	})
}

// open reverses seal. A named field that is not encrypted was written before it was declared so, and is taken as is.
func (s *Sealer) open(collection, id string, fields []string, doc bson.Raw) (bson.Raw, error) {
	return raw.Map(doc, func(key string, v bson.RawValue) (bson.RawValue, error) {
		subtype, data, ok := v.BinaryOK()
		if !slices.Contains(fields, key) || !ok || subtype != sealedSubtype {
			return v, nil
		}
		if len(data) < keyIDBytes {
			return v, fmt.Errorf("decrypt %s: value too short", key)
		}
		aead, ok := s.keys[string(data[:keyIDBytes])]
		if !ok {
			return v, fmt.Errorf("decrypt %s: it was encrypted with a key that is not configured: add that key to "+
				"DOCUMENTS_KEYS_OLD (for the data directory's own: base64 documents.key), or set the right DOCUMENTS_KEY", key)
		}
		plain, err := aead.Open(nil, nil, data[keyIDBytes:], binding(collection, id, key))
		if err != nil || len(plain) == 0 {
			return v, fmt.Errorf("decrypt %s: %w", key, errors.Join(err, errors.New("the value was changed or moved")))
		}
		return bson.RawValue{Type: bson.Type(plain[0]), Value: plain[1:]}, nil
	})
}

func binding(collection, id, field string) []byte {
	return []byte(collection + "\x00" + id + "\x00" + field)
}
