import { useRef, useState } from 'react'
import type { UserId } from '../../../common/ids.ts'
import { errorWords } from '../../words/error-words.ts'
import { joinInvite } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { Modal, ModalActions, ModalWords } from '../look/popups/Modal.tsx'
import { useWords } from '../state/language-choice.ts'
import { showReport } from '../state/people-dialogs.ts'
import { useServerName } from '../state/room-selectors.ts'
import { showInvite, showRoom } from '../state/view-store.ts'
import { focusAfter } from './focus-after.ts'
import { JoinInvitePlace } from './JoinInvitePlace.tsx'
import { useInvitePreview } from './use-invite-preview.ts'

/** What a link to an invitation leads to: where it goes, and nobody joins before they say so. */
export function JoinInviteDialog({ code }: { readonly code: string }) {
  const say = useWords()
  const server = useServerName()
  const [times, setTimes] = useState(0)
  const preview = useInvitePreview(code, times)
  // The way back has the focus: whoever presses Enter when a link opened this has not said that they join.
  const keeps = useRef<HTMLButtonElement>(null)
  const isGoing = useRef(false)
  const [isBusy, setIsBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const close = () => showInvite(undefined)
  const report = ({ id, displayName }: { readonly id: UserId; readonly displayName: string }) => {
    isGoing.current = true
    close()
    showReport({ kind: 'invite', user: id, name: displayName })
  }
  const join = async () => {
    setProblem(undefined)
    setIsBusy(true)
    const joined = await joinInvite(code)
    setIsBusy(false)
    if (!joined.ok) return setProblem(errorWords(say, joined.error))
    isGoing.current = true
    showRoom(joined.value)
    close()
  }
  const room = preview?.ok === true ? preview.value.room : undefined
  const title =
    room === undefined
      ? say('invite.title')
      : say('invite.join-on', { room: room.name || say('rooms.unnamed'), server })
  return (
    <Modal title={title} onClose={close} initialFocus={keeps} finalFocus={() => focusAfter(isGoing.current)}>
      <div className="stack">
        {preview === undefined ? (
          <ModalWords>{say('invite.asking')}</ModalWords>
        ) : !preview.ok ? (
          <ModalWords>{errorWords(say, preview.error)}</ModalWords>
        ) : room === undefined ? (
          <ModalWords>{say('invite.for-an-account', { server })}</ModalWords>
        ) : (
          <JoinInvitePlace room={room} by={preview.value.by} code={code} />
        )}
        <ModalActions problem={problem}>
          <Button ref={keeps} look="quiet" onClick={close}>
            {say(room === undefined ? 'look.close' : 'invite.not-now')}
          </Button>
          {preview?.ok === false && preview.error.code !== 'invite-invalid' && (
            <Button onClick={() => setTimes(times + 1)}>{say('look.try-again')}</Button>
          )}
          {preview?.ok === true && (
            <Button look="danger-word" onClick={() => report(preview.value.by)}>
              {say('people.report')}
            </Button>
          )}
          {room !== undefined && (
            <Button disabled={isBusy} onClick={() => void join()}>
              {say('invite.join')}
            </Button>
          )}
        </ModalActions>
      </div>
    </Modal>
  )
}
