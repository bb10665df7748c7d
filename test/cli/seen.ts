import { genesis, type CliOptions } from '../rig/cli.ts'

/** Everything a person sees of a command, with what differs from run to run named instead: folders, ids, times, processes, versions. */
export async function seen(words: readonly string[], options: CliOptions): Promise<string> {
  const { code, out, err } = await genesis(words, options)
  return `${named(out + err, options.folder)}exit ${code}`
}

/** A text of Genesis with what differs from run to run named instead. */
export function named(text: string, folder: string): string {
  return text
    .replaceAll(folder, 'PROJECT')
    .replaceAll(/\b[0-9a-z]{26}\b/g, 'RUN')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
    .replaceAll(/\bprocess \d+/g, 'process PID')
    .replaceAll(/\bkill -(INT|KILL) (-?)\d+/g, 'kill -$1 $2PID')
    .replaceAll(/\b1\.\d+\.\d+\b/g, 'VERSION')
    .replaceAll(/\b(after|in) \d+(?:\.\d+)?s\b/g, '$1 DURATION')
    .replaceAll(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, 'LINEAGE')
}
