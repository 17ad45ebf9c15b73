package web

import (
	"regexp"
	"strings"

	"connectrpc.com/vanguard"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
)

// strictJSON refuses fields that a call about CVs does not have, so that nobody
// waits for what a misspelt one should have done. The other calls pass them over,
// as their clients may be newer than the service.
type strictJSON struct{ *vanguard.JSONCodec }

func newJSON(types vanguard.TypeResolver) vanguard.Codec {
	return strictJSON{vanguard.NewJSONCodec(types)}
}

// strictFiles begin the paths of the files whose messages are read strictly.
const strictFiles = "interviewai/v1/cv"

// Unmarshal implements vanguard.Codec.
func (j strictJSON) Unmarshal(data []byte, m proto.Message) error {
	o := j.UnmarshalOptions
	o.DiscardUnknown = !strings.HasPrefix(m.ProtoReflect().Descriptor().ParentFile().Path(), strictFiles)
	return protojson.UnmarshalOptions.Unmarshal(o, data, m) //nolint:wrapcheck // the transcoder reads its words
}

// The words in which protojson refuses a text; it writes some of its spaces as
// no-break spaces, so that nobody compares them.
var (
	jsonUnknown = regexp.MustCompile(`unknown field "([^"]{1,100})"`)
	jsonInvalid = regexp.MustCompile(`invalid value for (?:[a-z0-9]+ )?field ([A-Za-z0-9_.]{1,100})`)
	jsonPlace   = regexp.MustCompile(`\(line (\d+):(\d+)\)`)
)

// unreadable words for a person why JSON could not be read.
func unreadable(text string) problem {
	text = strings.ReplaceAll(text, "\u00a0", " ")
	out := problem{Reason: "invalid_argument", Message: "The request is not valid JSON."}
	switch unknown, invalid, place := jsonUnknown.FindStringSubmatch(text), jsonInvalid.FindStringSubmatch(text), jsonPlace.FindStringSubmatch(text); {
	case unknown != nil:
		out.Message = "This call has no field \"" + unknown[1] + "\". Look at its spelling."
		out.Fields = []problemField{{Field: unknown[1], Rule: "unknown_field", Message: out.Message}}
	case invalid != nil:
		out.Message = "The value of \"" + invalid[1] + "\" is of another kind than this field takes."
		out.Fields = []problemField{{Field: invalid[1], Rule: "type", Message: out.Message}}
	case place != nil:
		out.Message = "The request is not valid JSON for this call: look at line " + place[1] + ", column " + place[2] + "."
	}
	return out
}
