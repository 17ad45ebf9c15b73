package recording

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"fmt"
)

// keyBytes is the length of a recording's key (AES-256).
const keyBytes = 32

// newKey makes a key for one recording. It stands in the recording's document,
// among the fields that the store encrypts: without the document its parts say
// nothing to anybody.
func newKey() []byte {
	key := make([]byte, keyBytes)
	_, _ = rand.Read(key) // never fails: crypto/rand ends the program instead
	return key
}

// seal encrypts a part with AES-256-GCM, bound to its place.
func seal(key []byte, place string, content []byte) ([]byte, error) {
	aead, err := aeadOf(key)
	if err != nil {
		return nil, err
	}
	return aead.Seal(nil, nil, content, []byte(place)), nil //nolint:gosec // this AEAD makes a random nonce itself and must be given none
}

// unseal reverses seal.
func unseal(key []byte, place string, sealed []byte) ([]byte, error) {
	aead, err := aeadOf(key)
	if err != nil {
		return nil, err
	}
	content, err := aead.Open(nil, nil, sealed, []byte(place))
	if err != nil {
		return nil, fmt.Errorf("decrypt part: %w", err)
	}
	return content, nil
}

func aeadOf(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("make cipher: %w", err)
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return nil, fmt.Errorf("make cipher: %w", err)
	}
	return aead, nil
}
