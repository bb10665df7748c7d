import { describe, expect, it } from 'vitest'
import { parseCredentials } from '../../../src/coordinator/outside/parse-credentials.ts'
import type { Json } from '../../../src/events/json.ts'

const expiresAt = Date.UTC(2030, 0, 31, 12)

describe('credentials', () => {
  it.each<[string, Json, unknown]>([
    ['variables', { TOKEN: 'abcd', ARM_CLIENT_ID: 'x' }, { variables: { TOKEN: 'abcd', ARM_CLIENT_ID: 'x' }, expiresAt: null }],
    ['variables that expire', { TOKEN: 'abcd', Expiration: '2030-01-31T12:00:00Z' }, { variables: { TOKEN: 'abcd' }, expiresAt }],
    ['another zone', { TOKEN: 'abcd', Expiration: '2030-01-31T14:00:00+02:00' }, { variables: { TOKEN: 'abcd' }, expiresAt }],
    [
      'a credential process of AWS',
      { Version: 1, AccessKeyId: 'AKIA', SecretAccessKey: 's', SessionToken: 't', Expiration: '2030-01-31T12:00:00Z' },
      { variables: { AWS_ACCESS_KEY_ID: 'AKIA', AWS_SECRET_ACCESS_KEY: 's', AWS_SESSION_TOKEN: 't' }, expiresAt },
    ],
    [
      'keys of AWS that last',
      { AccessKeyId: 'AKIA', SecretAccessKey: 's' },
      { variables: { AWS_ACCESS_KEY_ID: 'AKIA', AWS_SECRET_ACCESS_KEY: 's' }, expiresAt: null },
    ],
  ])('may be %s', (_, value, expected) => {
    expect(parseCredentials(value)).toEqual({ ok: true, value: expected })
  })

  it.each<[string, Json, string]>([
    ['no JSON', 'hunter2', 'it gives no JSON object'],
    ['a list', ['hunter2'], 'it gives no JSON object'],
    ['nothing', {}, 'it gives no variables'],
    ['only an end', { Expiration: '2030-01-31T12:00:00Z' }, 'it gives no variables'],
    ['an end that is no time', { A: 'x', Expiration: 'tomorrow' }, 'its Expiration is no time like 2030-01-31T12:00:00Z'],
    ['an end as a number', { A: 'x', Expiration: 1 }, 'its Expiration is no time like 2030-01-31T12:00:00Z'],
    ['a number', { A: 4711 }, 'its A is no text'],
    ['an empty text', { A: '' }, 'its A is no text'],
    ['a text no variable holds', { A: 'x\0y' }, 'its A is no text'],
    ['what is no name', { 'a-b': 'hunter2' }, '"a-b" is not the name of a variable'],
    ['what Genesis sets', { TF_CLI_ARGS_plan: '-destroy' }, 'TF_CLI_ARGS_plan is set by Genesis'],
    ['an AWS key that is no text', { AccessKeyId: 'AKIA', SecretAccessKey: 3 }, 'its SecretAccessKey is no text'],
  ])('cannot be %s, and no value is told', (_, value, message) => {
    const parsed = parseCredentials(value)
    expect(parsed).toMatchObject({ ok: false, message })
    expect(JSON.stringify(parsed)).not.toContain('hunter2')
  })
})
