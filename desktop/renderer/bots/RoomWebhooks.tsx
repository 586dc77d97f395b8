import { TriangleAlert } from 'lucide-react'
import { useCallback, useState } from 'react'
import type { Webhook } from '../../../common/http-contract/webhook-contract.ts'
import type { Result } from '../../../common/result.ts'
import type { RoomFacts } from '../../engine-contract.ts'
import { errorWords } from '../../words/error-words.ts'
import { isLoopback } from '../about/loopback-address.ts'
import styles from '../about/RoomInvites.module.css'
import { listWebhooks, makeWebhook, removeWebhook, rotateWebhook } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { CopyButton } from '../look/buttons/CopyButton.tsx'
import { Field } from '../look/fields/Field.tsx'
import { AskRow } from '../look/states/AskRow.tsx'
import { Broken } from '../look/states/Broken.tsx'
import { Problem } from '../look/states/Problem.tsx'
import { useLoaded } from '../look/states/use-loaded.ts'
import { dateWords } from '../look/wording/time-words.ts'
import { useWords } from '../state/language-choice.ts'
import { useMe, useUsers } from '../state/room-selectors.ts'
import { nameOf } from '../state/room-words.ts'
import { sayDone } from '../state/said-line.ts'
import { useClock } from '../state/use-today.ts'
import bots from './BotSettings.module.css'
import { curlLine } from './command-lines.ts'

type Told = { readonly id: string; readonly name: string; readonly url: string }

/** Addresses that post into the room: what comes there is said by a bot of its own. Each is told once. */
export function RoomWebhooks({ room }: { readonly room: RoomFacts }) {
  const say = useWords()
  const roomId = room.id
  const loaded = useLoaded(useCallback(() => listWebhooks(roomId), [roomId]))
  const [name, setName] = useState('')
  const [told, setTold] = useState<Told>()
  const [problem, setProblem] = useState<string>()
  const [isBusy, setIsBusy] = useState(false)

  const act = async <Value,>(ask: () => Promise<Result<Value>>, then: (value: Value) => void) => {
    setProblem(undefined)
    setIsBusy(true)
    const answer = await ask()
    setIsBusy(false)
    if (answer.ok) then(answer.value)
    else setProblem(errorWords(say, answer.error))
    loaded.again()
  }
  const make = (event: React.FormEvent) => {
    event.preventDefault()
    const wanted = name.trim()
    if (isBusy) return
    if (wanted === '') return setProblem(say('webhooks.needs-a-name'))
    void act(
      () => makeWebhook(roomId, wanted),
      (made) => {
        setTold(made)
        setName('')
      },
    )
  }
  const rotate = (hook: Webhook) =>
    void act(
      () => rotateWebhook(roomId, hook.id),
      (url) => setTold({ id: hook.id, name: hook.name, url }),
    )
  const remove = (hook: Webhook) =>
    void act(
      () => removeWebhook(roomId, hook.id),
      () => {
        if (told?.id === hook.id) setTold(undefined)
        sayDone(say('webhooks.removed', { name: hook.name }))
      },
    )
  return (
    <div className={styles.invites}>
      <p className="hint">{say('webhooks.means')}</p>
      <form className="stack" onSubmit={make} onChange={() => setProblem(undefined)} noValidate>
        <Field
          label={say('webhooks.name')}
          placeholder={say('webhooks.name-example')}
          autoComplete="off"
          maxLength={64}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Problem words={problem} />
        <Button type="submit" look={told === undefined ? 'main' : 'quiet'} disabled={isBusy}>
          {say('webhooks.make')}
        </Button>
      </form>
      {told !== undefined && <ToldAddress key={told.url} told={told} />}
      {loaded.error !== undefined && loaded.value === undefined && (
        <Broken title={say('webhooks.not-loaded')} words={say('about.messages-go-on')} onAgain={loaded.again} />
      )}
      {loaded.value?.length === 0 && <p className="hint">{say('webhooks.none')}</p>}
      {loaded.value !== undefined && loaded.value.length > 0 && (
        <ul className={styles.others} aria-label={say('webhooks.of-room')}>
          {loaded.value.map((hook) => (
            <HookRow
              key={hook.id}
              hook={hook}
              isBusy={isBusy}
              onRotate={() => rotate(hook)}
              onRemove={() => remove(hook)}
            />
          ))}
        </ul>
      )}
    </div>
  )
}

/** The line that posts to it, with the real address. */
function ToldAddress({ told }: { readonly told: Told }) {
  const say = useWords()
  const line = curlLine(told.url, say('webhooks.hello', { name: told.name }))
  return (
    <section className="stack" aria-label={say('webhooks.address-of', { name: told.name })}>
      <p role="status">{say('webhooks.told-once', { name: told.name })}</p>
      <div className={bots.command}>
        <code>{line}</code>
        <CopyButton text={line} />
      </div>
      <div className={styles.address}>
        <code title={told.url}>{told.url}</code>
        <CopyButton look="quiet" text={told.url} />
      </div>
      {isLoopback(told.url) && (
        <p className={styles.warn} role="note">
          <TriangleAlert aria-hidden="true" /> <span>{say('webhooks.loopback')}</span>
        </p>
      )}
    </section>
  )
}

type HookRowProps = {
  readonly hook: Webhook
  readonly isBusy: boolean
  readonly onRotate: () => void
  readonly onRemove: () => void
}

function HookRow({ hook, isBusy, onRotate, onRemove }: HookRowProps) {
  const say = useWords()
  const users = useUsers()
  const me = useMe().id
  const clock = useClock()
  const [asks, setAsks] = useState<'rotate' | 'remove'>()
  const keep = () => setAsks(undefined)
  if (asks !== undefined) {
    const isRemoval = asks === 'remove'
    return (
      <AskRow
        question={say(isRemoval ? 'webhooks.remove-question' : 'webhooks.rotate-question', { name: hook.name })}
        words={say(isRemoval ? 'webhooks.remove-means' : 'webhooks.rotate-means')}
        does={say(isRemoval ? 'look.delete' : 'webhooks.rotate')}
        isBusy={isBusy}
        onDo={() => {
          keep()
          if (isRemoval) onRemove()
          else onRotate()
        }}
        onKeep={keep}
      />
    )
  }
  const date = dateWords(hook.at, clock)
  return (
    <li>
      <b dir="auto">{hook.name}</b>
      <span className={styles.line}>
        {hook.by === me
          ? say('webhooks.by-you', { date })
          : say('webhooks.by', { name: nameOf(say, users, hook.by), date })}
      </span>
      <div className={styles.acts}>
        <Button look="word" disabled={isBusy} onClick={() => setAsks('rotate')}>
          {say('webhooks.rotate')}
        </Button>
        <Button look="danger-word" disabled={isBusy} onClick={() => setAsks('remove')}>
          {say('look.delete')}
        </Button>
      </div>
    </li>
  )
}
