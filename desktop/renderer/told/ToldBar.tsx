import { Flag, Megaphone, ShieldAlert, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Words } from '../../words/words.ts'
import { changeSettings } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { IconButton } from '../look/buttons/IconButton.tsx'
import { useSlice } from '../state/engine-store.ts'
import { useWords } from '../state/language-choice.ts'
import { showSettings } from '../state/view-store.ts'
import { noticeTitle } from './notice-titles.ts'
import styles from './ToldBar.module.css'
import { dismissPatch, nextEnd, type ToldLine, toldLines } from './told-lines.ts'

const icons = { announcement: Megaphone, notice: ShieldAlert, outcome: Flag } as const
/** More than that is opened by whoever wants to read it. */
const shortCharacters = 160
const longestTimerMs = 2 ** 31 - 1

/** What whoever runs the server tells: one line over everything, one at a time, until somebody has taken note of it. */
export function ToldBar() {
  const say = useWords()
  const told = useSlice('told', (value) => value)
  const seen = useSlice('settings', (settings) => settings.told)
  const nowAt = useEnds(nextEnd(told, Date.now()))
  const lines = toldLines(told, seen, nowAt)
  const [line] = lines
  return (
    // There before anything is said in it: else a reader says nothing.
    <div role="status" aria-label={say('told.label')} className={styles.region}>
      {line !== undefined && (
        <Line
          key={`${line.kind} ${line.at}`}
          line={line}
          more={lines.length - 1}
          onDismiss={() => void changeSettings(dismissPatch(line, told, seen))}
        />
      )}
    </div>
  )
}

type LineProps = { readonly line: ToldLine; readonly more: number; readonly onDismiss: () => void }

function Line({ line, more, onDismiss }: LineProps) {
  const say = useWords()
  const [isOpen, setIsOpen] = useState(false)
  const Icon = icons[line.kind]
  const { title, text } = wordsOf(say, line)
  const isLong = text.length > shortCharacters || text.includes('\n')
  return (
    <div className={styles.bar} data-kind={line.kind}>
      <Icon aria-hidden="true" />
      <div className={styles.words}>
        <p data-open={isOpen}>
          <b>{title}</b> <span dir="auto">{text}</span>
        </p>
        {isLong && (
          <Button look="word" size="small" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
            {say(isOpen ? 'told.less' : 'told.all')}
          </Button>
        )}
        {line.kind !== 'announcement' && (
          <Button look="word" size="small" onClick={() => showSettings('privacy')}>
            {say('told.look')}
          </Button>
        )}
        {more > 0 && <small>{say('told.more', { count: more })}</small>}
      </div>
      <IconButton label={say('conversation.dismiss')} onClick={onDismiss}>
        <X />
      </IconButton>
    </div>
  )
}

function wordsOf(say: Words, line: ToldLine): { readonly title: string; readonly text: string } {
  switch (line.kind) {
    case 'announcement':
      return { title: say('told.announcement'), text: line.announcement.text }
    case 'notice':
      return { title: noticeTitle(say, line.notice), text: line.notice.reason }
    case 'outcome':
      return { title: say('told.outcome'), text: line.report.outcome ?? '' }
  }
}

/** The time, looked at again when the next one ends. */
function useEnds(endAt: number | undefined): number {
  const [nowAt, setNowAt] = useState(() => Date.now())
  useEffect(() => {
    setNowAt(Date.now())
    if (endAt === undefined) return
    const timer = setTimeout(() => setNowAt(Date.now()), Math.min(longestTimerMs, Math.max(0, endAt - Date.now())))
    return () => clearTimeout(timer)
  }, [endAt])
  return nowAt
}
