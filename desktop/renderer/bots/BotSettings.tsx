import { Plus } from 'lucide-react'
import { useState } from 'react'
import type { Bot } from '../../../common/http-contract/bot-contract.ts'
import { errorWords } from '../../words/error-words.ts'
import { listBots, removeBot } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { Problem } from '../look/states/Problem.tsx'
import { RowsSkeleton } from '../look/states/RowsSkeleton.tsx'
import { useLoaded } from '../look/states/use-loaded.ts'
import { useSlice } from '../state/engine-store.ts'
import { useWords } from '../state/language-choice.ts'
import { useMe } from '../state/room-selectors.ts'
import { sayDone } from '../state/said-line.ts'
import { BotFileDialog } from './BotFileDialog.tsx'
import { BotRow } from './BotRow.tsx'
import styles from './BotSettings.module.css'
import { NewBotDialog } from './NewBotDialog.tsx'

/** My programs: each with what it signs in with, and until when that is good. */
export function BotSettings() {
  const say = useWords()
  const { mayMake, words } = useMayMake()
  const loaded = useLoaded(listBots)
  const [isMaking, setIsMaking] = useState(false)
  const [fileFor, setFileFor] = useState<Bot>()
  const bots = loaded.value ?? []
  const made = (bot: Bot) => {
    setIsMaking(false)
    setFileFor(bot)
    loaded.again()
  }
  const remove = async (bot: Bot) => {
    const gone = await removeBot(bot.id)
    if (gone.ok) sayDone(say('bots.removed', { name: bot.displayName }))
    loaded.again()
    return gone
  }
  return (
    <>
      <p className={styles.lead}>{say('bots.means')}</p>
      {words !== undefined && <p className={styles.lead}>{say(words)}</p>}
      {mayMake && (
        <Button onClick={() => setIsMaking(true)}>
          <Plus aria-hidden="true" />
          {say('bots.make')}
        </Button>
      )}
      <Problem words={loaded.error === undefined ? undefined : errorWords(say, loaded.error)}>
        <Button look="word" onClick={loaded.again}>
          {say('look.try-again')}
        </Button>
      </Problem>
      {loaded.value === undefined && loaded.isLoading && <RowsSkeleton label={say('bots.loading')} />}
      {loaded.value !== undefined && bots.length === 0 && <p className={styles.none}>{say('bots.none')}</p>}
      {bots.length > 0 && (
        <ul aria-label={say('bots.mine')}>
          {bots.map((bot) => (
            <BotRow
              key={bot.id}
              bot={bot}
              onFile={() => setFileFor(bot)}
              onChanged={loaded.again}
              onRemove={() => remove(bot)}
            />
          ))}
        </ul>
      )}
      {isMaking && <NewBotDialog onMade={made} onClose={() => setIsMaking(false)} />}
      {fileFor !== undefined && (
        <BotFileDialog bot={fileFor} onMade={loaded.again} onClose={() => setFileFor(undefined)} />
      )}
    </>
  )
}

type MakerWords = 'bots.everybody-makes' | 'bots.admins-make-you' | 'bots.admins-make'
/** By the server's setting, in a sentence; none as long as it is not known. */
function useMayMake(): { readonly mayMake: boolean; readonly words: MakerWords | undefined } {
  const isAdmin = useMe().admin
  const makers = useSlice('session', (session) => ('server' in session ? session.server.bots : undefined))
  if (makers === undefined) return { mayMake: true, words: undefined }
  if (makers === 'everyone') return { mayMake: true, words: 'bots.everybody-makes' }
  return { mayMake: isAdmin, words: isAdmin ? 'bots.admins-make-you' : 'bots.admins-make' }
}
