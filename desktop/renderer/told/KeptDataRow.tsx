import { useState } from 'react'
import { Button } from '../look/buttons/Button.tsx'
import { OptionRow } from '../settings/OptionRow.tsx'
import { useWords } from '../state/language-choice.ts'
import { KeptDataDialog } from './KeptDataDialog.tsx'

/** Leads to what this server keeps. */
export function KeptDataRow() {
  const say = useWords()
  const [isOpen, setIsOpen] = useState(false)
  return (
    <OptionRow title={say('kept.title')} words={say('kept.row-means')}>
      <Button look="quiet" size="small" onClick={() => setIsOpen(true)}>
        {say('kept.read')}
      </Button>
      {isOpen && <KeptDataDialog onClose={() => setIsOpen(false)} />}
    </OptionRow>
  )
}
