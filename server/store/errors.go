package store

import "errors"

// The errors that callers decide on. Everything else an operation returns means that the store itself failed.
var (
	// ErrNotFound: no document has that key, or it belongs to somebody else (see [Collection.Of]).
	ErrNotFound = errors.New("not found")
	// ErrExists: a document with that key is already there.
	ErrExists = errors.New("already exists")
	// ErrLimit: the increment would have passed its limit, so nothing was changed.
	ErrLimit = errors.New("limit reached")
	// ErrConflict: an update lost against others too many times in a row; trying later may succeed.
	ErrConflict = errors.New("too many concurrent changes")
	// ErrPageToken: the page token was not made by the same query.
	ErrPageToken = errors.New("page token does not belong to this query")
	// ErrFixedField: an update tried to change a document's key or owner.
	ErrFixedField = errors.New("key and owner of a document cannot change")
)
