#!/bin/sh
# A stand-in for some registry: one file per entry in out/registry, holding its number.
# Genesis gives { "inputs": …, "recorded": …, "key": … } on stdin and takes the outputs, as JSON, from stdout.
set -eu
cd "$(dirname "$0")/.."
name=$(sed -n 's/.*"inputs":{[^}]*"name":"\([a-z0-9-]*\)".*/\1/p')
entry="out/registry/${name:?no name given}"

case "$1" in
  create | update)
    mkdir -p out/registry
    if [ ! -f "$entry" ]; then
      set -- out/registry/*
      [ -e "$1" ] || shift
      echo "$(($# + 1))" > "$entry"
    fi
    ;;
  delete)
    rm -f "$entry"
    exit 0
    ;;
esac

if [ -f "$entry" ]; then
  read -r number < "$entry"
  printf '{ "name": "%s", "number": %s }\n' "$name" "$number"
else
  echo null
fi
