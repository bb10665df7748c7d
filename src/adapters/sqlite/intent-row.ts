import type { SQLInputValue } from 'node:sqlite'
import type { Json } from '../../events/json.ts'
import { fromMarked, toMarked, type Mask } from '../../expressions/value.ts'
import type { Intent, IntentState } from '../../plan/intent.ts'
import { StoreError } from '../../ports/store.ts'
import type { Row } from './database.ts'
import { bytes, exact, integer, json, nullable, parseJson, text } from './row.ts'
import type { Binding, Sealer } from './sealer.ts'
import { putSecretsBack, takeSecrets, type FreshJson, type SecretPart } from './secret-parts.ts'

/** What of an intent has no column of its own. */
interface Detail extends Pick<Intent, 'kind' | 'action' | 'key' | 'folder' | 'keeps' | 'memory' | 'sources'> {
  readonly declaration: NonNullable<Intent['desired']>['declaration'] | null
  readonly spec: FreshJson
  readonly specSensitive: Mask
}

/** An intent ready to be written, in the order of the statement's parameters. The sealer is asked for only where something is sensitive. */
export function intentRow(intent: Intent): (sealer: () => Sealer) => readonly SQLInputValue[] {
  const { address, environment, run, step, kind, action, key, folder, keeps, memory, desired, sources } = intent
  const marked = toMarked(desired?.spec ?? null)
  const { open, secrets } = takeSecrets(marked.value, marked.sensitive)
  const detail = {
    kind,
    action,
    key,
    folder,
    keeps,
    memory,
    ...(sources === undefined ? {} : { sources }),
    declaration: desired?.declaration ?? null,
    spec: open as FreshJson,
    specSensitive: marked.sensitive,
  }
  const written = JSON.stringify(detail satisfies Detail)
  const secretText = secrets.length === 0 ? null : JSON.stringify(secrets)
  const at = exact(intent.at, 'the time of the intent')
  const state = JSON.stringify(intent.state)
  return (sealer) => [address, environment, run, step, state, at, written, secretText === null ? null : sealer().seal(secretText, bindingOf(intent))]
}

/** The intent in a row; throws {@link StoreError} where the row was tampered with. */
export function toIntent(row: Row, sealer: () => Sealer): Intent {
  const { declaration, spec, specSensitive, ...detail } = json<Detail>(row, 'detail')
  const place = { address: text(row, 'address'), environment: text(row, 'environment'), run: text(row, 'run'), step: text(row, 'step') }
  const value = withSecrets(spec, { sealed: nullable(row, 'sealed', bytes), binding: bindingOf(place), address: place.address }, sealer)
  const desired = declaration === null ? null : { declaration, spec: fromMarked({ value, unknown: false, sensitive: specSensitive }) }
  return { ...place, ...detail, desired, at: integer(row, 'at'), state: json<IntentState>(row, 'state') }
}

function withSecrets(
  open: FreshJson,
  place: { readonly sealed: Uint8Array | null; readonly binding: Binding; readonly address: string },
  sealer: () => Sealer,
): Json {
  if (place.sealed === null) return open
  const opened = sealer().open(place.sealed, place.binding)
  const back = opened === null ? null : putSecretsBack(open, parseJson<readonly SecretPart[]>(opened, place.address))
  if (back === null) throw new StoreError('damaged', `what was to be done to ${place.address} was changed in the state database from outside`)
  return back.value
}

function bindingOf({ environment, address, run, step }: Pick<Intent, 'environment' | 'address' | 'run' | 'step'>): Binding {
  return ['intent', environment, address, run, step]
}
