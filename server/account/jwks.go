package account

import (
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"math/big"
)

// JWKSPath is where the public keys are published.
const JWKSPath = "/.well-known/jwks.json"

// JWKS is a JSON Web Key Set (RFC 7517).
type JWKS struct {
	Keys []JWK `json:"keys"`
}

// JWK is one public RSA key (RFC 7517, RFC 7518 §6.3).
type JWK struct {
	Type      string `json:"kty"`
	Use       string `json:"use"`
	Algorithm string `json:"alg"`
	ID        string `json:"kid"`
	Modulus   string `json:"n"`
	Exponent  string `json:"e"`
}

func newJWK(id string, key *rsa.PublicKey) JWK {
	return JWK{Type: "RSA", Use: "sig", Algorithm: "RS256", ID: id, Modulus: encodeInt(key.N), Exponent: encodeInt(big.NewInt(int64(key.E)))}
}

func (k JWK) publicKey() (*rsa.PublicKey, error) {
	n, err := base64.RawURLEncoding.DecodeString(k.Modulus)
	if err != nil {
		return nil, fmt.Errorf("modulus: %w", err)
	}
	e, err := base64.RawURLEncoding.DecodeString(k.Exponent)
	if err != nil {
		return nil, fmt.Errorf("exponent: %w", err)
	}
	exponent := new(big.Int).SetBytes(e)
	if k.Type != "RSA" || len(n) < keyBits/8 || !exponent.IsInt64() || exponent.Int64() < 3 || exponent.Int64() > 1<<31-1 {
		return nil, errors.New("not an RSA key we accept")
	}
	return &rsa.PublicKey{N: new(big.Int).SetBytes(n), E: int(exponent.Int64())}, nil
}

// PublicKeys returns the keys by id. It refuses the set if one key is not an
// RSA key of at least 2048 bits.
func (s JWKS) PublicKeys() (map[string]*rsa.PublicKey, error) {
	keys := map[string]*rsa.PublicKey{}
	for _, jwk := range s.Keys {
		key, err := jwk.publicKey()
		if err != nil {
			return nil, fmt.Errorf("key %s: %w", jwk.ID, err)
		}
		keys[jwk.ID] = key
	}
	return keys, nil
}

// thumbprint is the key's id (RFC 7638): the same key has the same id wherever
// it is read.
func thumbprint(key *rsa.PublicKey) string {
	text := fmt.Sprintf(`{"e":%q,"kty":"RSA","n":%q}`, encodeInt(big.NewInt(int64(key.E))), encodeInt(key.N))
	sum := sha256.Sum256([]byte(text))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

func encodeInt(n *big.Int) string { return base64.RawURLEncoding.EncodeToString(n.Bytes()) }
