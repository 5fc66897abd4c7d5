#!/bin/sh
# Awards a badge from another tool, by the API of badge-server. Run twice, it awards once.
#
#   badge-server token new https://badges.example.org --scope award --name "Inscriptions"
#   BADGE_SERVER=https://badges.example.org BADGE_TOKEN=badge_… \
#     sh examples/award_by_api.sh decoupe-laser lea@example.org "Léa Martin" 2026-03-02
#
# It prints the address of the badge's page. Needs curl and sha256sum.
set -eu
: "${BADGE_SERVER:?the address of the server}" "${BADGE_TOKEN:?a token with the scope award}"
[ $# -ge 2 ] || { echo "usage: award_by_api.sh ACHIEVEMENT ADDRESS [NAME] [DAY]" >&2; exit 2; }

# A text as JSON: what would end it there is escaped, and signs that have no place in a name are spaces.
quoted() { printf '"%s"' "$(printf '%s' "$1" | tr '\000-\037' ' ' | sed 's/\\/\\\\/g; s/"/\\"/g')"; }
# The same award has the same key. A digest: headers are ASCII, and proxies write them down.
key=$(printf '%s\n' "$1" "$2" "${4:-$(date +%F)}" | sha256sum | cut -c 1-32)

body="{\"achievement\":$(quoted "$1"),\"to\":$(quoted "$2")"
[ -z "${3:-}" ] || body="$body,\"name\":$(quoted "$3")"
[ -z "${4:-}" ] || body="$body,\"date\":$(quoted "$4")"
body="$body}"

answer=$(curl --silent --show-error --max-time 60 --retry 3 --retry-connrefused \
    --header "Authorization: Bearer $BADGE_TOKEN" \
    --header "Content-Type: application/json" \
    --header "Idempotency-Key: award_by_api:$key" \
    --data "$body" --write-out '\n%{http_code}' "$BADGE_SERVER/api/v1/awards")
status=$(printf '%s\n' "$answer" | tail -n 1)
case $status in
    200 | 201) printf '%s\n' "$answer" | head -n 1 | sed -n 's/.*"page":"\([^"]*\)".*/\1/p' ;;
    *) printf '%s\n' "$answer" | head -n 1 >&2; exit 1 ;;
esac
