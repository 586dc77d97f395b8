#!/bin/sh
# Writes .env for docker-compose.yaml: the name people reach it by, and passwords nobody has to know. Once; never over one.
#   sh deploy/make-env.sh [chat.example.org]
set -eu
cd "$(dirname "$0")/.."
if [ -e .env ]; then
  echo ".env is there already; it holds the passwords of a database that may be in use. Move it away first." >&2
  exit 1
fi
password() { od -An -tx1 -N24 /dev/urandom | tr -d ' \n'; }
umask 077
cat > .env <<END
NATTER_DOMAIN=${1:-localhost}
MONGO_ROOT_PASSWORD=$(password)
MONGO_PASSWORD=$(password)
END
echo "Wrote .env for ${1:-localhost}. Keep it: without it the database cannot be opened by a new installation."
