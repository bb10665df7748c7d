import { describe, expect, it } from 'vitest'
import { namingHolder, parseStateLock, stateLockText } from '../../../../src/providers/terraform-stack/terraform/state-lock.ts'

const info = (id: string, who: string) =>
  `Lock Info:\n  ID:        ${id}\n  Path:      bucket/key\n  Operation: OperationTypeApply\n  Who:       ${who}\n  Version:   1.11.4\n  Created:   2026-11-30 21:16:10.63279494 +0000 UTC\n  Info:      \n\nTerraform acquires a state lock to protect the state.`

const s3 = `Error message: operation error S3: PutObject, StatusCode: 412\n${info('held-1', 'bob@laptop')}`
const http = `Error message: HTTP remote state already locked: ID=held-2\n${info('asked-for', 'root@vm')}`
const framed = `╷\n│ Error: Error acquiring the state lock\n│ \n│ Error message: HTTP remote state already locked:\n│ ID=held-3\n${info('asked-for', 'root@vm').replaceAll(/^/gm, '│ ')}\n╵`
const silent = 'Error message: HTTP remote state already locked, and failed to read the lock'

describe('the lock of a state', () => {
  it.each([
    ['with its holder', `Error acquiring the state lock\n${s3}`, 'bob@laptop (OperationTypeApply, since 2026-11-30 21:16:10.63279494 +0000 UTC, lock held-1)'],
    [
      'by its id alone, where the lock that is shown is the one that was asked for',
      `Error acquiring the state lock\n${http}`,
      'somebody (lock held-2; its backend tells no more)',
    ],
    ['out of a text for people', framed, 'somebody (lock held-3; its backend tells no more)'],
    ['not at all where none is named', `Error acquiring the state lock\n${silent}`, null],
    ['not at all in another text', s3, null],
  ])('is read %s', (_, text, expected) => {
    const lock = parseStateLock(text)
    expect(lock === null ? null : stateLockText(lock)).toBe(expected)
  })

  it('takes the place of what Terraform shows, and of nothing else', () => {
    const base = { severity: 'error', range: null, snippet: null } as const
    expect(namingHolder({ ...base, summary: 'Error acquiring the state lock', detail: http }).detail).toBe(
      'its state is locked by somebody (lock held-2; its backend tells no more)',
    )
    const other = { ...base, summary: 'Invalid value', detail: 'ID=1' }
    expect(namingHolder(other)).toBe(other)
  })
})
