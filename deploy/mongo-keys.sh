#!/bin/sh
# Makes the key file of docker-compose.yaml's replica set, once. mongod refuses one that others may read.
set -eu
file=/mongo-keys/keyfile
if [ ! -e "$file" ]; then
  umask 077
  head -c 750 /dev/urandom | base64 | tr -d '\n' > "$file.draft"
  mv "$file.draft" "$file"
fi
chown mongodb:mongodb "$file"
chmod 400 "$file"
