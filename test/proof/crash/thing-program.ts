/**
 * What the system's commands run: `thing.sh create|read NAME FOLDER`. It makes a thing by a line in `FOLDER/things`, whoever asks, however often,
 * so that a second one of the same name shows. Where `FOLDER/kill` says so, it kills the engine (`FOLDER/engine`) before or after.
 */
export const thingProgram = `#!/bin/sh
verb=$1 name=$2 folder=$3
if [ "$verb" = read ]; then
  id=$(sed -n "s/^$name //p" "$folder/things" 2>/dev/null | tail -1)
  [ -n "$id" ] && echo "{\\"id\\": \\"$id\\"}" || echo null
  exit 0
fi
strike() {
  [ -f "$folder/kill" ] && [ "$(cat "$folder/kill")" = "$name:$1" ] || return 0
  rm "$folder/kill"
  kill -9 "$(cat "$folder/engine")"
}
id="thing-$$-$(date +%s%N)"
strike effect-before
echo "$name $id" >>"$folder/things"
strike effect-after
echo "{\\"id\\": \\"$id\\"}"
`

/** A thing as it was made. */
export interface Thing {
  readonly name: string
  readonly id: string
}

/** What the lines of `things` say. */
export function parseThings(text: string): readonly Thing[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [name = '', id = ''] = line.split(' ')
      return { name, id }
    })
}
