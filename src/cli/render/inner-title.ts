import type { InnerChange } from '../../plan/inner-change.ts'
import { span, styledLine, type StyledLine } from './styled-line.ts'

/** The remarks above a change inside a stack, with Terraform's words. `level` as in a diff. */
export function innerTitle(inner: InnerChange, indent: number): readonly StyledLine[] {
  const why = inner.action_reason === undefined ? undefined : reasons[inner.action_reason]
  return [
    ...(inner.previous_address === undefined ? [] : [remark(indent, `${inner.previous_address} has moved to ${inner.address}`)]),
    ...(isMoveOnly(inner) ? [] : [styledLine(indent, span(`# ${inner.address} ${outlook(inner)}`, 'bold'))]),
    ...(why === undefined ? [] : [remark(indent, `(because ${why})`)]),
  ]
}

/** Terraform's action reasons that tell people more than the action does. */
const reasons: Readonly<Record<string, string | undefined>> = {
  replace_because_tainted: 'it is tainted',
  replace_by_request: 'it was asked for',
  replace_by_triggers: 'replace_triggered_by says so',
  delete_because_no_resource_config: 'it is no longer in the configuration',
  delete_because_no_module: 'its module is no longer in the configuration',
  delete_because_no_move_target: 'what it moved to is not in the configuration',
  delete_because_wrong_repetition: 'count or for_each was added or removed',
  delete_because_count_index: 'its index is out of range for count',
  delete_because_each_key: 'its key is not in the for_each map',
  read_because_config_unknown: 'its configuration depends on values not known yet',
  read_because_dependency_pending: 'it depends on a resource with changes pending',
  read_because_check_nested: 'it belongs to a check',
}

function isMoveOnly({ previous_address, change: { actions, importing } }: InnerChange): boolean {
  return previous_address !== undefined && importing === undefined && actions.every((action) => action === 'no-op')
}

function outlook({ change: { actions, importing } }: InnerChange): string {
  if (actions.length > 1) return 'must be replaced'
  const [action] = actions
  const imported = importing === undefined || importing === null ? '' : 'imported'
  switch (action) {
    case undefined:
    case 'no-op':
      return imported === '' ? 'does not change' : `will be ${imported}`
    case 'create':
      return 'will be created'
    case 'read':
      return 'will be read during apply'
    case 'update':
      return imported === '' ? 'will be updated in-place' : `will be ${imported} and updated in-place`
    case 'delete':
      return 'will be destroyed'
    case 'forget':
      return 'will no longer be managed by Terraform, but will not be destroyed'
    default:
      return action satisfies never
  }
}

function remark(indent: number, text: string): StyledLine {
  return styledLine(indent, span(`# ${text}`, 'dim'))
}
