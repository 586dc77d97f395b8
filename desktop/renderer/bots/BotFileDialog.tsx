import { Download } from 'lucide-react'
import { useRef, useState } from 'react'
import type { Bot } from '../../../common/http-contract/bot-contract.ts'
import type { BotFile } from '../../bot-command.ts'
import { errorWords } from '../../words/error-words.ts'
import { issueBotFile } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { CopyButton } from '../look/buttons/CopyButton.tsx'
import { Segmented } from '../look/fields/Segmented.tsx'
import { Modal, ModalActions, ModalWords } from '../look/popups/Modal.tsx'
import { AskRow } from '../look/states/AskRow.tsx'
import { dateWords } from '../look/wording/time-words.ts'
import { saveFile } from '../settings/save-file.ts'
import { useWords } from '../state/language-choice.ts'
import { serverAddress } from '../state/server-address.ts'
import { useClock } from '../state/use-today.ts'
import styles from './BotSettings.module.css'
import { exampleLine } from './command-lines.ts'

type BotFileDialogProps = { readonly bot: Bot; readonly onMade: () => void; readonly onClose: () => void }

/** At most so many keys; one more takes the place of the oldest. */
const mostKeys = 2

/** What the program signs in with: made, shown and saved once. Whoever closes it without having it is asked first. */
export function BotFileDialog({ bot, onMade, onClose }: BotFileDialogProps) {
  const say = useWords()
  const [keyFrom, setKeyFrom] = useState<'device' | 'server'>('device')
  const [file, setFile] = useState<BotFile>()
  const [problem, setProblem] = useState<string>()
  const [isBusy, setIsBusy] = useState(false)
  const [isTaken, setIsTaken] = useState(false)
  const [asks, setAsks] = useState(false)
  const first = useRef<HTMLButtonElement>(null)
  const make = async () => {
    setProblem(undefined)
    setIsBusy(true)
    const issued = await issueBotFile(bot.id, keyFrom)
    setIsBusy(false)
    if (!issued.ok) return setProblem(errorWords(say, issued.error))
    setFile(issued.value)
    onMade()
  }
  const close = () => {
    if (file === undefined || isTaken || asks) onClose()
    else setAsks(true)
  }
  return (
    <Modal title={say('bots.file-for', { name: bot.displayName })} onClose={close} initialFocus={first}>
      {file === undefined ? (
        <div className="stack">
          <ModalWords>{say('bots.file-means')}</ModalWords>
          <Segmented
            label={say('bots.key-made')}
            value={keyFrom}
            choices={[
              { value: 'device', name: say('bots.key-here') },
              { value: 'server', name: say('bots.key-by-server') },
            ]}
            onChoose={setKeyFrom}
          />
          <p className="hint">{say(keyFrom === 'device' ? 'bots.key-here-means' : 'bots.key-by-server-means')}</p>
          {bot.keys.length >= mostKeys && <p role="note">{say('bots.oldest-ends')}</p>}
          <ModalActions problem={problem}>
            <Button look="quiet" onClick={onClose}>
              {say('look.cancel')}
            </Button>
            <Button ref={first} disabled={isBusy} onClick={() => void make()}>
              {say('bots.make-file')}
            </Button>
          </ModalActions>
        </div>
      ) : (
        <MadeFile bot={bot} file={file} onTaken={() => setIsTaken(true)}>
          {asks ? (
            <AskRow
              question={say('bots.close-question')}
              words={say('bots.close-means')}
              does={say('look.close')}
              isBusy={false}
              onDo={onClose}
              onKeep={() => setAsks(false)}
            />
          ) : (
            <ModalActions>
              <Button look="quiet" onClick={close}>
                {say('look.close')}
              </Button>
            </ModalActions>
          )}
        </MadeFile>
      )}
    </Modal>
  )
}

type MadeFileProps = {
  readonly bot: Bot
  readonly file: BotFile
  readonly onTaken: () => void
  readonly children: React.ReactNode
}

function MadeFile({ bot, file, onTaken, children }: MadeFileProps) {
  const say = useWords()
  const clock = useClock()
  const name = `${bot.handle}.creds`
  const save = () => {
    saveFile(new Blob([file.text], { type: 'text/plain' }), name)
    onTaken()
  }
  return (
    <div className="stack">
      <ModalWords>{say('bots.told-once', { date: dateWords(file.expiresAt, clock) })}</ModalWords>
      <textarea className={styles.file} aria-label={name} rows={6} readOnly spellCheck={false} value={file.text} />
      <div className={styles.who}>
        <Button autoFocus onClick={save}>
          <Download aria-hidden="true" />
          {say('bots.save-file')}
        </Button>
        <CopyButton look="quiet" text={file.text} onCopied={onTaken} />
      </div>
      <p className="hint">{say('bots.broker')}</p>
      <div className={styles.command}>
        <code>{file.servers.join(',')}</code>
        <CopyButton look="quiet" text={file.servers.join(',')} />
      </div>
      <p className="hint">{say('bots.example')}</p>
      <div className={styles.command}>
        <code>{exampleLine(serverAddress(), name)}</code>
        <CopyButton look="quiet" text={exampleLine(serverAddress(), name)} />
      </div>
      <p className="hint">{say('bots.add-to-room', { handle: bot.handle })}</p>
      {children}
    </div>
  )
}
