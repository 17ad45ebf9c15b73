#!/bin/sh
# Makes answer.opus, the recorded answer of interview.sh: Debian's flite voice
# over a faint room noise, with a pause of 1.8 seconds in the middle. Needs:
# flite sox opus-tools.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

say() { # NAME TEXT
  flite -voice rms -t "$2" -o "$work/$1.raw.wav"
  sox "$work/$1.raw.wav" -r 16000 -c 1 "$work/$1.wav" norm -6
}
say first "I am most proud of our payment service. Last year it was too slow. The team changed the pages, and my own part was the data base. It was hard because we could not stop the service and no order could be lost."
say second "First I measured where the time went. Then I moved the reports to a second data base. In the end the service was three times faster, and two hundred people could work without waiting."
sox -n -r 16000 -c 1 -b 16 "$work/pause.wav" trim 0 1.8
sox "$work/first.wav" "$work/pause.wav" "$work/second.wav" "$work/clean.wav"
sox -n -r 16000 -c 1 -b 16 -R "$work/noise.wav" synth "$(soxi -D "$work/clean.wav")" brownnoise vol 0.006
sox -m -v 1 "$work/clean.wav" -v 1 "$work/noise.wav" "$work/answer.wav"
opusenc --quiet --bitrate 24 --speech --serial 7 --discard-comments --discard-pictures "$work/answer.wav" answer.opus
ls -l answer.opus
