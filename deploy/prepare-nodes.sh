#!/bin/sh
# Prepares the three NATS nodes of docker-compose.yaml, each in a folder of its own under NATTER_NODES.
set -eu
for node in 1 2 3; do
  NATTER_DATA="${NATTER_NODES:-/nodes}/$node" NATTER_NATS_NAME="nats-$node" node build/server/prepare-main.js
done
