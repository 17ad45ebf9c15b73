#!/bin/sh
# Makes the speech clips beside this script from Debian's free voices:
#   apt-get install flite festival festvox-kallpc16k festvox-italp16k \
#     festvox-czech-dita festvox-ru ffmpeg
# Eleven speakers, four languages. Clips are 16 kHz mono Opus. They are
# committed, so nobody needs the voices to run the tests.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# clip NAME WAV SPEED: the speed moves pitch and timbre as well and so makes
# another speaker of the same voice. Levels differ as people's do; the labelled
# set brings them to one level.
clip() {
	ffmpeg -v error -y -i "$2" -af "aresample=16000,asetrate=16000*$3,aresample=16000" \
		-ac 1 -c:a libopus -b:a 24k -vbr on -application voip -frame_duration 20 \
		-map_metadata -1 -fflags +bitexact -flags:a +bitexact "$1.opus"
}

with_flite() { # NAME VOICE SPEED TEXT
	flite -voice "$2" -t "$4" -o "$work/$1.wav"
	clip "$1" "$work/$1.wav" "$3"
}

with_festival() { # NAME VOICE SPEED ENCODING TEXT
	printf '%s' "$5" | iconv -t "$4" >"$work/$1.txt"
	text2wave -eval "(voice_$2)" -o "$work/$1.wav" "$work/$1.txt"
	clip "$1" "$work/$1.wav" "$3"
}

with_flite en_slt slt 1.0 "Thank you for joining us today. Could you tell me about a project you are proud of? I would like to hear what was difficult, and how you decided what to do first."
with_flite en_rms rms 1.0 "Good morning. Let us talk about databases. What happens when two transactions update the same row at the same time? And how would you find out that it happened?"
with_flite en_awb awb 1.0 "I worked on the payment service for three years. We moved it from one big server to many small ones. It took longer than we thought, but nobody lost any money."
with_flite en_kal kal16 1.0 "Please describe the way a request takes through your system. Where does it wait? How do you know? Which numbers would you look at first?"
with_flite en_slt_high slt 1.14 "That is a fair question. At first I was not sure. Then I measured it, and the answer was quite clear. We had been looking in the wrong place."
with_flite en_rms_low rms 0.88 "Why do you want to leave your present job? What would you do in your first month here? Take your time, there is no hurry."
with_flite en_awb_fast awb 1.1 "We write a test for each fault before we mend it. It sounds slow. In practice it saves us a week every month, because the same fault never comes back."
with_festival en_kal_slow kal_diphone 0.94 utf-8 "Suppose the queue grows faster than you can empty it. What do you tell your users? What do you change on the same day, and what can wait until the next week?"
with_festival it_lp lp_diphone 1.0 iso-8859-1 "Buongiorno. Mi racconti di un problema difficile che ha risolto. Quali erano le alternative? Perche ha scelto proprio quella strada?"
with_festival cs_dita czech_dita 1.0 iso-8859-2 "Dobrý den. Řekněte mi něco o své poslední práci. Co se vám podařilo? Co byste dnes udělala jinak?"
with_festival ru_nsh msu_ru_nsh_clunits 1.0 utf-8 "Здравствуйте. Расскажите о вашем последнем проекте. Какая задача была самой трудной? Как вы её решили?"
