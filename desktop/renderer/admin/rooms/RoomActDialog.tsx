import { useState } from 'react'
import type { Result } from '../../../../common/result.ts'
import { ok } from '../../../../common/result.ts'
import { Field } from '../../look/fields/Field.tsx'
import { useWords } from '../../state/language-choice.ts'
import { sayDone } from '../../state/said-line.ts'
import { ActDialog } from '../frame/ActDialog.tsx'
import { focusFrom } from '../frame/AdminMenu.tsx'
import { AdminRoomCell, adminRoomName } from './AdminRoomCell.tsx'
import { changeAdminRoom, closeAdminRoom, type ListedRoom } from './admin-rooms-api.ts'
import { parseBound } from './room-bounds.ts'

export type RoomAct = 'cap' | 'retention' | 'close'

/** A direct room has its two people; what is kept in it can be bounded all the same. */
export function roomActsFor({ kind }: Pick<ListedRoom, 'kind'>): readonly RoomAct[] {
  return kind === 'direct' ? ['retention'] : ['cap', 'retention', 'close']
}

export const roomHappens = {
  cap: ['admin.happens-cap', 'admin.happens-cap-empty'],
  retention: ['admin.happens-retention', 'admin.happens-retention-empty', 'admin.happens-retention-told'],
  close: ['admin.happens-close', 'admin.happens-close-words'],
} as const satisfies Readonly<Record<RoomAct, readonly string[]>>

const bounds = { cap: { min: 2, max: 1_000 }, retention: { min: 1, max: 36_500 } } as const

type RoomActDialogProps = {
  readonly act: RoomAct
  readonly room: ListedRoom
  readonly from: HTMLElement | null
  /** Undefined: it is closed. */
  readonly onChanged: (room: ListedRoom | undefined) => void
  readonly onClose: () => void
}

/** Does one thing with a room, once it is said what that is. */
export function RoomActDialog({ act, room, from, onChanged, onClose }: RoomActDialogProps) {
  const say = useWords()
  const name = adminRoomName(say, room)
  const now = act === 'cap' ? room.memberCap : room.retentionDays
  const [typed, setTyped] = useState(now === null ? '' : String(now))
  const value = act === 'close' ? null : parseBound(typed, bounds[act])
  const isWrong = value === undefined
  const run = async (): Promise<Result<ListedRoom | undefined>> => {
    if (act === 'close') {
      const closed = await closeAdminRoom(room.id)
      return closed.ok ? ok(undefined) : closed
    }
    return changeAdminRoom(room.id, act === 'cap' ? { memberCap: value ?? null } : { retentionDays: value ?? null })
  }
  return (
    <ActDialog
      title={say(`admin.ask-${act}`, { name })}
      whom={<AdminRoomCell room={room} size={36} />}
      happens={roomHappens[act].map((key) => say(key))}
      does={say(act === 'close' ? 'admin.do-close' : 'admin.set')}
      isMild={act === 'cap' || (act === 'retention' && value === null)}
      isReady={!isWrong}
      act={run}
      onDone={(changed) => {
        sayDone(say(`admin.done-${act}`, { name }))
        onChanged(changed)
        onClose()
      }}
      onClose={onClose}
      finalFocus={focusFrom(from)}
    >
      {act === 'close' ? undefined : (
        <Field
          label={say(`admin.bound-${act}`)}
          hint={isWrong ? say(`admin.bound-${act}-wrong`) : say('admin.bound-empty')}
          value={typed}
          inputMode="numeric"
          autoComplete="off"
          aria-invalid={isWrong}
          onChange={(event) => setTyped(event.target.value)}
        />
      )}
    </ActDialog>
  )
}
