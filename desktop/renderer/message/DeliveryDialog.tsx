import { Check, Clock, Minus, X } from 'lucide-react'
import { useCallback, useEffect } from 'react'
import type { MessageId, RoomId } from '../../../common/ids.ts'
import { errorWords } from '../../words/error-words.ts'
import { retrySends, traceMessage } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { Modal, ModalActions, ModalWords } from '../look/popups/Modal.tsx'
import { Problem } from '../look/states/Problem.tsx'
import { StepList } from '../look/states/StepList.tsx'
import { useLoaded } from '../look/states/use-loaded.ts'
import { useWords } from '../state/language-choice.ts'
import { useConnection, useMe, useMembers, useReceipts, useRoomRow, useUsers } from '../state/room-selectors.ts'
import { nameOf } from '../state/room-words.ts'
import { useMessageRow } from '../state/timeline-selectors.ts'
import { useClockNow } from '../state/use-today.ts'
import { askTrace, useView } from '../state/view-store.ts'
import type { MessageRow } from '../timeline/timeline-items.ts'
import { deliverySteps, placeOf, readersOf } from './delivery-steps.ts'
import { mayPass } from './refusal-words.ts'

const icons = { done: Check, waits: Clock, failed: X, unknown: Minus } as const
const states = { done: 'done', waits: 'open', failed: 'failed', unknown: 'open' } as const

/** How far a message of mine is, asked from its menu. */
export function DeliveryDialog() {
  const asked = useView((view) => view.trace)
  return asked === undefined ? null : <Delivery key={asked.message} {...asked} />
}

type DeliveryProps = { readonly room: RoomId; readonly message: MessageId }

function Delivery({ room, message }: DeliveryProps) {
  const say = useWords()
  const row = useMessageRow(room, message)
  return (
    <Modal title={say('trace.title')} onClose={() => askTrace(undefined)}>
      {row === undefined ? <ModalWords>{say('trace.gone')}</ModalWords> : <Steps room={room} row={row} />}
    </Modal>
  )
}

function Steps({ room, row }: { readonly room: RoomId; readonly row: MessageRow }) {
  const say = useWords()
  const me = useMe().id
  const users = useUsers()
  const members = useMembers(room)
  const receipts = useReceipts(room)
  const facts = useRoomRow(room)
  const isOnline = useConnection().kind === 'online'
  const clock = useClockNow()
  const { id } = row.message
  const place = placeOf(row)
  const { value: trace, error, again } = useLoaded(useCallback(() => traceMessage(room, id, place), [room, id, place]))
  // It goes on while somebody looks: until the archive has it, whatever is heard of the room may be about it.
  const stamp = trace?.archive.kind === 'holds' ? undefined : facts?.headSeq
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew when any of these has changed
  useEffect(() => {
    const timer = setTimeout(again, askAfterMs)
    return () => clearTimeout(timer)
  }, [again, row.state, row.error, isOnline, stamp])
  if (trace === undefined) return <Problem words={error && errorWords(say, error)} />
  const isCounted = (user: string) => user !== me && users[user as typeof me]?.bot !== true
  const steps = deliverySteps(say, {
    ...{ row, trace, clock, isOnline },
    readers: readersOf(members, receipts, { seq: place, isCounted }),
    nameOf: (user) => nameOf(say, users, user),
    isSlow: facts?.slowModeSec !== undefined,
  })
  const mayRetry = row.entry !== undefined && row.state === 'stuck' && mayPass(row.error)
  return (
    <>
      <StepList
        steps={steps.map(({ name, state, title, lines }) => ({
          key: name,
          state: states[state],
          Icon: icons[state],
          title,
          words: lines.map((line) => (
            <p key={line} dir="auto">
              {line}
            </p>
          )),
        }))}
      />
      {mayRetry && (
        <ModalActions>
          <Button onClick={() => void retrySends(room)}>{say('message.retry')}</Button>
        </ModalActions>
      )}
    </>
  )
}

const askAfterMs = 1_000
