#!/bin/sh
# What a newcomer does, with nothing but curl and the mails: registers, confirms
# the address, signs in, looks at and changes the profile, signs in on a second
# device and ends it, exchanges refresh tokens, has a stolen one found out,
# deletes the account and gets it back.
#
#   newcomer.sh SERVER OUTBOX
#
# SERVER is where the service is, started with CAPTCHA_MODE=off (a person's
# browser solves the challenge); OUTBOX is the folder with its .eml files.
set -eu
server=${1:?usage: newcomer.sh SERVER OUTBOX}
outbox=${2:?usage: newcomer.sh SERVER OUTBOX}
api=$server/api/v1
email="newcomer-$$-$(date +%s)@example.org"
password='SecurePass123!'
answer=$(mktemp)
trap 'rm -f "$answer"' EXIT
steps=0

# call TITLE STATUS curl-arguments...: one request, its answer and its status.
call() {
  title=$1 want=$2
  shift 2
  steps=$((steps + 1))
  got=$(curl -sS -o "$answer" -w '%{http_code}' -H 'Content-Type: application/json' "$@")
  printf '%2d. %-46s %s  %s\n' "$steps" "$title" "$got" "$(shown)"
  if [ "$got" != "$want" ]; then
    echo "expected $want: $(cat "$answer")" >&2
    exit 1
  fi
}

# shown is the answer without what nobody else should see.
shown() {
  sed -E 's/("(accessToken|refreshToken|deviceToken)": ?")[^"]*"/\1..."/g' "$answer" | cut -c1-150
}

# field NAME: a string field of the last answer, the first of that name.
field() { tr ',{' '\n\n' <"$answer" | sed -n -E 's/^ *"'"$1"'": *"([^"]*)".*/\1/p' | head -1; }

# expect NAME VALUE
expect() {
  if [ "$(field "$1")" != "$2" ]; then
    echo "expected $1 to be \"$2\": $(cat "$answer")" >&2
    exit 1
  fi
}

# mailed PAGE: waits for the mail with a link to the page; prints its token.
mailed() {
  tries=0
  while [ "$tries" -lt 300 ]; do
    for mail in $(grep -ls "$email" "$outbox"/*.eml 2>/dev/null); do
      token=$(sed -n -E 's|.*/'"$1"'\?token=([A-Za-z0-9_.%-]+).*|\1|p' "$mail" | head -1)
      if [ -n "$token" ]; then
        echo "$token"
        return
      fi
    done
    tries=$((tries + 1))
    sleep 0.1
  done
  echo "no mail with a link to $1 in $outbox" >&2
  exit 1
}

login() { printf '{"email":"%s","password":"%s"}' "$email" "$password"; }

call 'register' 201 "$api/auth/register" -d '{"email":"'"$email"'","password":"'"$password"'","firstName":"Nadia","lastName":"Karimova","language":"en","termsAccepted":true}'
call 'sign in before verifying' 403 "$api/auth/login" -d "$(login)"
expect reason email_not_verified
token=$(mailed verify-email)
call 'verify with the link in the mail' 200 "$api/auth/verify-email" -d '{"token":"'"$token"'"}'
call 'the same link again' 400 "$api/auth/verify-email" -d '{"token":"'"$token"'"}'
call 'sign in' 200 "$api/auth/login" -d "$(login)" -A 'laptop'
access=$(field accessToken)
refresh=$(field refreshToken)
call 'profile' 200 "$api/users/profile" -H "Authorization: Bearer $access"
expect email "$email"
call 'update the profile' 200 -X PATCH "$api/users/profile" -H "Authorization: Bearer $access" \
  -d '{"firstName":"Jane","bio":"Software engineer...","preferences":{"language":"ru","notifications":{"email":false}}}'
expect firstName Jane
call 'sign in on a second device' 200 "$api/auth/login" -d "$(login)" -A 'phone'
phone=$(field accessToken)
call 'what the first device sees' 200 "$api/auth/sessions" -H "Authorization: Bearer $access"
session=$(tr '{' '\n' <"$answer" | grep '"agent": *"phone"' | sed -E 's/.*"id": *"([^"]*)".*/\1/')
call 'end the second device' 200 -X DELETE "$api/auth/sessions/$session" -H "Authorization: Bearer $access"
call 'the second device is out at once' 401 "$api/users/profile" -H "Authorization: Bearer $phone"
call 'exchange the refresh token' 200 "$api/auth/refresh" -d '{"refreshToken":"'"$refresh"'"}'
second=$(field refreshToken)
call 'and the new one' 200 "$api/auth/refresh" -d '{"refreshToken":"'"$second"'"}'
access=$(field accessToken)
third=$(field refreshToken)
call 'the first one again: reuse' 401 "$api/auth/refresh" -d '{"refreshToken":"'"$refresh"'"}'
expect reason refresh_token_reused
call 'so the newest is refused too' 401 "$api/auth/refresh" -d '{"refreshToken":"'"$third"'"}'
call 'and its access token' 401 "$api/users/profile" -H "Authorization: Bearer $access"
call 'sign in anew' 200 "$api/auth/login" -d "$(login)"
access=$(field accessToken)
call 'delete the account' 200 "$api/users/delete" -H "Authorization: Bearer $access" -d '{"password":"'"$password"'"}'
call 'its access token is refused' 401 "$api/users/profile" -H "Authorization: Bearer $access"
token=$(mailed restore-account)
call 'restore it with the link in the mail' 200 "$api/users/restore" -d '{"token":"'"$token"'"}'
call 'sign in' 200 "$api/auth/login" -d "$(login)"
access=$(field accessToken)
call 'everything is as before' 200 "$api/users/profile" -H "Authorization: Bearer $access"
expect firstName Jane
call 'delete it again' 200 "$api/users/delete" -H "Authorization: Bearer $access" -d '{}'
call 'signing in restores it as well' 200 "$api/auth/login" -d "$(login)"
access=$(field accessToken)
call 'what happened, in the audit trail' 200 "$api/users/audit-events?pageSize=100" -H "Authorization: Bearer $access"
for act in registered email_verified signed_in session_ended refresh_token_reused account_deleted account_restored; do
  grep -q "\"act\": *\"$act\"" "$answer" || { echo "the audit trail lacks $act" >&2; exit 1; }
done
call 'sign out' 200 -X POST "$api/auth/logout" -H "Authorization: Bearer $access"
call 'signed out' 401 "$api/users/profile" -H "Authorization: Bearer $access"
echo "All $steps steps went as they should."
