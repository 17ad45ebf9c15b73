#!/bin/sh
# Makes the pictures that Go itself cannot write: WebP, with and without losses
# and transparency, 96 by 64: red above green to the left, blue above white to
# the right.
set -eu
cd "$(dirname "$0")"
source="color=red:48x32[a];color=lime:48x32[b];color=blue:48x32[c];color=white:48x32[d];[a][b]vstack[l];[c][d]vstack[r];[l][r]hstack"
make() { # file, pixel format, options of the encoder
	file=$1 pixels=$2
	shift 2
	ffmpeg -hide_banner -loglevel error -y -f lavfi -i "$source,format=rgba$fade" -frames:v 1 -pix_fmt "$pixels" -c:v libwebp "$@" "$file"
}
fade=""
make lossy.webp yuv420p -quality 90
make lossless.webp bgra -lossless 1
fade=",colorchannelmixer=aa=0.5"
make transparent.webp yuva420p -quality 90
