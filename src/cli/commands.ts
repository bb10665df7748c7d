import { applyCommand } from './commands/apply-command.ts'
import {
  checkpointCreateCommand,
  checkpointDiffCommand,
  checkpointListCommand,
  checkpointPruneCommand,
  checkpointShowCommand,
} from './commands/checkpoint-command.ts'
import { completeCommand } from './commands/complete-command.ts'
import { completionCommand } from './commands/completion-command.ts'
import { doctorCommand } from './commands/doctor-command.ts'
import { explainCommand } from './commands/explain-command.ts'
import { graphCommand } from './commands/graph-command.ts'
import { holdListCommand, holdPlaceCommand, holdReleaseCommand } from './commands/hold-command.ts'
import { initCommand } from './commands/init-command.ts'
import { logsCommand } from './commands/logs-command.ts'
import { outputsCommand } from './commands/outputs-command.ts'
import { planCommand } from './commands/plan-command.ts'
import { resumeCommand } from './commands/resume-command.ts'
import { rollbackCommand } from './commands/rollback-command.ts'
import { runsCommand } from './commands/runs-command.ts'
import { schemaCommand } from './commands/schema-command.ts'
import { showCommand } from './commands/show-command.ts'
import { stateImportCommand, stateListCommand, stateMoveCommand, stateRemoveCommand, stateResolveCommand, stateShowCommand } from './commands/state-command.ts'
import { statePullCommand, stateBackupCommand, stateRepairCommand, stateRestoreCommand, stateVerifyCommand } from './commands/state-care-command.ts'
import { unlockCommand } from './commands/unlock-command.ts'
import { validateCommand } from './commands/validate-command.ts'

export { createCoordinator } from '../create-coordinator.ts'
export { createContext } from './create-context.ts'
export { refuseWords } from './refuse-words.ts'
export { answerHabits } from './habits/answer-habits.ts'

/** What the commands do; loaded in one piece once a command is called. */
export const commands = {
  applyCommand,
  checkpointCreateCommand,
  checkpointDiffCommand,
  checkpointListCommand,
  checkpointPruneCommand,
  checkpointShowCommand,
  completeCommand,
  completionCommand,
  doctorCommand,
  explainCommand,
  graphCommand,
  holdListCommand,
  holdPlaceCommand,
  holdReleaseCommand,
  initCommand,
  logsCommand,
  outputsCommand,
  planCommand,
  resumeCommand,
  rollbackCommand,
  runsCommand,
  schemaCommand,
  showCommand,
  stateImportCommand,
  stateListCommand,
  stateMoveCommand,
  stateRemoveCommand,
  stateBackupCommand,
  statePullCommand,
  stateRepairCommand,
  stateRestoreCommand,
  stateVerifyCommand,
  stateResolveCommand,
  stateShowCommand,
  unlockCommand,
  validateCommand,
}

/** The type of {@link commands}. */
export type Commands = typeof commands
