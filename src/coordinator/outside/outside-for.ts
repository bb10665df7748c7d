import type { EnvironmentDeclaration } from '../../manifest/manifest.ts'
import type { EventSink } from '../../ports/event-sink.ts'
import type { Host, Ports } from '../../ports/ports.ts'
import type { LoadedProject } from '../load-project.ts'
import { OutsideValues } from './outside-values.ts'

/** What a command has that values from elsewhere are fetched with. */
export interface OutsideFor {
  readonly project: LoadedProject
  readonly ports: Ports
  readonly host: Host
  readonly signal: AbortSignal
  readonly events: EventSink
}

type Sources = Pick<EnvironmentDeclaration, 'name' | 'env' | 'credentials' | 'secrets'>

/** What an environment takes from elsewhere, nothing fetched yet; `work` names what it is for, a plan or a run. One that is not declared any more takes nothing. */
export function outsideFor({ project, ports, host, signal, events }: OutsideFor, environment: string, work: string): OutsideValues {
  const none: Sources = { name: environment, env: {}, credentials: { plan: null, apply: null }, secrets: {} }
  const declaration = project.environments.get(environment)?.declaration ?? none
  const { root: projectRoot, scratch } = project.folders
  return new OutsideValues({ declaration, ports, outside: host.variables, projectRoot, folder: `${scratch}/${work}/outside`, signal, events })
}
