import { Trans, useLingui } from '@lingui/react/macro'
import { FileInput, FolderOpen, LayoutTemplate, Plus } from 'lucide-react'
import { useSession } from '../store/session.tsx'
import { Button, LinkButton } from '../ui/Button.tsx'

/** Three ways to begin, where nothing is drawn yet. */
export function EmptyCanvas() {
  const { t } = useLingui()
  const { ui } = useSession()
  return (
    <section className="canvas-empty" aria-label={t`Begin`}>
      <span className="empty-icon">
        <FileInput aria-hidden />
      </span>
      <h2>
        <Trans>Where do the rows come from?</Trans>
      </h2>
      <p className="muted">
        <Trans>Add a source, drop a CSV, JSON or Parquet file here, or begin with a recipe.</Trans>
      </p>
      <div className="canvas-empty-choices">
        <Button
          variant="primary"
          icon={Plus}
          onPress={() => ui.setState({ dialog: { kind: 'add' } })}
        >
          {t`Add a source`}
        </Button>
        <LinkButton href="/templates" icon={LayoutTemplate}>
          {t`Begin with a template`}
        </LinkButton>
        <Button icon={FolderOpen} onPress={() => ui.setState({ dialog: { kind: 'import' } })}>
          {t`Import a pipeline`}
        </Button>
      </div>
    </section>
  )
}
