import type { RoomFacts } from '../../engine-contract.ts'
import { closeRoomForAll } from '../commands.ts'
import { ConfirmDialog } from '../look/popups/ConfirmDialog.tsx'
import { useWords } from '../state/language-choice.ts'
import { useUnsentIn } from '../state/room-selectors.ts'
import { leaveView } from '../state/view-store.ts'

export function ConfirmClose({ room, onClose }: { readonly room: RoomFacts; readonly onClose: () => void }) {
  const say = useWords()
  const unsent = useUnsentIn(room.id)
  return (
    <ConfirmDialog
      title={say('about.close-question', { room: room.name })}
      words={say('about.close-means', { unsent })}
      does={say('about.close-room')}
      keeps={say('about.keep-open')}
      act={() => closeRoomForAll(room.id)}
      onDone={() => leaveView(room.id)}
      onClose={onClose}
    />
  )
}
