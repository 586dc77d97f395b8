import { ArrowLeft } from 'lucide-react'
import { useState } from 'react'
import type { RoomFacts } from '../../engine-contract.ts'
import type { PlainKey } from '../../words/word-keys.ts'
import { RoomWebhooks } from '../bots/RoomWebhooks.tsx'
import { IconButton } from '../look/buttons/IconButton.tsx'
import { SidePanel } from '../look/panes/SidePanel.tsx'
import { composerElement } from '../look/popups/focus-back.ts'
import { useWords } from '../state/language-choice.ts'
import { type AboutPage, showAbout, showAboutPage, useView } from '../state/view-store.ts'
import styles from './AboutPanel.module.css'
import { BanList } from './BanList.tsx'
import { ConfirmClose } from './ConfirmClose.tsx'
import { ConfirmLeave } from './ConfirmLeave.tsx'
import { ExportDialog } from './ExportDialog.tsx'
import { runsRoom } from './member-actions.ts'
import { RoomAbout } from './RoomAbout.tsx'
import { RoomInvites } from './RoomInvites.tsx'

const titles = {
  room: 'about.title',
  invite: 'about.invite',
  bans: 'about.bans',
  webhooks: 'webhooks.title',
} as const satisfies Record<AboutPage, PlainKey>

/** What the room is and who is in it; those who run it change it here. */
export function AboutPanel({ room }: { readonly room: RoomFacts }) {
  const say = useWords()
  const [dialog, setDialog] = useState<'leave' | 'close' | 'export'>()
  const opened = useView((view) => view.aboutPage)
  // Whoever runs it no longer is back where everybody is.
  const page = runsRoom(room) ? opened : 'room'
  const toRoom = () => showAboutPage('room')
  return (
    <SidePanel
      label={say('about.about-room')}
      title={<h2>{say(titles[page])}</h2>}
      back={
        page !== 'room' && (
          <IconButton label={say('about.back')} className={styles.back} onClick={toRoom}>
            <ArrowLeft />
          </IconButton>
        )
      }
      onClose={close}
      onEscape={page === 'room' ? close : toRoom}
    >
      <div className={styles.scroll} key={page}>
        {page === 'room' && (
          <RoomAbout
            room={room}
            onLeave={() => setDialog('leave')}
            onExport={() => setDialog('export')}
            onCloseRoom={() => setDialog('close')}
          />
        )}
        {page === 'invite' && <RoomInvites room={room} />}
        {page === 'bans' && <BanList room={room} />}
        {page === 'webhooks' && <RoomWebhooks room={room} />}
      </div>
      {dialog === 'leave' && (
        <ConfirmLeave room={room} onClose={() => setDialog(undefined)} onCloseRoom={() => setDialog('close')} />
      )}
      {dialog === 'export' && <ExportDialog room={room} onClose={() => setDialog(undefined)} />}
      {dialog === 'close' && <ConfirmClose room={room} onClose={() => setDialog(undefined)} />}
    </SidePanel>
  )
}

/** The focus was in there, or goes back to the words being written: it must not end up nowhere. */
function close(): void {
  showAbout(false)
  composerElement()?.focus()
}
