package audiofile

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// demuxers gives ffmpeg's reader for each format. It is forced with -f, so the
// file's content cannot talk ffmpeg into another one: playlists, concat
// scripts and the like are never probed for.
var demuxers = map[Format]string{
	WAV: "wav", MP3: "mp3", Ogg: "ogg", WebM: "matroska", MP4: "mov", FLAC: "flac",
	AAC: "aac", AIFF: "aiff", AMR: "amr", CAF: "caf", AU: "au",
}

// codecs is every decoder that may run. Recordings use these; the hundreds of
// others in ffmpeg are attack surface only.
const codecs = "aac,aac_fixed,aac_latm,ac3,adpcm_ima_qt,adpcm_ima_wav,adpcm_ms,alac,amrnb,amrwb,eac3,flac," +
	"gsm,gsm_ms,libgsm,libgsm_ms,libopencore_amrnb,libopencore_amrwb,libopus,libspeex,libvorbis,mp1,mp1float," +
	"mp2,mp2float,mp3,mp3float,opus,pcm_alaw,pcm_f32be,pcm_f32le,pcm_f64be,pcm_f64le,pcm_mulaw,pcm_s16be," +
	"pcm_s16le,pcm_s24be,pcm_s24le,pcm_s32be,pcm_s32le,pcm_s8,pcm_u8,speex,vorbis"

// decodeFile lays the input down in a private folder, because mp4 needs
// seeking, and decodes it from there.
func decodeFile(ctx context.Context, format Format, head []byte, rest io.Reader, opt Options, m *meter) error {
	if err := os.MkdirAll(tempRoot(opt), 0o700); err != nil {
		return fmt.Errorf("decode audio: %w", err)
	}
	dir, err := os.MkdirTemp(opt.TempDir, "audiofile-*") // mode 0700
	if err != nil {
		return fmt.Errorf("decode audio: %w", err)
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "input")
	if err := layDown(ctx, path, head, rest); err != nil {
		return fmt.Errorf("receive audio file: %w", err)
	}
	if format == WAV {
		done, err := decodePlainWAV(path, opt.Rate, m)
		if done {
			return err
		}
	}
	return runFFmpeg(ctx, dir, format, opt, m)
}

func tempRoot(opt Options) string {
	if opt.TempDir != "" {
		return opt.TempDir
	}
	return os.TempDir()
}

func layDown(ctx context.Context, path string, head []byte, rest io.Reader) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Write(head); err != nil {
		return err
	}
	if _, err := io.Copy(f, &contextReader{ctx: ctx, r: rest}); err != nil {
		return err
	}
	return f.Close()
}

// contextReader notices the end of ctx between reads.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c *contextReader) Read(p []byte) (int, error) {
	if c.ctx.Err() != nil {
		return 0, context.Cause(c.ctx)
	}
	return c.r.Read(p)
}

// decodePlainWAV reads PCM16 at the wanted rate without a child process, and
// reports whether it was that.
func decodePlainWAV(path string, rate int, m *meter) (bool, error) {
	f, err := os.Open(path)
	if err != nil {
		return true, fmt.Errorf("decode wav: %w", err)
	}
	defer f.Close()
	br := bufio.NewReader(f)
	h, err := readWAVHeader(br)
	if err != nil || h.rate != rate {
		return false, nil
	}
	if err := h.stream(br, m); err != nil {
		return true, fmt.Errorf("decode wav: %w", err)
	}
	return true, nil
}

func runFFmpeg(ctx context.Context, dir string, format Format, opt Options, m *meter) error {
	program, err := exec.LookPath(opt.FFmpeg)
	if err != nil {
		return fmt.Errorf("decode %s: %w", format, ErrNoDecoder)
	}
	// A yield that fails or sound that is too long ends the child as well.
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	demuxer := demuxers[format]
	cmd := exec.CommandContext(ctx, program,
		"-nostdin", "-hide_banner", "-loglevel", "error", "-threads", "1", "-filter_threads", "1",
		"-protocol_whitelist", "file,pipe", "-format_whitelist", demuxer, "-codec_whitelist", codecs,
		"-max_alloc", strconv.Itoa(64<<20), "-f", demuxer, "-i", "file:input",
		"-map", "0:a:0", "-vn", "-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1",
		// One second more than allowed, so that "too long" can be told.
		"-t", strconv.FormatFloat(opt.MaxDuration.Seconds()+1, 'f', 3, 64),
		"-ac", "1", "-ar", strconv.Itoa(opt.Rate), "-c:a", "pcm_s16le", "-f", "s16le", "pipe:1")
	cmd.Dir = dir
	cmd.Env = []string{}
	cmd.WaitDelay = 2 * time.Second
	var complaint boundedBuffer
	cmd.Stderr = &complaint
	out, err := cmd.StdoutPipe()
	if err != nil {
		return fmt.Errorf("decode %s: %w", format, err)
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("decode %s: start ffmpeg: %w", format, err)
	}
	limitErr := limitProcess(cmd.Process.Pid, opt.Timeout)
	var readErr error
	if limitErr == nil {
		readErr = readPCM(out, m)
	}
	if limitErr != nil || readErr != nil {
		stop()
	}
	waitErr := cmd.Wait()
	switch {
	case limitErr != nil:
		return fmt.Errorf("decode %s: limit ffmpeg: %w", format, limitErr)
	case readErr != nil && ctx.Err() != nil && errors.Is(context.Cause(ctx), context.Canceled):
		return fmt.Errorf("decode %s: %w", format, readErr)
	case ctx.Err() != nil:
		return fmt.Errorf("decode %s: %w", format, context.Cause(ctx))
	case waitErr != nil || !m.heard:
		return fmt.Errorf("decode %s: %w: %s", format, ErrFormat, complaint.firstLine())
	}
	return nil
}

// readPCM passes ffmpeg's output on until it ends.
func readPCM(r io.Reader, m *meter) error {
	buf := make([]byte, 16<<10)
	pcm := make([]int16, len(buf)/2)
	for {
		n, err := io.ReadFull(r, buf)
		for i := range n / 2 {
			pcm[i] = int16(binary.LittleEndian.Uint16(buf[2*i:]))
		}
		if takeErr := m.take(pcm[:n/2]); takeErr != nil {
			return takeErr
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// boundedBuffer keeps the beginning of what ffmpeg complains about and drops
// the rest: a broken file can produce a line a packet.
type boundedBuffer struct{ b bytes.Buffer }

func (l *boundedBuffer) Write(p []byte) (int, error) {
	if room := 2048 - l.b.Len(); room > 0 {
		l.b.Write(p[:min(room, len(p))])
	}
	return len(p), nil
}

func (l *boundedBuffer) firstLine() string {
	line, _, _ := strings.Cut(strings.TrimSpace(l.b.String()), "\n")
	if line == "" {
		return "it holds no sound"
	}
	return strings.ToValidUTF8(line, "?")
}
