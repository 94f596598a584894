import { useUi } from '../store/session.tsx'
import { AddDialog } from './AddDialog.tsx'
import { ConflictDialog } from './ConflictDialog.tsx'
import { ConnectDialog } from './ConnectDialog.tsx'
import { DeclareParametersDialog } from './DeclareParametersDialog.tsx'
import { ImportDialog } from './ImportDialog.tsx'
import { ParametersDialog } from './ParametersDialog.tsx'
import { RenameDialog } from './RenameDialog.tsx'

/** Whatever dialog is open; a conflict goes before all others. */
export function EditorDialogs() {
  const dialog = useUi((s) => s.dialog)
  return (
    <>
      {dialog?.kind === 'add' && <AddDialog request={dialog} />}
      {dialog?.kind === 'connect' && <ConnectDialog from={dialog.from} />}
      {dialog?.kind === 'import' && <ImportDialog />}
      {dialog?.kind === 'parameters' && <ParametersDialog />}
      {dialog?.kind === 'declare-parameters' && <DeclareParametersDialog />}
      {dialog?.kind === 'rename' && <RenameDialog id={dialog.node} />}
      <ConflictDialog />
    </>
  )
}
