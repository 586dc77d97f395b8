#!/bin/sh
# Prepares docker-compose.yaml: certificates for all parts, then each NATS node in a folder of its own. Changes nothing that
# is still good, so it can run before every start.
set -eu
node build/server/commands/certificates-main.js /tls --authority /authority \
  nats-1 nats-2 nats-3 control-plane-1 control-plane-2
for node in 1 2 3; do
  NATTER_DATA="/nodes/$node" NATTER_NATS_NAME="nats-$node" \
    NATTER_TLS_CERT="/tls/nats-$node.pem" NATTER_TLS_KEY="/tls/nats-$node.key" NATTER_TLS_CA=/tls/ca.pem \
    node build/server/prepare-main.js
done
