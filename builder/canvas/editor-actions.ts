import type { MessageDescriptor } from '@lingui/core'
import { i18n } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { registry } from '../../nodes/index.ts'
import type { Message } from '../../nodes/kit/message.ts'
import type { Action } from '../app/actions.ts'
import { removeAndReconnect } from '../store/commands.ts'
import { graphOf, reachable } from '../store/graph.ts'
import { nextRedo, nextUndo } from '../store/history.ts'
import { isOver } from '../store/run-state.ts'
import type { Session } from '../store/session.tsx'
import type { EditorDialog, UiState } from '../store/ui-store.ts'
import { arrangePipeline } from './arrange-nodes.ts'
import {
  copySelection,
  cutSelection,
  duplicateSelection,
  pasteFromClipboard,
  removeSelection,
} from './clipboard-actions.ts'
import { exportPipeline } from './export-pipeline.ts'
import { goToNextProblem } from './problems.ts'
import { nextRegion } from './regions.ts'
import { startRun } from './start-run.ts'
import { nodeIdOf } from './use-current-node.ts'

type Values = Record<string, string | number>

/** “Undo: move 3 nodes”: the label of the command is the text of menu, history and toast. */
function withLabel(frame: MessageDescriptor, label: MessageDescriptor | undefined, title: Message) {
  if (!label) return title
  return { ...(frame as Message), values: { label: i18n._(label) } as Values }
}

/** Everything that can be done in the editor; menus, palette and shortcut sheet show this. */
export function editorActions(session: Session): readonly Action[] {
  const { editor, ui, run, planning } = session
  const state = () => editor.getState()
  /** The node that has the focus, else the one selected, else where the keyboard was last. */
  const target = () =>
    nodeIdOf(document.activeElement) ??
    (state().nodes.size === 1 ? [...state().nodes][0] : state().current)
  const some = () => state().nodes.size > 0
  const any = () => some() || state().edges.size > 0
  const open = (dialog: EditorDialog) => ui.setState({ dialog })
  const show = (next: Partial<UiState>) => () => ui.setState(next)
  const isRunning = () => {
    const { view, starting } = run.state.getState()
    return starting || (view !== undefined && !isOver(view.state))
  }
  const undoTitle = msg`Undo`
  const redoTitle = msg`Redo`
  const graph = () => graphOf(state().history.document)

  return [
    {
      id: 'pipeline.import',
      title: msg`Import…`,
      group: 'pipeline',
      run: () => open({ kind: 'import' }),
    },
    {
      id: 'pipeline.export',
      title: msg`Export as JSON`,
      group: 'pipeline',
      run: () => exportPipeline(state().history.document),
    },
    {
      id: 'pipeline.parameters',
      title: msg`Parameters…`,
      group: 'pipeline',
      separated: true,
      run: () => open({ kind: 'declare-parameters' }),
    },
    {
      id: 'pipeline.save',
      title: msg`Save now`,
      group: 'pipeline',
      shortcuts: ['Mod+S'],
      whileTyping: true,
      run: () => void session.autosave.flush(),
    },
    {
      id: 'edit.undo',
      title: undoTitle,
      currentTitle: () =>
        withLabel(msg({ message: 'Undo: {label}' }), nextUndo(state().history), undoTitle),
      group: 'edit',
      shortcuts: ['Mod+Z'],
      enabled: () => nextUndo(state().history) !== undefined,
      run: () => state().undo(),
    },
    {
      id: 'edit.redo',
      title: redoTitle,
      currentTitle: () =>
        withLabel(msg({ message: 'Redo: {label}' }), nextRedo(state().history), redoTitle),
      group: 'edit',
      shortcuts: ['Mod+Shift+Z', 'Mod+Y'],
      enabled: () => nextRedo(state().history) !== undefined,
      run: () => state().redo(),
    },
    {
      id: 'edit.add',
      title: msg`Add a node…`,
      group: 'edit',
      scope: 'graph',
      shortcuts: ['N'],
      separated: true,
      run: () => open({ kind: 'add' }),
    },
    {
      id: 'edit.connect',
      title: msg`Connect to…`,
      group: 'edit',
      scope: 'graph',
      shortcuts: ['C'],
      enabled: () => target() !== undefined,
      run: () => open({ kind: 'connect', from: target() ?? '' }),
    },
    {
      id: 'edit.configure',
      title: msg`Settings`,
      group: 'edit',
      scope: 'graph',
      shortcuts: ['Enter'],
      enabled: () => target() !== undefined,
      run: () =>
        ui.setState({
          inspected: target(),
          wanted: { node: target() ?? '', path: [], at: Date.now() },
        }),
    },
    {
      id: 'edit.rename',
      title: msg`Rename…`,
      group: 'edit',
      scope: 'graph',
      shortcuts: ['F2'],
      enabled: () => target() !== undefined,
      run: () => open({ kind: 'rename', node: target() ?? '' }),
    },
    {
      id: 'edit.cut',
      title: msg`Cut`,
      group: 'edit',
      separated: true,
      shortcuts: ['Mod+X'],
      enabled: some,
      run: () => cutSelection(session),
    },
    {
      id: 'edit.copy',
      title: msg`Copy`,
      group: 'edit',
      shortcuts: ['Mod+C'],
      enabled: some,
      run: () => copySelection(session),
    },
    {
      id: 'edit.paste',
      title: msg`Paste`,
      group: 'edit',
      shortcuts: ['Mod+V'],
      run: () => void pasteFromClipboard(session, false),
    },
    {
      id: 'edit.paste-linked',
      title: msg`Paste with incoming edges`,
      group: 'edit',
      shortcuts: ['Mod+Shift+V'],
      run: () => void pasteFromClipboard(session, true),
    },
    {
      id: 'edit.duplicate',
      title: msg`Duplicate`,
      group: 'edit',
      shortcuts: ['Mod+D'],
      enabled: some,
      run: () => duplicateSelection(session),
    },
    {
      id: 'edit.delete',
      title: msg`Delete`,
      group: 'edit',
      scope: 'graph',
      separated: true,
      shortcuts: ['Delete', 'Backspace'],
      enabled: any,
      run: () => {
        removeSelection(session)
        focusGraph()
      },
    },
    {
      id: 'edit.delete-reconnect',
      title: msg`Delete and reconnect`,
      group: 'edit',
      scope: 'graph',
      shortcuts: ['Mod+Delete', 'Mod+Backspace'],
      enabled: some,
      run: () => {
        state().execute(removeAndReconnect([...state().nodes], registry))
        focusGraph()
      },
    },
    {
      id: 'edit.select-all',
      title: msg`Select everything`,
      group: 'edit',
      scope: 'graph',
      separated: true,
      shortcuts: ['Mod+A'],
      run: () => state().select(state().history.document.nodes.map((n) => n.id)),
    },
    {
      id: 'edit.select-up',
      title: msg`Select what it reads from`,
      group: 'edit',
      enabled: some,
      run: () =>
        state().select([...state().nodes, ...reachable(graph(), [...state().nodes], 'up')]),
    },
    {
      id: 'edit.select-down',
      title: msg`Select what reads from it`,
      group: 'edit',
      enabled: some,
      run: () =>
        state().select([...state().nodes, ...reachable(graph(), [...state().nodes], 'down')]),
    },
    {
      id: 'edit.select-none',
      title: msg`Select nothing`,
      group: 'edit',
      scope: 'graph',
      shortcuts: ['Escape'],
      enabled: () => any() || ui.getState().inspected !== undefined,
      run: () => {
        state().select([])
        ui.setState({ inspected: undefined })
      },
    },
    {
      id: 'view.arrange',
      title: msg`Arrange`,
      group: 'view',
      shortcuts: ['Alt+Shift+T'],
      run: () => void arrangePipeline(session),
    },
    {
      id: 'view.palette',
      title: msg`Node types`,
      group: 'view',
      separated: true,
      run: show({ side: 'palette' }),
    },
    {
      id: 'view.outline',
      title: msg`Outline`,
      group: 'view',
      run: show({ side: 'outline' }),
    },
    {
      id: 'view.preview',
      title: msg`Preview`,
      group: 'view',
      run: show({ bottom: 'preview', bottomOpen: true }),
    },
    {
      id: 'view.problems',
      title: msg`Problems`,
      group: 'view',
      run: show({ bottom: 'problems', bottomOpen: true }),
    },
    {
      id: 'view.next-problem',
      title: msg`Next problem`,
      group: 'view',
      shortcuts: ['F8'],
      whileTyping: true,
      run: () => goToNextProblem(session),
    },
    {
      id: 'view.next-region',
      title: msg`Next part of the page`,
      group: 'view',
      shortcuts: ['F6'],
      whileTyping: true,
      run: () => nextRegion(1),
    },
    {
      id: 'view.previous-region',
      title: msg`Previous part of the page`,
      group: 'view',
      shortcuts: ['Shift+F6'],
      whileTyping: true,
      run: () => nextRegion(-1),
    },
    {
      id: 'view.refresh',
      title: msg`Read columns again`,
      group: 'view',
      run: () => planning.refresh(),
    },
    {
      id: 'run.start',
      title: msg`Run`,
      group: 'run',
      shortcuts: ['Mod+Enter'],
      whileTyping: true,
      enabled: () => !isRunning() && state().history.document.nodes.length > 0,
      run: () => startRun(session),
    },
    {
      id: 'run.cancel',
      title: msg`Cancel the run`,
      group: 'run',
      enabled: isRunning,
      run: () => void run.cancel(),
    },
    {
      id: 'run.show',
      title: msg`Runs of this pipeline`,
      group: 'run',
      run: show({ bottom: 'run', bottomOpen: true }),
    },
    {
      id: 'run.clear',
      title: msg`Take the counts off the canvas`,
      group: 'run',
      enabled: () => run.state.getState().view !== undefined && !isRunning(),
      run: () => run.clear(),
    },
  ]
}

/** After a deletion the focus goes to the next node, never to nowhere. */
function focusGraph(): void {
  requestAnimationFrame(() => {
    const next =
      document.querySelector<HTMLElement>('.react-flow__node[tabindex="0"]') ??
      document.querySelector<HTMLElement>('.outline [role="row"]') ??
      document.querySelector<HTMLElement>('.canvas-empty button')
    if (document.activeElement === document.body || !document.activeElement) next?.focus()
  })
}
