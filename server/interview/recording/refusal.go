package recording

import (
	"time"

	"github.com/interviewai-pro/interviewai/server/fault"
)

// The bounds of one recording and of one person's.
const (
	// MaxBytes holds five minutes of uncompressed stereo at 48 kHz.
	MaxBytes = 60 << 20
	// MaxDuration is the longest answer (specification MI-002).
	MaxDuration = 5 * time.Minute
	// PartBytes is the most that is held in memory and kept as one blob.
	PartBytes = 1 << 20
	// MaxParts bounds an upload that comes in very small pieces.
	MaxParts = 256
	// MaxADay is how many recordings one person may begin in a day: an interview of
	// twenty questions with two follow-ups each, twice.
	MaxADay = 120
	// MaxKept is how many recordings one person may keep.
	MaxKept = 100
	// Life is how long the sound is there.
	Life = 24 * time.Hour
)

// The refusals of what was sent.
var (
	ErrNotFound = fault.New(fault.NotFound, "not_found", "There is no such recording.")
	ErrEmpty    = fault.New(fault.Invalid, "recording_empty", "The recording is empty.").WithFields(fault.Field{Path: "audio", Rule: "required", Message: "It is empty."})
	ErrTooLarge = fault.New(fault.Invalid, "recording_too_large", "The recording is larger than 60 MB. Five minutes as webm, ogg, mp3 or m4a are much smaller.")
	ErrFormat   = fault.New(fault.Invalid, "recording_format", "This is no recording that we can read. Send sound as wav, webm, ogg, mp3 or m4a.").WithFields(fault.Field{Path: "audio", Rule: "format", Message: "It is no wav, webm, ogg, mp3 or m4a."})
	ErrOffset   = fault.New(fault.Conflict, "recording_offset", "The recording goes on at another place. Ask where (HEAD) and send from there.")
	ErrComplete = fault.New(fault.Conflict, "recording_complete", "This recording has arrived already.")
	ErrPieces   = fault.Newf(fault.Invalid, "recording_pieces", "The recording came in more than %d pieces. Send it again in larger ones.", MaxParts)
	ErrExpired  = fault.New(fault.NotFound, "recording_expired", "The sound of this recording was deleted. Recordings are deleted after 24 hours unless you keep them.")
	ErrADay     = fault.Newf(fault.Limited, "recording_limit", "You have made %d recordings today, which is the most. Write your answers, or come back tomorrow.", MaxADay)
	ErrKept     = fault.Newf(fault.Limited, "recording_kept_limit", "You keep %d recordings, which is the most. Delete one first.", MaxKept)
)

// The refusals of what was recorded, which end a recording. Their messages are
// said in the interview's language: see words.
var (
	// ErrTooLong is a recording of more than MaxDuration.
	ErrTooLong = fault.New(fault.Invalid, "recording_too_long", "The recording is longer than 5 minutes.")
	// ErrNoSpeech is a recording in which no words were heard.
	ErrNoSpeech = fault.New(fault.Invalid, "recording_no_speech", "No words could be heard in this recording. Check the microphone and record your answer again.")
	// ErrUnreadable is a recording that takes too long to decode.
	ErrUnreadable = fault.New(fault.Invalid, "recording_unreadable", "This recording could not be read. Record your answer again.")
	// ErrUnfinished is an upload that was not finished within Life.
	ErrUnfinished = fault.New(fault.Invalid, "recording_unfinished", "The upload of this recording was never finished.")
	// ErrNotTranscribed is a recording for which no recogniser was there within
	// Life.
	ErrNotTranscribed = fault.New(fault.Invalid, "recording_not_transcribed", "Speech recognition was not available for a day. Answer again, or write your answer.")
	// ErrWaiting is no end: the recogniser is away, and is asked again.
	ErrWaiting = fault.New(fault.Unavailable, "transcription_unavailable", "Speech recognition is not available now. Your recording is kept and will be tried again.")
)
