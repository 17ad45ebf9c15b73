#!/bin/sh
# Makes the voices beside this script from Debian's synthesisers:
#   apt-get install flite espeak-ng ffmpeg
# VOICE_PACE.opus has the sentences of one language, one after the other, with a
# second of silence after each: 16 kHz mono. The files are committed, so nobody
# needs the synthesisers to run the tests.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# voice NAME LANGUAGE COMMAND...: the command gets a text and a file to write.
voice() {
	name=$1 language=$2
	shift 2
	: >"$work/list"
	n=0
	# The brackets round fillers are for the tests.
	tr -d '[]' <"sentences_$language.txt" >"$work/sentences"
	while read -r sentence; do
		n=$((n + 1))
		"$@" "$sentence" "$work/raw.wav"
		ffmpeg -nostdin -loglevel error -y -i "$work/raw.wav" -af apad=pad_dur=1 -ar 16000 -ac 1 "$work/$n.wav"
		echo "file $n.wav" >>"$work/list"
	done <"$work/sentences"
	ffmpeg -nostdin -loglevel error -y -f concat -i "$work/list" -c:a libopus -b:a 16k -vbr on -application voip \
		-frame_duration 20 -map_metadata -1 -fflags +bitexact -flags:a +bitexact "$name.opus"
}

with_flite() { flite -voice "$1" --setf duration_stretch="$2" -t "$3" -o "$4"; }
with_espeak() { espeak-ng -v "$1" -s "$2" -w "$4" "$3"; }

for v in slt rms awb kal16; do
	voice "${v}_fast" en with_flite "$v" 0.8
	voice "${v}_normal" en with_flite "$v" 1.0
	voice "${v}_slow" en with_flite "$v" 1.35
done
voice ru_normal ru with_espeak ru 150
voice de_normal de with_espeak de 150
