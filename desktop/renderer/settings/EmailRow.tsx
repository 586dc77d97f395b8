import { useState } from 'react'
import { Button } from '../look/buttons/Button.tsx'
import { useWords } from '../state/language-choice.ts'
import { useHasMail, useMe } from '../state/room-selectors.ts'
import { sayDone } from '../state/said-line.ts'
import { EmailDialog } from './EmailDialog.tsx'
import { OptionRow } from './OptionRow.tsx'

/** An address counts once it is proven by mail; where the server sends none, there is nothing to be done here. */
export function EmailRow() {
  const say = useWords()
  const { email } = useMe()
  const hasMail = useHasMail() !== false
  const [isChanging, setIsChanging] = useState(false)
  return (
    <OptionRow
      title={say('settings.email')}
      words={
        <>
          {email !== undefined && (
            <>
              <bdi>{email}</bdi>
              <br />
            </>
          )}
          {say(hasMail ? 'settings.email-means' : 'settings.email-off')}
        </>
      }
    >
      {hasMail && (
        <Button look="quiet" size="small" onClick={() => setIsChanging(true)}>
          {say(email === undefined ? 'settings.email-add' : 'settings.email-change')}
        </Button>
      )}
      {isChanging && (
        <EmailDialog
          onClose={() => setIsChanging(false)}
          onDone={() => {
            setIsChanging(false)
            sayDone(say('settings.email-proven'))
          }}
        />
      )}
    </OptionRow>
  )
}
