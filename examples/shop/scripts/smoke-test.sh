#!/bin/sh
# Stands for a test against the deployed shop: the rendered configuration must name the address the app answers at.
# Genesis gives { "inputs": { "config": …, "url": … }, … } on stdin and takes the outputs, as JSON, from stdout.
set -eu
cd "$(dirname "$0")/.."
request=$(cat)
url=$(printf '%s' "$request" | sed -n 's/.*"url":"\([^"]*\)".*/\1/p')
config=$(printf '%s' "$request" | sed -n 's/.*"config":"\([^"]*\)".*/\1/p')

if ! grep -qF "\"url\": \"${url:?no address given}\"" "$config"; then
  echo "$config does not name $url" >&2
  exit 1
fi
printf '{ "passed": true, "url": "%s" }\n' "$url"
