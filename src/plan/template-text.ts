import type { CompiledTree, Locate } from '../expressions/expression.ts'
import type { Value } from '../expressions/value.ts'
import { SourceText } from '../manifest/source-text.ts'

/** The file that a resource's `template` names. */
export interface TemplateText {
  /** From the project's root, with forward slashes. */
  readonly path: string
  readonly text: string
  readonly digest: string
}

/** The templates of a project by their paths; one that could not be read, which was reported, is left out. */
export type Templates = ReadonlyMap<string, TemplateText>

/** Finds places in a template's own file. */
export function locateInTemplate({ path, text }: TemplateText): Locate {
  const source = new SourceText(path, text)
  return (_, [from, to] = [0, 0]) => source.range(from, to)
}

/** A spec that gets its `content` from a template. */
export function withContent(spec: CompiledTree, content: CompiledTree): CompiledTree {
  return {
    references: [...spec.references, ...content.references],
    constant: spec.constant && content.constant,
    evaluate: (scope) => {
      const [fields, text] = [spec.evaluate(scope), content.evaluate(scope)]
      if (!fields.ok || !text.ok) return { ok: false, failures: [fields, text].flatMap((each) => (each.ok ? [] : each.failures)) }
      return { ok: true, value: { ...(fields.value as Readonly<Record<string, Value>>), content: text.value } }
    },
  }
}
