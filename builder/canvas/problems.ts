import { msg } from '@lingui/core/macro'
import type { Issue } from '../../nodes/kit/issue.ts'
import type { Session } from '../store/session.tsx'

/** Opens the node of a problem and puts the focus on the setting it belongs to. */
export function goToProblem({ editor, ui }: Session, issue: Issue): void {
  if (issue.node === undefined) {
    ui.setState({ bottom: 'problems', bottomOpen: true })
    return
  }
  editor.getState().select([issue.node])
  editor.getState().setCurrent(issue.node)
  ui.setState({
    inspected: issue.node,
    wanted: { node: issue.node, path: issue.path, at: Date.now() },
  })
}

const places = new WeakMap<Session, number>()

/** The next problem each time, from the first again behind the last. */
export function goToNextProblem(session: Session): void {
  const { issues } = session.planning.state.getState()
  const serious = issues.filter((i) => i.severity !== 'info')
  const list = serious.length > 0 ? serious : issues
  const { announce } = session.editor.getState()
  if (list.length === 0) {
    announce(msg`No problems.`, true)
    return
  }
  const place = ((places.get(session) ?? -1) + 1) % list.length
  places.set(session, place)
  const next = list[place]
  if (next) goToProblem(session, next)
  const number = place + 1
  const total = list.length
  announce(msg`Problem ${number} of ${total}`)
}
