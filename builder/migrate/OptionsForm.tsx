import { useLingui } from '@lingui/react/macro'
import { Checkbox, RadioGroup } from '../ui/Checkbox.tsx'
import { NumberField } from '../ui/NumberField.tsx'
import { Select } from '../ui/Select.tsx'
import { TextField } from '../ui/TextField.tsx'
import type { MigrationSettings } from './wizard-store.ts'
import { changeSettings, useWizard } from './wizard-store.ts'

/** How the database is carried over. */
export function OptionsForm() {
  const { t } = useLingui()
  const settings = useWizard((wizard) => wizard.settings)
  return (
    <>
      <RadioGroup
        label={t`What to carry over`}
        value={settings.what}
        onChange={(what) => changeSettings({ what: what as MigrationSettings['what'] })}
        options={[
          {
            id: 'everything',
            label: t`Tables and rows`,
            description: t`With keys, indexes, views and counters.`,
          },
          { id: 'schema', label: t`Tables without rows` },
          { id: 'data', label: t`Rows, into tables that are there` },
        ]}
      />
      <Select
        label={t`Tables that are there already`}
        value={settings.existing}
        onChange={(existing) =>
          changeSettings({ existing: existing as MigrationSettings['existing'] })
        }
        options={[
          { id: 'fail', label: t`Stop before anything is written` },
          { id: 'append', label: t`Add rows` },
          { id: 'replace', label: t`Replace their rows` },
          { id: 'merge', label: t`Update rows with equal key, add the others` },
        ]}
      />
      <Select
        label={t`Names in the target`}
        value={settings.names}
        onChange={(names) => changeSettings({ names: names as MigrationSettings['names'] })}
        options={[
          { id: 'keep', label: t`As in the source` },
          { id: 'snake_case', label: t`CustomerID becomes customer_id` },
          { id: 'lower', label: t`CustomerID becomes customerid` },
        ]}
      />
      <TextField
        label={t`Schema of the target`}
        description={t`Everything goes into it; empty: the same schemas as in the source.`}
        value={settings.schema}
        maxLength={128}
        code
        onChange={(schema) => changeSettings({ schema })}
      />
      <NumberField
        label={t`At once`}
        description={t`Pieces loaded and indexes built side by side; 0: one per core.`}
        value={settings.jobs}
        minValue={0}
        maxValue={64}
        onChange={(jobs) => changeSettings({ jobs: Number.isNaN(jobs) ? 0 : jobs })}
      />
      <Checkbox
        isSelected={settings.verify}
        onChange={(verify) => changeSettings({ verify })}
        description={t`Reads all rows of both sides again at the end. Rows are counted in any case.`}
      >
        {t`Compare checksums`}
      </Checkbox>
    </>
  )
}
