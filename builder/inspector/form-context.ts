import { createContext, useContext, useMemo } from 'react'
import type { NodeDefinition } from '../../nodes/kit/define-node.ts'
import type { Issue } from '../../nodes/kit/issue.ts'
import type { Schema } from '../../nodes/kit/schema.ts'
import type { PipelineNode } from '../../runtime/pipeline/schema.ts'
import { useIssueText } from '../app/translate.ts'
import type { ConfigPath } from '../store/commands.ts'
import { configure } from '../store/commands.ts'
import { inputColumns } from '../store/planning.ts'
import { usePlan, useSession } from '../store/session.tsx'
import type { Json } from './describe-config.ts'

export interface FormState {
  readonly node: PipelineNode
  readonly definition: NodeDefinition
  /** Problems of this node. */
  readonly issues: readonly Issue[]
}

const FormContext = createContext<FormState | undefined>(undefined)
export const FormProvider = FormContext.Provider

export function useForm(): FormState {
  const form = useContext(FormContext)
  if (!form) throw new Error('No node is being configured here.')
  return form
}

export type Path = ConfigPath

export const pathText = (path: Path): string => JSON.stringify(path)

export function valueAt(config: Json, path: Path): Json | undefined {
  let value: Json | undefined = config
  for (const key of path) {
    if (value === null || typeof value !== 'object') return undefined
    value = (value as Record<string | number, Json>)[key]
  }
  return value
}

/** The same help beside every item of a list is noise: the first one has it. */
export const isRepeated = (path: Path): boolean => path.some((key) => Number(key) > 0)

export const isInside = (path: readonly (string | number)[], parent: Path): boolean =>
  parent.every((key, i) => key === path[i])

/** Changes the config of the shown node; `undefined` removes a value. */
export function useChange(): (path: Path, value: Json | undefined) => void {
  const { editor } = useSession()
  const { id } = useForm().node
  return useMemo(
    () => (path, value) => editor.getState().execute(configure(id, path, value)),
    [editor, id],
  )
}

/** Problems of the value at a path; a leaf also answers for what lies inside it. */
export function useIssuesAt(path: Path, isLeaf: boolean): readonly Issue[] {
  const { issues } = useForm()
  return issues.filter((i) => isInside(i.path, path) && (isLeaf || i.path.length === path.length))
}

/** The first problem as one sentence with what to do about it. */
export function useProblemAt(path: Path, isLeaf = true): string | undefined {
  const [first] = useIssuesAt(path, isLeaf).filter((i) => i.severity !== 'info')
  const issueText = useIssueText()
  if (!first) return undefined
  const { text, hint } = issueText(first)
  return hint ? `${text} ${hint}` : text
}

const none: Schema = []

/** Columns that expressions and pickers of a field may use. */
export function useColumns(port = 'in'): Schema {
  const { node, definition } = useForm()
  const name = definition.inputs.some((p) => p.name === port) ? port : definition.inputs[0]?.name
  return usePlan((s) => inputColumns(s, node.id, name ?? port)) ?? none
}
