import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Database } from '../../../src/adapters/sqlite/database.ts'
import { schemaVersion, upgradeSchema } from '../../../src/adapters/sqlite/upgrade-schema.ts'
import { tempFolder } from '../../rig/temp-folder.ts'

const one = 'CREATE TABLE first (x TEXT)'
const two = 'ALTER TABLE first ADD COLUMN y TEXT'

async function emptyDatabase(): Promise<Database> {
  const database = await Database.open(join(tempFolder(), 'x.db'))
  onTestFinished(() => database.close())
  return database
}

describe('upgradeSchema', () => {
  it('takes only the steps that are missing', async () => {
    const database = await emptyDatabase()
    upgradeSchema(database, [one])
    expect(schemaVersion(database)).toBe(1)
    database.run('INSERT INTO first VALUES (?)', 'kept')
    upgradeSchema(database, [one, two])
    upgradeSchema(database, [one, two])
    expect(schemaVersion(database)).toBe(2)
    expect(database.all('SELECT * FROM first')).toMatchObject([{ x: 'kept', y: null }])
  })

  it('takes all of them or none', async () => {
    const database = await emptyDatabase()
    expect(() => upgradeSchema(database, [one, 'CREATE NONSENSE'])).toThrow('syntax error')
    expect(schemaVersion(database)).toBe(0)
    expect(database.all('SELECT name FROM sqlite_schema')).toEqual([])
  })
})
