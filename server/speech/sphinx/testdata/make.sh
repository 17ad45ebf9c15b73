#!/bin/sh
# Makes questions_VOICE.ogg: the sentences of questions.txt, spoken by Debian's
# voices (apt-get install flite festival ffmpeg), a second of silence after each.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for voice in slt rms awb kal16 festival; do
	: >"$work/list"
	n=0
	while read -r sentence; do
		n=$((n + 1))
		if [ "$voice" = festival ]; then
			echo "$sentence" | text2wave -o "$work/raw.wav"
		else
			flite -voice "$voice" -t "$sentence" -o "$work/raw.wav"
		fi
		ffmpeg -nostdin -loglevel error -y -i "$work/raw.wav" -af apad=pad_dur=1 -ar 16000 -ac 1 "$work/$n.wav"
		echo "file $n.wav" >>"$work/list"
	done <questions.txt
	ffmpeg -nostdin -loglevel error -y -f concat -i "$work/list" -c:a libopus -b:a 16k -application voip "questions_$voice.ogg"
done
