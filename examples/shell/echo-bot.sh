#!/usr/bin/env bash
# A bot for the shell, with the `nats` command: answers "!echo something" with "something" in one room.
# The broker takes a bot by WebSocket alone. `node ../node/bot-credentials.mjs tea-bot.creds` renews the file, from cron for example.
#
#   NATTER_SERVER=wss://chat.example NATTER_CREDS=tea-bot.creds NATTER_ROOM=3.k2… ./echo-bot.sh
set -euo pipefail
: "${NATTER_SERVER:?}" "${NATTER_CREDS:?}" "${NATTER_ROOM:?}"

# The second part of the credential, in base64url, says who we are.
body=$(sed -n '/BEGIN NATS USER JWT/{n;p;}' "$NATTER_CREDS" | cut -d. -f2 | tr '_-' '/+')
while [ $((${#body} % 4)) -ne 0 ]; do body="$body="; done
user=$(printf '%s' "$body" | base64 -d | sed 's/.*"name":"\([^"]*\)".*/\1/')
natter() { nats --server "$NATTER_SERVER" --creds "$NATTER_CREDS" --inbox-prefix "_INBOX.$user" "$@"; }

# A lower-case ULID: ten characters of time, sixteen of chance.
create_id() {
  local letters=0123456789abcdefghjkmnpqrstvwxyz now=$(($(date +%s) * 1000)) id='' place
  for place in 1 2 3 4 5 6 7 8 9 10; do id="${letters:$((now % 32)):1}$id" now=$((now / 32)); done
  for place in $(od -An -N16 -tu1 /dev/urandom); do id="$id${letters:$((place % 32)):1}"; done
  printf '%s' "$id"
}

# `--raw` prints the bodies alone, one a line: what we say ourselves does not begin with !echo, so nothing answers itself.
natter sub --raw "room.$NATTER_ROOM.*.event" | while read -r event; do
  text=$(printf '%s' "$event" | sed -n 's/.*"kind":"message.posted".*"text":"!echo \([^"\\]*\)".*/\1/p')
  [ -n "$text" ] || continue
  id=$(create_id)
  answer="{\"v\":1,\"kind\":\"message.posted\",\"id\":\"$id\",\"at\":$(date +%s)000,\"text\":\"$text\",\"format\":\"plain\"}"
  # What comes back is the acknowledgement: it is stored.
  natter request --raw -H "Nats-Msg-Id:$id" "send.$NATTER_ROOM.$user.event" "$answer" </dev/null
done
