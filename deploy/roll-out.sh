#!/bin/sh
# Brings the control planes of docker-compose.yaml to another image, one after the other, and back to the one before where
# /readyz does not come. On the machine, in the folder of docker-compose.yaml:
#   sh deploy/roll-out.sh TAG        # NATTER_IMAGE in .env says of which image
# People who are connected notice nothing: the other copy serves meanwhile, and messages need neither.
set -eu
cd "$(dirname "$0")/.."
tag=${1:?"name the tag of the image to roll out"}
kept=.deployed-tag
previous=$(cat "$kept" 2>/dev/null || echo "")
patience=${NATTER_ROLL_OUT_SECONDS:-120}

bring_to() {
  for plane in control-plane-1 control-plane-2; do
    NATTER_TAG=$1 docker compose up --detach --no-build --no-deps --wait --wait-timeout "$patience" "$plane" || return 1
  done
}

NATTER_TAG=$tag docker compose pull --quiet control-plane-1
if bring_to "$tag"; then
  echo "$tag" > "$kept"
  # What is started by hand later is the same.
  if grep -q '^NATTER_TAG=' .env; then sed -i "s/^NATTER_TAG=.*/NATTER_TAG=$tag/" .env; else echo "NATTER_TAG=$tag" >> .env; fi
  echo "Running $tag."
  exit 0
fi

echo "$tag did not become ready within $patience s; what it said last:" >&2
docker compose logs --no-log-prefix --tail 40 control-plane-1 control-plane-2 >&2 || true
if [ -z "$previous" ]; then
  echo "There is no version before it to go back to." >&2
elif bring_to "$previous"; then
  echo "Back at $previous." >&2
else
  echo "$previous does not become ready any more either: see the log, and the backup." >&2
fi
exit 1
