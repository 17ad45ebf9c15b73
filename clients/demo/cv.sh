#!/bin/sh
# What a newcomer does with a CV, with nothing but curl: previews it, saves it
# with a correction, waits until it is read, compares it with a job, has changes
# proposed, accepts three and rejects one, exports the result as DOCX and PDF,
# uploads the DOCX and sees the score that was promised.
#
#   cv.sh SERVER TOKEN [CV] [JOB] [FOLDER]
#
# SERVER is where the service is, TOKEN an access token. CV and JOB are files, by
# default the examples beside this script; the exported files go to FOLDER, by
# default a new one.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
server=${1:?usage: cv.sh SERVER TOKEN [CV] [JOB] [FOLDER]}
token=${2:?usage: cv.sh SERVER TOKEN [CV] [JOB] [FOLDER]}
cv=${3:-$here/example-cv.docx}
job=${4:-$here/example-job.txt}
folder=${5:-$(mktemp -d)}
api=$server/api/v1
answer=$(mktemp)
trap 'rm -f "$answer"' EXIT
steps=0

# call TITLE STATUS curl-arguments...: one request; its answer is in $answer.
call() {
  title=$1 want=$2
  shift 2
  steps=$((steps + 1))
  got=$(curl -sS -o "$answer" -w '%{http_code}' -H "Authorization: Bearer $token" "$@")
  printf '%2d. %-44s %s  ' "$steps" "$title" "$got"
  if [ "$got" != "$want" ]; then
    echo
    echo "expected $want: $(cat "$answer")" >&2
    exit 1
  fi
}

# pick EXPRESSION: a piece of the last answer, in JavaScript, of the object o.
pick() { node -e 'const o = JSON.parse(require("fs").readFileSync(0, "utf8")); const v = eval(process.argv[1]); console.log(typeof v === "string" || typeof v === "number" ? v : JSON.stringify(v))' "$1" <"$answer"; }

# keep NAME: the last answer is a file.
keep() {
  cp "$answer" "$folder/$1"
  say "$folder/$1"
}

say() { printf '%s\n' "$*"; }

# text FILE: its content as a JSON string.
text() { node -e 'console.log(JSON.stringify(require("fs").readFileSync(process.argv[1], "utf8")))' "$1"; }

json='Content-Type: application/json'

call "preview the file" 200 -F "file=@$cv" "$api/cv/preview"
say "$(pick 'o.parsedData.personalInfo.name + ", " + o.parsedData.experience.length + " positions, " + o.parsedData.skills.length + " skills"')"

call "save it, with a correction" 201 -F "file=@$cv" -F "jobDescription=<$job" \
  -F 'corrections=[{"path":"personalInfo.location","value":"Berlin, Germany"}]' "$api/cv/save"
id=$(pick o.cvId)
say "$(pick 'o.status + ": " + o.message')"

steps=$((steps + 1))
printf '%2d. %-44s      ' "$steps" "watch the analysis"
size=$(printf '{"cvId":"%s"}' "$id" | wc -c)
# A server stream of Connect: five bytes (flags, length) before each message.
{ printf '\000\000\000\000'; printf "\\$(printf '%03o' "$size")"; printf '{"cvId":"%s"}' "$id"; } |
  curl -sSN -H "Authorization: Bearer $token" -H 'Content-Type: application/connect+json' --data-binary @- \
    "$server/interviewai.v1.CvService/WatchAnalysis" | tr -c '[:print:]' '\n' | sed -n -E 's/.*"stage":"([a-z]+)".*/\1/p' | tr '\n' ' '
say

call "what an ATS would make of it" 200 "$api/cv/$id"
before=$(pick o.cv.analysis.atsScore)
say "$before of 100, $(pick o.cv.analysis.overallRating) stars ($(pick o.cv.analysis.aiModel))"
pick 'o.cv.analysis.findings.slice(0, 4).map(f => "      -" + f.points + " " + f.ruleId + ": " + f.message).join("\n")'

call "sign a link to the file" 200 -H "$json" -d '{}' "$api/cv/$id/file-link"
link=$(pick o.url)
path=${link#*://*/}
say "until $(pick o.expiresAt)"
steps=$((steps + 1))
got=$(curl -sS -o "$answer" -w '%{http_code}' "$server/$path")
printf '%2d. %-44s %s\n' "$steps" "download it without signing in" "$got"
cmp -s "$answer" "$cv" || { echo "the link does not lead to the file" >&2; exit 1; }

call "compare with the job" 200 -H "$json" -d '{}' "$api/cv/$id/analyze"
say "$(pick 'o.analysis.jobMatch.score + " of 100, must-haves " + o.analysis.jobMatch.mustHave.score + ", missing: " + o.analysis.missingKeywords.join(", ")')"
pick 'o.analysis.jobMatch.requirements.filter(r => r.quote).slice(0, 3).map(r => "      " + r.text + " <- " + r.quote).join("\n")'

call "propose changes" 200 -H "$json" -d '{"targetRole":"Senior Backend Developer","targetCompany":"Google","optimizationLevel":"moderate"}' "$api/cv/$id/optimize"
tailored=$(pick o.optimizedCv.id)
say "$(pick 'o.optimizedCv.changes.length + " changes, by " + o.optimizedCv.label + "; with all of them " + o.optimizedCv.newAtsScore + " (+" + o.optimizedCv.improvement + " %), questions that wait for an answer: " + o.optimizedCv.openQuestions')"
pick 'o.optimizedCv.changes.slice(0, 4).map(c => "      " + c.kind + ": " + c.original + "\n        -> " + (c.optimized || c.asks)).join("\n")'
decisions=$(pick 'JSON.stringify({decisions: o.optimizedCv.changes.filter(c => !c.asks).slice(0, 4).map((c, i) => ({changeId: c.id, status: i < 3 ? "accepted" : "rejected"}))})')

call "accept three, reject one" 200 -H "$json" -d "$decisions" "$api/cv-optimizations/$tailored/changes"
promised=$(pick o.optimizedCv.scores.accepted)
say "as uploaded $(pick o.optimizedCv.scores.original), in our template $(pick o.optimizedCv.scores.untouched), with what is accepted $promised"
pick '"      the job is covered by " + o.optimizedCv.scores.jobMatch.untouched + " without changes, by " + o.optimizedCv.scores.jobMatch.accepted + " with these"'

for template in classic modern compact; do
  call "export as PDF, $template" 200 "$api/cv/$id/export?format=pdf&template=$template&optimizationId=$tailored"
  keep "$template.pdf"
done
call "export as JSON Resume" 200 "$api/cv/$id/export?format=json&optimizationId=$tailored"
keep resume.json
call "export as DOCX" 200 "$api/cv/$id/export?format=docx&optimizationId=$tailored"
keep tailored.docx

call "upload the DOCX" 201 -F "file=@$folder/tailored.docx" "$api/cv/upload"
again=$(pick o.cvId)
say "$(pick o.fileName)"
tries=0
while curl -sS -o "$answer" -H "Authorization: Bearer $token" "$api/cv/$again"; [ "$(pick o.cv.analysisStatus)" != completed ]; do
  tries=$((tries + 1))
  [ "$tries" -lt 100 ] || { echo "it is not read" >&2; exit 1; }
  sleep 0.2
done
steps=$((steps + 1))
after=$(pick o.cv.analysis.atsScore)
printf '%2d. %-44s      %s, promised %s, before %s\n' "$steps" "read it back" "$after" "$promised" "$before"
[ "$after" = "$promised" ] || { echo "the score is not what was promised" >&2; exit 1; }
echo "All $steps steps went as they should."
