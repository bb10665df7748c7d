import { describe, expect, it } from 'vitest'
import { coversInner } from '../../src/plan/inner-pattern.ts'

describe('a pattern of inner addresses', () => {
  it.each([
    ['aws_db_instance.*', 'aws_db_instance.main'],
    ['aws_db_instance.*', 'aws_db_instance.main["a.b"]'],
    ['aws_db_instance.main', 'aws_db_instance.main[0]'],
    ['aws_db_instance.main[0]', 'aws_db_instance.main[0]'],
    ['aws_db_*.main', 'aws_db_subnet_group.main'],
    ['module.db', 'module.db.aws_db_instance.main'],
    ['module.db.**', 'module.db["eu.1"].aws_db_instance.main'],
    ['module.db["eu.*"].**', 'module.db["eu.1"].aws_db_instance.main'],
    ['**.aws_kms_key.*', 'aws_kms_key.main'],
    ['**.aws_kms_key.*', 'module.a.module.b[0].aws_kms_key.main'],
    ['**', 'a.b'],
  ])('%s covers %s', (pattern, address) => {
    expect(coversInner(pattern, address)).toBe(true)
  })

  it.each([
    ['aws_db_instance.*', 'module.db.aws_db_instance.main'],
    ['aws_db_instance.main', 'aws_db_instance.main2'],
    ['aws_db_instance.main[0]', 'aws_db_instance.main[1]'],
    ['module.db.*.x', 'module.db.y'],
    ['module.d', 'module.db.y.z'],
    ['*.z', 'a.b.z'],
  ])('%s does not cover %s', (pattern, address) => {
    expect(coversInner(pattern, address)).toBe(false)
  })
})
