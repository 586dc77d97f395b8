import { FileKey2 } from 'lucide-react'
import { useState } from 'react'
import type { Bot } from '../../../common/http-contract/bot-contract.ts'
import type { Result } from '../../../common/result.ts'
import { errorWords } from '../../words/error-words.ts'
import { revokeBotKey } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { Avatar } from '../look/marks/Avatar.tsx'
import { Tag } from '../look/marks/Tag.tsx'
import { AskRow } from '../look/states/AskRow.tsx'
import { Problem } from '../look/states/Problem.tsx'
import { richWords } from '../look/wording/rich-words.ts'
import { dateWords } from '../look/wording/time-words.ts'
import { useWords } from '../state/language-choice.ts'
import { sayDone } from '../state/said-line.ts'
import { useClock } from '../state/use-today.ts'
import styles from './BotSettings.module.css'

type BotRowProps = {
  readonly bot: Bot
  readonly onFile: () => void
  readonly onChanged: () => void
  readonly onRemove: () => Promise<Result<unknown>>
}
type Key = Bot['keys'][number]

/** A week before its end whoever looks is told in another colour: it renews itself well before. */
const soonMs = 7 * 86_400_000

/** One of my bots; asks in its own place before it, or a key of it, ends. */
export function BotRow({ bot, onFile, onChanged, onRemove }: BotRowProps) {
  const say = useWords()
  const clock = useClock()
  const [asks, setAsks] = useState<'remove' | Key>()
  const [isBusy, setIsBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const keep = () => setAsks(undefined)
  const act = async (does: () => Promise<Result<unknown>>) => {
    setProblem(undefined)
    setIsBusy(true)
    const done = await does()
    setIsBusy(false)
    keep()
    if (!done.ok) setProblem(errorWords(say, done.error))
    return done.ok
  }
  const revoke = async ({ publicKey }: Key) => {
    if (await act(() => revokeBotKey(bot.id, publicKey))) sayDone(say('bots.key-revoked'))
    onChanged()
  }
  if (asks === 'remove') {
    return (
      <li>
        <AskRow
          picture={<Avatar id={bot.id} name={bot.displayName} shape="room" size={40} />}
          question={say('bots.remove-question', { name: bot.displayName })}
          words={say('bots.remove-means')}
          does={say('look.delete')}
          isBusy={isBusy}
          onDo={() => void act(onRemove)}
          onKeep={keep}
        />
      </li>
    )
  }
  return (
    <li className={styles.bot}>
      <div className={styles.who}>
        <Avatar id={bot.id} name={bot.displayName} shape="room" size={40} />
        <div>
          <b dir="auto">{bot.displayName}</b> <Tag>{say('people.bot')}</Tag>
          <p>
            <bdi>@{bot.handle}</bdi> · {richWords(say, 'bots.since', { date: dateWords(bot.createdAt, clock) })}
          </p>
        </div>
        <Button look="quiet" size="small" onClick={onFile}>
          <FileKey2 aria-hidden="true" />
          {say('bots.new-file')}
        </Button>
        <Button look="danger-word" size="small" onClick={() => setAsks('remove')}>
          {say('look.delete')}
        </Button>
      </div>
      <Problem words={problem} />
      <div className={styles.keys}>
        {bot.keys.length === 0 && <p>{say('bots.no-key')}</p>}
        <ul aria-label={say('bots.keys-of', { name: bot.displayName })}>
          {bot.keys.map((key) =>
            typeof asks === 'object' && asks.publicKey === key.publicKey ? (
              <AskRow
                key={key.publicKey}
                question={say('bots.revoke-question')}
                words={say('bots.revoke-means')}
                does={say('bots.revoke')}
                isBusy={isBusy}
                onDo={() => void revoke(key)}
                onKeep={keep}
              />
            ) : (
              <li key={key.publicKey}>
                <span data-soon={key.expiresAt - Date.now() < soonMs}>
                  {say('bots.key')} <code>…{key.publicKey.slice(-6)}</code> ·{' '}
                  {richWords(say, 'bots.good-until', { date: dateWords(key.expiresAt, clock) })}
                </span>
                <Button look="danger-word" size="small" onClick={() => setAsks(key)}>
                  {say('bots.revoke')}
                </Button>
              </li>
            ),
          )}
        </ul>
      </div>
    </li>
  )
}
