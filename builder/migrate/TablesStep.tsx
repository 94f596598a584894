import { Trans, useLingui } from '@lingui/react/macro'
import { Disclosure } from '../ui/Disclosure.tsx'
import { CastRules } from './CastRules.tsx'
import { OptionsForm } from './OptionsForm.tsx'
import { TableChoiceList } from './TableChoiceList.tsx'
import { changeWizard, useWizard } from './wizard-store.ts'

/** What comes over, and how. */
export function TablesStep() {
  const { t } = useLingui()
  const { source, target, casts } = useWizard()
  return (
    <div className="stack">
      <p className="wizard-route">
        <Trans>
          From <strong>{source}</strong> to <strong>{target}</strong>
        </Trans>
      </p>
      <div className="wizard-columns">
        <section className="section" aria-label={t`Tables`}>
          <TableChoiceList connection={source} />
        </section>
        <section className="panel stack wizard-options" aria-label={t`Options`}>
          <OptionsForm />
          <Disclosure
            title={<Trans>Rules for types</Trans>}
            level={3}
            defaultExpanded={casts.length > 0}
          >
            <CastRules rules={casts} onChange={(rules) => changeWizard({ casts: rules })} />
          </Disclosure>
        </section>
      </div>
    </div>
  )
}
