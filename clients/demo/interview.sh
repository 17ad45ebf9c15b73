#!/bin/sh
# What a newcomer does in a mock interview, with nothing but curl: starts it,
# answers five questions in writing and one by a recording, pauses, resumes,
# completes it, reads the feedback, plans the practice, and takes the report home.
#
#   interview.sh SERVER TOKEN [RECORDING] [FOLDER]
#
# SERVER is where the service is, TOKEN an access token. RECORDING is a spoken
# answer, by default the example beside this script; the report goes to FOLDER,
# by default a new one.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
server=${1:?usage: interview.sh SERVER TOKEN [RECORDING] [FOLDER]}
token=${2:?usage: interview.sh SERVER TOKEN [RECORDING] [FOLDER]}
recording=${3:-$here/answer.opus}
folder=${4:-$(mktemp -d)}
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
  printf '%2d. %-40s %s  ' "$steps" "$title" "$got"
  if [ "$got" != "$want" ]; then
    echo
    echo "expected $want: $(cat "$answer")" >&2
    exit 1
  fi
}

# pick EXPRESSION: a piece of the last answer, in JavaScript, of the object o.
pick() { node -e 'const o = JSON.parse(require("fs").readFileSync(0, "utf8")); const v = eval(process.argv[1]); console.log(typeof v === "string" || typeof v === "number" ? v : JSON.stringify(v))' "$1" <"$answer"; }

say() { printf '%s\n' "$*"; }

json='Content-Type: application/json'

# reply QUESTION TEXT: answers in writing and shows what came of it.
reply() {
  body=$(node -e 'console.log(JSON.stringify({questionId: process.argv[1], answerType: "text", answerText: process.argv[2], duration: 60}))' "$1" "$2")
  call "answer $1" 200 -H "$json" -d "$body" "$api/interviews/$id/answer"
  say "$(pick 'o.feedback.score + " of 10 (" + o.feedback.rubric + "), points " + o.feedback.keyPointsCovered.length + " of " + o.feedback.keyPoints.length')"
  pick 'o.feedback.strengths.slice(0, 1).map(s => "      + " + s).concat(o.feedback.improvements.slice(0, 1).map(s => "      - " + s), o.followUp ? ["      ? " + o.followUp.question] : []).join("\n")'
}

call "start" 201 -H "$json" -d '{"type":"mixed","difficulty":"mid","domain":"backend","technology":["postgresql","redis"],"numQuestions":6,"mode":"audio","timeLimit":3,
  "questionIds":["backend-slow-query","backend-cache-invalidate","behavioral-missed-deadline","behavioral-conflict-colleague","case-support-overload","behavioral-proud-project"]}' \
  "$api/interviews/start"
id=$(pick o.sessionId)
say "$(pick 'o.questions.length + " questions, " + o.questions[0].timeLimit + " s each"')"
pick 'o.questions.map(q => "      " + q.id + " " + q.question).join("\n")'

call "keep a draft" 200 -X PUT -H "$json" -d '{"questionId":"q1","text":"I would first run explain","revision":0,"writer":"curl"}' "$api/interviews/$id/draft"
say "revision $(pick o.draft.revision)"

reply q1 "I would first run explain analyze and look at the query plan, because otherwise I would be guessing. If there is a sequential scan on a big table, I add a composite index on the filter columns. Once a report took 6 seconds: the statistics were stale after a migration, so I ran analyze and it went down to 30 ms. Then I measure on production sized data."
reply q2 "The cache is read through: on a miss we read the database and set the key with a time to live of five minutes. When a price changes we write the database first and delete the key after the commit."
reply q2f1 "A slow reader may write the old price after the key was deleted, so each entry has a version and a write with an older version is refused."
reply q3 "Last spring I missed the deadline of an import by a week. I had underestimated the data cleaning, that was my own mistake. As soon as I saw the risk, three weeks before, I told my manager and the customer, and we cut the reports from the first release so that the import itself came in time. Since then I estimate in ranges and review them every Friday."

call "pause: the clock stops" 200 -H "$json" -d '{}' "$api/interviews/$id/pause"
say "$(pick o.interview.status)"
call "resume" 200 -H "$json" -d '{}' "$api/interviews/$id/resume"
say "$(pick 'o.interview.status + ", at question " + (o.interview.currentQuestionIndex + 1)')"

reply q4 "fine"
reply q5 "First I would look at what the tickets are about and sort them into groups. The largest group probably has one cause, such as a new form, and I would remove it. In the meantime a banner and two answers ready to be sent give relief. Afterwards I follow the tickets per customer every week."

call "upload the recording" 201 -F questionId=q6 -F "audio=@$recording" "$api/interviews/$id/recordings"
audio=$(pick o.audioUrl)
say "$(pick 'o.mimeType + ", " + o.status')"
call "answer q6 with it" 200 -H "$json" -d "{\"questionId\":\"q6\",\"answerType\":\"audio\",\"audioUrl\":\"$audio\",\"duration\":30}" "$api/interviews/$id/answer"
say "$(pick o.answer.status) $(pick o.answer.notice)"

steps=$((steps + 1))
printf '%2d. %-40s      ' "$steps" "watch until it is scored"
message="{\"sessionId\":\"$id\"}"
# A server stream of Connect: five bytes (flags, length) before each message.
{ printf '\000\000\000\000'; printf "\\$(printf '%03o' "${#message}")"; printf '%s' "$message"; } |
  curl -sSN -m 120 -H "Authorization: Bearer $token" -H 'Content-Type: application/connect+json' --data-binary @- \
    "$server/interviewai.v1.InterviewService/WatchInterview" >"$answer" &
watching=$!
until tr -c '[:print:]' '\n' <"$answer" | grep -q -E '"kind":"(scored|failed)"' || ! kill -0 "$watching" 2>/dev/null; do sleep 0.2; done
kill "$watching" 2>/dev/null || true
tr -c '[:print:]' '\n' <"$answer" | sed -n -E 's/.*"kind":"([a-z_]+)".*/\1/p' | tr '\n' ' '
say

call "what was heard" 200 "$api/interviews/$id"
pick '(() => { const a = o.interview.answers.find(a => a.questionId == "q6"); return a.feedback.score + " of 10\n      \"" + a.content + "\"\n" + a.delivery.figures.map(f => "      " + f.label + ": " + Math.round(f.value * 10) / 10 + " " + f.unit + " (" + f.verdict + ")").join("\n") + "\n      " + a.delivery.advice })()'

call "complete" 200 -H "$json" -d '{}' "$api/interviews/$id/complete"
say "$(pick 'o.interview.status + ", " + o.interview.overallScore + " of 100"')"

call "the feedback" 200 "$api/interviews/$id/feedback"
say "$(pick 'o.overallScore + " of 100, " + JSON.stringify(o.ratings)')"
pick '["      " + o.summary.text].concat(o.summary.weaknesses.slice(0, 2).map(s => "      - " + s), o.recommendations.slice(0, 2).map(s => "      > " + s)).join("\n")'

call "what to practise" 200 "$api/practice"
say "$(pick 'o.today.length + " today, " + o.days.map(d => d.questions).join(" ") + " in the days to come"')"

call "the report" 200 "$api/interviews/$id/report?withAnswers=true"
cp "$answer" "$folder/report.pdf"
say "$folder/report.pdf"

call "share it" 200 -H "$json" -d '{}' "$api/interviews/$id/share"
link=$(pick o.url)
say "$link"
call "stop sharing" 200 -X DELETE "$api/interviews/$id/share"
gone=$(curl -sS -o /dev/null -w '%{http_code}' "$link")
say "the link now answers $gone"
say "All $steps steps went as they should."
