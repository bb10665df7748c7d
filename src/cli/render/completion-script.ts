/** The shells that are completed. */
export type Shell = 'bash' | 'zsh' | 'fish'

/** The script that makes a shell ask `genesis __complete` what the word under the cursor may become. Where it answers nothing, files are offered. */
export function completionScript(shell: Shell): string {
  return scripts[shell]
}

const bash = `# genesis completion for bash: put this into ~/.bashrc
#   source <(genesis completion bash)
_genesis() {
  local typed="\${COMP_LINE:0:COMP_POINT}" current cut line
  local -a words
  # Split by blanks alone: bash itself would also split at "=", ":" and "@".
  read -ra words <<<"$typed"
  [[ "$typed" == *[[:space:]] ]] && words+=("")
  current="\${words[\${#words[@]}-1]}"
  cut="\${current%"\${current##*[=:@]}"}"
  COMPREPLY=()
  while IFS= read -r line; do
    [[ -n "$line" ]] && COMPREPLY+=("\${line#"$cut"}")
  done < <("\${words[0]}" __complete -- "\${words[@]:1}" 2>/dev/null)
}
complete -o default -F _genesis genesis g
`

const zsh = `#compdef genesis g
# genesis completion for zsh: put this into ~/.zshrc, after compinit
#   source <(genesis completion zsh)
_genesis() {
  local -a candidates
  candidates=("\${(@f)$("\${words[1]}" __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  candidates=("\${(@)candidates:#}")
  if (( \${#candidates} )); then compadd -- "\${(@)candidates}"; else _files; fi
}
if (( \${+functions[compdef]} )); then compdef _genesis genesis g; fi
`

const fish = `# genesis completion for fish: put this into ~/.config/fish/config.fish
#   genesis completion fish | source
function __genesis_complete
  set -l words (commandline -opc)
  # In quotes it is a word even when nothing is typed yet.
  set -l current (commandline -ct)
  set -l program $words[1]
  set -e words[1]
  set -l candidates (command $program __complete -- $words "$current" 2>/dev/null)
  if test (count $candidates) -gt 0
    printf '%s\\n' $candidates
  else
    __fish_complete_path "$current"
  end
end
complete -c genesis -f -a '(__genesis_complete)'
complete -c g -f -a '(__genesis_complete)'
`

const scripts: Readonly<Record<Shell, string>> = { bash, zsh, fish }
