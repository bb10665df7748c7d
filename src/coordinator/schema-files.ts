import type { JsonObject } from '../events/json.ts'
import command from '../../schemas/command.json' with { type: 'json' }
import coordination from '../../schemas/coordination.json' with { type: 'json' }
import defaults from '../../schemas/defaults.json' with { type: 'json' }
import definitions from '../../schemas/definitions.json' with { type: 'json' }
import document from '../../schemas/document.json' with { type: 'json' }
import environment from '../../schemas/environment.json' with { type: 'json' }
import event from '../../schemas/event.schema.json' with { type: 'json' }
import file from '../../schemas/file.json' with { type: 'json' }
import healthCheck from '../../schemas/health-check.json' with { type: 'json' }
import output from '../../schemas/output.schema.json' with { type: 'json' }
import plan from '../../schemas/plan.schema.json' with { type: 'json' }
import project from '../../schemas/project.json' with { type: 'json' }
import terraformStack from '../../schemas/terraform-stack.json' with { type: 'json' }

/** The published JSON Schemas by the names of their files. They refer to each other by these names. */
export const schemaFiles: Readonly<Record<string, JsonObject>> = {
  'command.json': command,
  'coordination.json': coordination,
  'defaults.json': defaults,
  'definitions.json': definitions,
  'document.json': document,
  'environment.json': environment,
  'event.schema.json': event,
  'file.json': file,
  'health-check.json': healthCheck,
  'output.schema.json': output,
  'plan.schema.json': plan,
  'project.json': project,
  'terraform-stack.json': terraformStack,
}
