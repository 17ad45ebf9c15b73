package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"connectrpc.com/connect"
	"google.golang.org/protobuf/encoding/protojson"

	v1 "github.com/interviewai-pro/interviewai/gen/go/interviewai/v1"
)

// maxUpload is the server's own limit: 25 MB.
const maxUpload = 25 << 20

func transcribe(ctx context.Context, args []string, out, diagnostics io.Writer) error {
	f := newFlags("transcribe", diagnostics)
	language := f.String("language", "", "ISO 639-1 code; empty means detect")
	format := f.String("format", "", "text, srt or vtt; empty prints the words")
	if err := f.parse(args, "FILE"); err != nil {
		return err
	}
	info, err := os.Stat(f.Arg(0))
	if err != nil {
		return err
	}
	if info.Size() > maxUpload {
		return fmt.Errorf("%s has %d MB; a recording may have 25 MB. Cut it, or play it with: interviewctl play", f.Arg(0), info.Size()>>20)
	}
	recording, err := os.ReadFile(f.Arg(0))
	if err != nil {
		return err
	}
	res, err := newAPI(f.server, f.token).ai.Transcribe(ctx, connect.NewRequest(&v1.TranscribeRequest{
		Audio: recording, Language: *language, Format: *format,
	}))
	if err != nil {
		return err
	}
	if f.json {
		line, err := protojson.MarshalOptions{EmitUnpopulated: true}.Marshal(res.Msg)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(out, string(line))
		return err
	}
	if res.Msg.GetDegraded() {
		fmt.Fprintf(diagnostics, "(recognised offline by %s: expect mistakes)\n", res.Msg.GetModel())
	}
	text := res.Msg.GetTranscript()
	if res.Msg.GetFormatted() != "" {
		text = res.Msg.GetFormatted()
	}
	_, err = fmt.Fprintln(out, text)
	return err
}
