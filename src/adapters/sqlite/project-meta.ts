import type { Database } from './database.ts'
import type { ProjectName } from './refusals.ts'
import { text } from './row.ts'
import { statements } from './statements.ts'

/** The project that a database says it belongs to. */
export function readProject(database: Database): ProjectName {
  const name = database.get(statements.meta, 'project_name')
  const id = database.get(statements.meta, 'project_id')
  return { name: text(name ?? {}, 'value'), id: id === undefined ? null : text(id, 'value') }
}

/** Writes down which project a database belongs to. */
export function writeProject(database: Database, project: ProjectName): void {
  database.run(statements.setMeta, 'project_name', project.name)
  if (project.id !== null) database.run(statements.setMeta, 'project_id', project.id)
}

/** Ids decide where both have one, names otherwise. */
export function isSameProject(one: ProjectName, other: ProjectName): boolean {
  return one.id !== null && other.id !== null ? one.id === other.id : one.name === other.name
}
