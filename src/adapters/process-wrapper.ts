/**
 * What every child runs under: a constant script whose positional parameters are the private folder, the engine's umask, and the
 * program's argument vector, which no shell ever parses.
 *
 * - The traps keep the wrapper alive through the signal its whole group gets, so that it can write down how the program ended. The
 *   subshell has the default actions back before it does anything.
 * - `set -C` makes the file `process` a claim: whoever creates it first decides whether the program runs. Until it is there, a signal
 *   might be swallowed by a trap; from then on, it reaches the program, or the subshell that is about to become it. And whoever
 *   inspects the folder of an engine that died can rule out that the program starts a moment later. `$$` is the wrapper's pid there, too.
 * - The private files are made with umask 077, the program gets the engine's own.
 * - The wrapper has nothing to say: without the redirections it would add a line about a killed program to that program's stderr.
 * - What a program that was killed had started has nobody any more who looks after it, and goes with it: the whole group, the wrapper too. It
 *   writes the code down first. A program that ended by itself may leave something running, which is its own affair.
 * - The start time is the 22nd field of /proc/PID/stat (proc(5)), the 20th after the name in parentheses. It counts from the boot,
 *   so the boot's id goes with it.
 */
export const wrapperScript = `umask 077
__genesis_folder=$1 __genesis_umask=$2 __genesis_boot= __genesis_start=
shift 2
exec 3>&2 2>/dev/null
trap : INT TERM HUP
__genesis_field() { __genesis_start=\${20}; }
if read -r __genesis_stat </proc/$$/stat; then
  read -r __genesis_boot </proc/sys/kernel/random/boot_id
  __genesis_field \${__genesis_stat##*) }
  __genesis_start="$__genesis_start $__genesis_boot"
else
  __genesis_start=$(LC_ALL=C TZ=UTC0 /bin/ps -o lstart= -p $$)
fi
(
  set -C
  printf '%s\\n%s\\n' $$ "$__genesis_start" >"$__genesis_folder/process" || exit 125
  umask "$__genesis_umask"
  exec "$@" 2>&3 3>&-
)
__genesis_code=$?
printf '%s\\n' "$__genesis_code" >"$__genesis_folder/exit"
[ "$__genesis_code" -le 128 ] || kill -s KILL -- -$$
exit "$__genesis_code"`

/** What the wrapper ends with when the folder was claimed by somebody else or could not be written: the program did not run. */
export const notClaimedCode = 125

/** The argument vector for `/bin/sh`. `program` is an absolute path: the shell must not look it up, nor take it for a built-in. */
export function wrapperArguments(options: {
  readonly folder: string
  readonly umask: number
  readonly program: string
  readonly programArguments: readonly string[]
}): readonly string[] {
  return ['-c', wrapperScript, 'sh', options.folder, options.umask.toString(8).padStart(4, '0'), options.program, ...options.programArguments]
}

/** What a POSIX shell passes on from its environment; dash drops every other name silently. */
const shellName = /^[A-Za-z_][A-Za-z0-9_]*$/

/** The first name that would not reach the program; null when all of them do. */
export function lostVariable(environment: Readonly<Record<string, string>>): string | null {
  return Object.keys(environment).find((name) => !shellName.test(name)) ?? null
}
