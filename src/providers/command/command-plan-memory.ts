import { isJsonObject, type Json } from '../../events/json.ts'
import { readMemory, type CommandMemory } from './command-record.ts'

/** What a plan hands to apply: how to run the programs, and whether outputs had drifted. */
export interface CommandPlanMemory extends CommandMemory {
  readonly drifted: boolean
}

/** The memory as JSON. */
export function toPlanMemory({ programs, workingDirectory, stage, drifted }: CommandPlanMemory): Json {
  return { programs, workingDirectory, stage, drifted }
}

/** Reads back what {@link toPlanMemory} made; null for a step that nobody planned in detail. */
export function readPlanMemory(memory: Json): CommandPlanMemory | null {
  const how = readMemory(memory)
  return how === null ? null : { ...how, drifted: isJsonObject(memory) && memory['drifted'] === true }
}
