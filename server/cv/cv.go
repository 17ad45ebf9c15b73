package cv

import (
	"strconv"
	"time"

	"github.com/interviewai-pro/interviewai/server/cv/document"
	"github.com/interviewai-pro/interviewai/server/store"
)

// Status is how far the reading of a CV is, in the specification's words.
type Status string

// The statuses.
const (
	Pending    Status = "pending"
	Processing Status = "processing"
	Completed  Status = "completed"
	Failed     Status = "failed"
)

// Stage is the same, finer.
type Stage string

// The stages, in their order.
const (
	StageReceived  Stage = "received"
	StageReading   Stage = "reading"
	StageStructure Stage = "structure"
	StageCompleted Stage = "completed"
	StageFailed    Stage = "failed"
)

// Progress is the stage in per cent of the way.
func (s Stage) Progress() int {
	return map[Stage]int{StageReceived: 5, StageReading: 20, StageStructure: 80, StageCompleted: 100, StageFailed: 100}[s]
}

// Over reports whether no stage follows.
func (s Stage) Over() bool { return s == StageCompleted || s == StageFailed }

// Failure is why a file was not taken as a CV.
type Failure struct {
	// Reason is a fault's.
	Reason string `bson:"reason"`
	// Message for a person.
	Message string `bson:"message"`
}

// File is one version of a CV.
type File struct {
	// Version counts from 1 and is never given twice.
	Version  int    `bson:"version"`
	FileName string `bson:"fileName"`
	FileSize int64  `bson:"fileSize"`
	MimeType string `bson:"mimeType"`
	// UploadedAt is when it was uploaded or restored.
	UploadedAt time.Time `bson:"uploadedAt"`
	// Scanned tells whether a virus scanner has seen it.
	Scanned bool `bson:"scanned"`
	// RestoredFrom is the version whose copy it is; 0 for an uploaded one.
	RestoredFrom int `bson:"restoredFrom"`
	// Corrections of what is read from it.
	Corrections []Correction `bson:"corrections"`
}

// Correction is one value of what was read, as its owner wants it.
type Correction struct {
	// Path of the value, such as "experience[0].title".
	Path string `bson:"path"`
	// Value is what it should be; empty clears it.
	Value string `bson:"value"`
}

// CV is somebody's CV: its present file and those before.
type CV struct {
	ID     string `bson:"_id"`
	UserID string `bson:"userId"`
	File   `bson:",inline"`
	// Earlier are the versions before, newest first.
	Earlier []File `bson:"versions"`
	// Keys of the kept files, by version: see seal.
	Keys map[string][]byte `bson:"keys"`
	// JobDescription is the job it is meant for.
	JobDescription string   `bson:"jobDescription"`
	Status         Status   `bson:"analysisStatus"`
	Stage          Stage    `bson:"stage"`
	Failure        *Failure `bson:"failure,omitempty"`
	// StageAt is when the stage began.
	StageAt time.Time `bson:"stageAt"`
	// CorrectedAt is when the last correction was made or taken back.
	CorrectedAt time.Time `bson:"correctedAt,omitempty"`
	// Deleting hides what is being deleted.
	Deleting bool `bson:"deleting"`
	// ExpiresAt is set of a CV of which nothing could be read.
	ExpiresAt time.Time `bson:"expiresAt,omitempty"`
}

// Files are all kept versions, newest first.
func (c *CV) Files() []File { return append([]File{c.File}, c.Earlier...) }

// ChangedAt is when it was read or last corrected.
func (c *CV) ChangedAt() time.Time {
	if c.CorrectedAt.After(c.StageAt) {
		return c.CorrectedAt
	}
	return c.StageAt
}

// file finds a kept version.
func (c *CV) file(version int) (File, bool) {
	for _, f := range c.Files() {
		if f.Version == version {
			return f, true
		}
	}
	return File{}, false
}

// enter goes to a stage.
func (c *CV) enter(stage Stage, now time.Time) {
	c.Stage, c.StageAt, c.Failure = stage, now, nil
	c.Status = map[Stage]Status{
		StageReceived: Pending, StageReading: Processing, StageStructure: Processing, StageCompleted: Completed, StageFailed: Failed,
	}[stage]
}

// blobName is where a version's file is kept, among its owner's.
func blobName(id string, version int) string { return blobFolder(id) + strconv.Itoa(version) }

func blobFolder(id string) string { return BlobPrefix + id + "/" }

// BlobPrefix begins the names of all CVs' files.
const BlobPrefix = "cvs/"

const byUser = "by_user"

func cvCollection() store.Definition[CV] {
	return store.Define[CV]("cvs", store.Schema{
		Owner:     "userId",
		Expiry:    store.Expiry{Field: "expiresAt"},
		Indexes:   []store.Index{{Name: byUser, Fields: []string{"userId", "uploadedAt"}}},
		Encrypted: []string{"fileName", "corrections", "versions", "keys", "jobDescription"},
		Hidden:    []string{"keys", "deleting"},
	})
}

// reading is what was read from a CV's present version, without corrections.
type reading struct {
	ID      string    `bson:"_id"` // the CV's
	UserID  string    `bson:"userId"`
	Version int       `bson:"version"`
	Parsed  Parsed    `bson:"parsedData"`
	ReadAt  time.Time `bson:"readAt"`
	// Document it was read from.
	Document *document.Document `bson:"document"`
	// Comments are nil until a model was asked.
	Comments *Comments `bson:"comments,omitempty"`
}

func readingCollection() store.Definition[reading] {
	return store.Define[reading]("cv_readings", store.Schema{
		Owner: "userId", Encrypted: []string{"document", "parsedData", "comments"},
	})
}
