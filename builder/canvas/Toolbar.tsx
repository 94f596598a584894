import { useLingui as useRuntimeLingui } from '@lingui/react'
import { Trans, useLingui } from '@lingui/react/macro'
import {
  Check,
  CircleX,
  CloudAlert,
  CloudUpload,
  LayoutGrid,
  Play,
  Redo2,
  Square,
  TriangleAlert,
  Undo2,
} from 'lucide-react'
import { useEffect, useState } from 'react'
import { formatShortcut } from '../app/shortcuts.ts'
import { renamePipeline } from '../store/commands.ts'
import { nextRedo, nextUndo } from '../store/history.ts'
import { isOver } from '../store/run-state.ts'
import {
  useDocument,
  useEditor,
  usePlan,
  useRun,
  useSaveState,
  useSession,
} from '../store/session.tsx'
import { Button } from '../ui/Button.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { Spinner } from '../ui/Spinner.tsx'
import { arrangePipeline } from './arrange-nodes.ts'
import { startRun } from './start-run.ts'
import './toolbar.css'

/** Name, saved state, undo, layout, problems, run. Everything else is in the menus. */
export function Toolbar() {
  const { t } = useLingui()
  const session = useSession()
  return (
    <div className="editor-toolbar" role="toolbar" aria-label={t`Pipeline`} data-region="toolbar">
      <h1 className="visually-hidden">{useDocument().name}</h1>
      <PipelineName />
      <SaveMark />
      <span className="toolbar-end">
        <HistoryButtons />
        <IconButton
          label={t`Arrange`}
          icon={LayoutGrid}
          shortcut={formatShortcut('Alt+Shift+T')}
          onPress={() => void arrangePipeline(session)}
        />
        <ProblemCount />
        <RunButton />
      </span>
    </div>
  )
}

function PipelineName() {
  const { t } = useLingui()
  const { editor } = useSession()
  const name = useDocument().name
  const [text, setText] = useState(name)
  useEffect(() => setText(name), [name])
  return (
    <input
      className="pipeline-name"
      aria-label={t`Name of the pipeline`}
      dir="auto"
      value={text}
      maxLength={200}
      size={Math.min(Math.max(text.length, 8), 48)}
      onChange={(event) => {
        setText(event.target.value)
        editor.getState().execute(renamePipeline(event.target.value))
      }}
      onBlur={() => setText(name)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur()
      }}
    />
  )
}

function SaveMark() {
  const { t } = useLingui()
  const { autosave } = useSession()
  const { kind } = useSaveState((s) => s.status)
  if (kind === 'failed')
    return (
      <span className="save-mark tone-danger" role="status">
        <CloudAlert aria-hidden />
        <Trans>Not saved</Trans>
        <Button size="s" variant="quiet" onPress={() => void autosave.flush()}>
          <Trans>Try again</Trans>
        </Button>
      </span>
    )
  const isSaved = kind === 'saved'
  return (
    <span className="save-mark muted" data-save={kind}>
      {isSaved ? <Check aria-hidden /> : <CloudUpload aria-hidden />}
      <span>{isSaved ? t`Saved` : kind === 'conflict' ? t`Not saved` : t`Saving…`}</span>
    </span>
  )
}

function HistoryButtons() {
  const { t } = useLingui()
  const { i18n } = useRuntimeLingui()
  const { editor } = useSession()
  const back = useEditor((s) => nextUndo(s.history))
  const forth = useEditor((s) => nextRedo(s.history))
  const undoLabel = back && i18n._(back)
  const redoLabel = forth && i18n._(forth)
  return (
    <>
      <IconButton
        label={undoLabel ? t`Undo: ${undoLabel}` : t`Undo`}
        icon={Undo2}
        mirrored
        shortcut={formatShortcut('Mod+Z')}
        isDisabled={!back}
        onPress={() => editor.getState().undo()}
      />
      <IconButton
        label={redoLabel ? t`Redo: ${redoLabel}` : t`Redo`}
        icon={Redo2}
        mirrored
        shortcut={formatShortcut('Mod+Shift+Z')}
        isDisabled={!forth}
        onPress={() => editor.getState().redo()}
      />
    </>
  )
}

function ProblemCount() {
  const { t, i18n } = useLingui()
  const { ui } = useSession()
  const errors = usePlan((s) => s.issues.filter((i) => i.severity === 'error').length)
  const warnings = usePlan((s) => s.issues.filter((i) => i.severity === 'warning').length)
  const reading = usePlan((s) => s.reading)
  const errorText = i18n.number(errors)
  const warningText = i18n.number(warnings)
  return (
    <Button variant="quiet" onPress={() => ui.setState({ bottom: 'problems', bottomOpen: true })}>
      <span className="visually-hidden">
        {t`Problems: ${errorText} errors, ${warningText} warnings`}
      </span>
      <span className="problem-count" aria-hidden>
        {reading && <Spinner />}
        <span className={errors > 0 ? 'tone-danger' : 'muted'}>
          <CircleX aria-hidden />
          {errorText}
        </span>
        <span className={warnings > 0 ? 'tone-warning' : 'muted'}>
          <TriangleAlert aria-hidden />
          {warningText}
        </span>
      </span>
    </Button>
  )
}

function RunButton() {
  const { t } = useLingui()
  const session = useSession()
  const isEmpty = useDocument().nodes.length === 0
  const isRunning = useRun((s) => s.view !== undefined && !isOver(s.view.state))
  const starting = useRun((s) => s.starting)
  if (isRunning)
    return (
      <Button icon={Square} onPress={() => void session.run.cancel()}>
        {t`Cancel`}
      </Button>
    )
  return (
    <Button
      variant="primary"
      icon={Play}
      isPending={starting}
      isDisabled={isEmpty}
      onPress={() => startRun(session)}
    >
      {t`Run`}
    </Button>
  )
}
