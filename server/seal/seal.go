// Package seal encrypts people's files, each with a key of its own. The key stands in
// the document that knows of the file, among the fields that the store encrypts: so
// keys of the store are replaced without touching a file, and without the document
// a file says nothing to anybody.
package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"fmt"
)

// keyBytes is the length of a file's key (AES-256).
const keyBytes = 32

// NewKey makes a key for one file.
func NewKey() []byte {
	key := make([]byte, keyBytes)
	_, _ = rand.Read(key) // never fails: crypto/rand ends the program instead
	return key
}

// Seal encrypts a file, or a part of one, with AES-256-GCM, bound to its place: at
// another it cannot be opened.
func Seal(key []byte, place string, file []byte) ([]byte, error) {
	aead, err := aeadOf(key)
	if err != nil {
		return nil, err
	}
	return aead.Seal(nil, nil, file, []byte(place)), nil //nolint:gosec // this AEAD makes a random nonce itself and must be given none
}

// Open reverses Seal.
func Open(key []byte, place string, sealed []byte) ([]byte, error) {
	aead, err := aeadOf(key)
	if err != nil {
		return nil, err
	}
	file, err := aead.Open(nil, nil, sealed, []byte(place))
	if err != nil {
		return nil, fmt.Errorf("decrypt file: %w", err)
	}
	return file, nil
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
