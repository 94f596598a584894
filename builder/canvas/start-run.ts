import { msg } from '@lingui/core/macro'
import { hasErrors } from '../../nodes/kit/issue.ts'
import type { Session } from '../store/session.tsx'

/** Runs the pipeline, after asking for its parameters where it has some. */
export function startRun(session: Session): void {
  const { document } = session.editor.getState().history
  const { issues } = session.planning.state.getState()
  if (hasErrors(issues)) {
    session.ui.setState({ bottom: 'problems', bottomOpen: true })
    session.editor.getState().announce(msg`Correct the problems first, then run.`, true)
    return
  }
  if (document.parameters.length > 0) {
    session.ui.setState({ dialog: { kind: 'parameters' } })
    return
  }
  runWith(session, {})
}

export function runWith(session: Session, parameters: Readonly<Record<string, string>>): void {
  session.ui.setState({ bottom: 'run', bottomOpen: true, dialog: undefined })
  void session.run.start(parameters)
}
