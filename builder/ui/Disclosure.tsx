import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from 'react-aria-components/Button'
import { Disclosure as AriaDisclosure, DisclosurePanel } from 'react-aria-components/Disclosure'
import { Heading } from 'react-aria-components/Heading'
import './disclosure.css'

export interface DisclosureProps {
  readonly title: ReactNode
  readonly children: ReactNode
  readonly defaultExpanded?: boolean
  readonly level?: 2 | 3 | 4
}

/** A part that opens and closes, e.g. “Advanced”. */
export function Disclosure({ title, children, defaultExpanded, level = 3 }: DisclosureProps) {
  return (
    <AriaDisclosure className="disclosure" defaultExpanded={defaultExpanded ?? false}>
      <Heading level={level}>
        <Button slot="trigger" className="disclosure-button">
          <ChevronRight aria-hidden className="disclosure-icon mirrored" />
          {title}
        </Button>
      </Heading>
      <DisclosurePanel className="disclosure-panel">{children}</DisclosurePanel>
    </AriaDisclosure>
  )
}
