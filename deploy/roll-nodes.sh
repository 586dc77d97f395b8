#!/bin/sh
# Restarts the three NATS nodes of docker-compose.yaml, one after the other, each only when the others are whole: after a new
# version in docker-compose.yaml, or new certificates of the authority. On the machine, in the folder of docker-compose.yaml.
# A node that is told to stop lets its clients go within half a minute, one by one; what is said meanwhile is kept by the
# other two.
set -eu
cd "$(dirname "$0")/.."
doctor() { docker compose exec -T control-plane-1 node build/server/commands/doctor-main.js --running; }

docker compose run --rm prepare
for node in nats-1 nats-2 nats-3; do
  docker compose up --detach --no-deps --wait --wait-timeout 120 --force-recreate "$node"
  tries=0
  until doctor > /dev/null; do
    tries=$((tries + 1))
    if [ "$tries" -ge 30 ]; then
      doctor || true
      echo "$node is back, and not all is well: the rest is left as it is." >&2
      exit 1
    fi
    sleep 2
  done
done
echo "All three nodes have been restarted."
