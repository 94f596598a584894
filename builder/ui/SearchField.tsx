import { Search, X } from 'lucide-react'
import { Button } from 'react-aria-components/Button'
import { Group } from 'react-aria-components/Group'
import { Input } from 'react-aria-components/Input'
import { SearchField as AriaSearchField } from 'react-aria-components/SearchField'
import './field.css'

export interface SearchFieldProps {
  /** Its name, also shown as the placeholder. */
  readonly label: string
  readonly value?: string
  readonly onChange?: (value: string) => void
  readonly autoFocus?: boolean
  readonly onSubmit?: (value: string) => void
}

export function SearchField({ label, ...field }: SearchFieldProps) {
  return (
    <AriaSearchField {...field} aria-label={label} className="field search-field">
      <Group className="field-group">
        <Search aria-hidden className="field-icon" />
        <Input className="field-inner" placeholder={label} />
        <Button className="field-button search-clear">
          <X aria-hidden />
        </Button>
      </Group>
    </AriaSearchField>
  )
}
