#!/bin/sh
# Stands for a test against the deployed shop: the rendered configuration must name the address the app answers at.
# Genesis gives { "inputs": { "config": …, "url": … }, … } on stdin and takes the outputs, as JSON, from stdout.
set -eu
cd "$(dirname "$0")/.."
request=$(cat)
url=${request#*\"url\":\"} url=${url%%\"*}
config=${request#*\"config\":\"} config=${config%%\"*}

case $(cat "$config") in
  *"\"url\": \"$url\""*) printf '{ "passed": true, "url": "%s" }\n' "$url" ;;
  *) echo "$config does not name $url" >&2 && exit 1 ;;
esac
