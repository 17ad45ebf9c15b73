#!/bin/sh
# Makes the recorded interview that the demo plays: interviewer.opus and
# candidate.opus, two tracks of the same length on one clock, spoken by Debian's
# flite voices over a faint room noise. Needs: flite sox opus-tools.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# say TRACK VOICE TEXT...: appends words to a track; the other track is silent
# meanwhile. "(1.2)" between texts is a pause of so many seconds.
: >"$work/interviewer.list"
: >"$work/candidate.list"
n=0
say() {
  track=$1 voice=$2
  shift 2
  other=interviewer
  [ "$track" = interviewer ] && other=candidate
  for text in "$@"; do
    n=$((n + 1))
    case $text in
      "("*) seconds=${text#(}; seconds=${seconds%)}
            sox -n -r 16000 -c 1 -b 16 "$work/$n.wav" trim 0 "$seconds" ;;
      *)    flite -voice "$voice" -t "$text" -o "$work/$n.raw.wav"
            sox "$work/$n.raw.wav" -r 16000 -c 1 "$work/$n.wav" norm -6 ;;
    esac
    sox -n -r 16000 -c 1 -b 16 "$work/$n.quiet.wav" trim 0 "$(soxi -D "$work/$n.wav")"
    echo "$work/$n.wav" >>"$work/$track.list"
    echo "$work/$n.quiet.wav" >>"$work/$other.list"
  done
}
interviewer() { say interviewer rms "$@"; }
candidate() { say candidate slt "$@"; }

. ./script.txt

for track in interviewer candidate; do
  # shellcheck disable=SC2046
  sox $(cat "$work/$track.list") "$work/$track.clean.wav"
  sox -n -r 16000 -c 1 -b 16 -R "$work/$track.noise.wav" synth "$(soxi -D "$work/$track.clean.wav")" brownnoise vol 0.006
  sox -m -v 1 "$work/$track.clean.wav" -v 1 "$work/$track.noise.wav" "$work/$track.wav"
  opusenc --quiet --bitrate 24 --speech --serial 7 --discard-comments --discard-pictures "$work/$track.wav" "$track.opus"
done
ls -l interviewer.opus candidate.opus
