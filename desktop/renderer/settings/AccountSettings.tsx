import { useState } from 'react'
import { errorWords } from '../../words/error-words.ts'
import { signOut } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { ConfirmDialog } from '../look/popups/ConfirmDialog.tsx'
import { Problem } from '../look/states/Problem.tsx'
import { richWords } from '../look/wording/rich-words.ts'
import { addAnotherAccount } from '../state/desktop-accounts.ts'
import { useWords } from '../state/language-choice.ts'
import { useMe, useServerName, useUnsentCount } from '../state/room-selectors.ts'
import { showOverlay, showRoom } from '../state/view-store.ts'
import { ChangePasswordDialog } from './ChangePasswordDialog.tsx'
import { DepartDialog } from './DepartDialog.tsx'
import { EmailRow } from './EmailRow.tsx'
import { ExportRow } from './ExportRow.tsx'
import { OptionRow } from './OptionRow.tsx'
import { RemoveAccountDialog } from './RemoveAccountDialog.tsx'

export function AccountSettings() {
  const say = useWords()
  const me = useMe()
  const serverName = useServerName()
  const [problem, setProblem] = useState<string>()
  const [isLeaving, setIsLeaving] = useState(false)
  const [isAsking, setIsAsking] = useState(false)
  const [isRemoving, setIsRemoving] = useState(false)
  const [isChanging, setIsChanging] = useState(false)
  const [isChanged, setIsChanged] = useState(false)
  const [isDeparting, setIsDeparting] = useState(false)
  const unsent = useUnsentCount()
  const addAccount = addAnotherAccount()
  const goOut = () => {
    showOverlay('none')
    showRoom(undefined)
  }
  // Whoever comes back to this account finds it as it was before the settings.
  const leaveSettings = (then: () => void) => {
    showOverlay('none')
    then()
  }
  const leave = async () => {
    setIsLeaving(true)
    const left = await signOut()
    setIsLeaving(false)
    if (left.ok) goOut()
    else setProblem(errorWords(say, left.error))
  }
  return (
    <>
      <Problem words={problem} />
      <OptionRow
        title={say('sign-in.password')}
        words={<span role="status">{say(isChanged ? 'settings.password-changed' : 'settings.password-means')}</span>}
      >
        <Button look="quiet" size="small" onClick={() => setIsChanging(true)}>
          {say('settings.change-password')}
        </Button>
      </OptionRow>
      {isChanging && (
        <ChangePasswordDialog
          onClose={() => setIsChanging(false)}
          onChanged={() => {
            setIsChanging(false)
            setIsChanged(true)
          }}
        />
      )}
      <EmailRow />
      <ExportRow />
      {addAccount !== undefined && (
        <OptionRow title={say('accounts.title')} words={say('accounts.means')}>
          <Button look="quiet" size="small" onClick={() => leaveSettings(addAccount)}>
            {say('accounts.add')}
          </Button>
        </OptionRow>
      )}
      <OptionRow
        title={say('settings.sign-out')}
        words={richWords(say, 'settings.sign-out-means', { handle: me.handle, server: serverName })}
      >
        <Button
          look="danger-word"
          size="small"
          disabled={isLeaving}
          onClick={() => (unsent > 0 ? setIsAsking(true) : void leave())}
        >
          {say('settings.sign-out')}
        </Button>
      </OptionRow>
      {addAccount !== undefined && (
        <OptionRow title={say('accounts.remove-title')} words={say('accounts.remove-means')}>
          <Button look="danger-word" size="small" onClick={() => setIsRemoving(true)}>
            {say('accounts.remove')}
          </Button>
        </OptionRow>
      )}
      <OptionRow title={say('depart.title')} words={say('depart.means')}>
        <Button look="danger-word" size="small" onClick={() => setIsDeparting(true)}>
          {say('depart.open')}
        </Button>
      </OptionRow>
      {isDeparting && <DepartDialog onClose={() => setIsDeparting(false)} />}
      {isRemoving && <RemoveAccountDialog server={serverName} unsent={unsent} onClose={() => setIsRemoving(false)} />}
      {isAsking && (
        <ConfirmDialog
          title={say('settings.sign-out-question')}
          words={say('settings.sign-out-unsent', { count: unsent })}
          does={say('settings.sign-out')}
          keeps={say('settings.stay')}
          act={signOut}
          onDone={goOut}
          onClose={() => setIsAsking(false)}
        />
      )}
    </>
  )
}
