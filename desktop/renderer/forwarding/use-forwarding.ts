import { useRef, useState } from 'react'
import type { AppError } from '../../../common/app-error.ts'
import type { RoomId } from '../../../common/ids.ts'
import type { ForwardSource } from '../../engine-command.ts'
import { formatOf } from '../../text/parse-text.ts'
import { errorWords } from '../../words/error-words.ts'
import { forwardMessage, sendMessage } from '../commands.ts'
import { useWords } from '../state/language-choice.ts'
import type { ForwardTarget } from './forward-targets.ts'

type Wanted = {
  readonly source: ForwardSource
  readonly targets: readonly ForwardTarget[]
  readonly withAuthor: boolean
  readonly comment: string
}

/**
 * Sends it to each, one's own words first. What one of them does not take stops no other; those are left, with the reason, for
 * another try.
 */
export function useForwarding(onSent: (count: number) => void) {
  const say = useWords()
  const [problem, setProblem] = useState<string>()
  const [isSending, setIsSending] = useState(false)
  /** What has gone there before it, for another try. */
  const gone = useRef(new Map<RoomId, string>())

  async function sendTo(
    { room }: ForwardTarget,
    { source, withAuthor, comment }: Wanted,
  ): Promise<AppError | undefined> {
    const words = comment.trim()
    if (words !== '' && gone.current.get(room.id) !== words) {
      const said = await sendMessage(room.id, { text: words, format: formatOf(words) })
      if (!said.ok) return said.error
      gone.current.set(room.id, words)
    }
    const sent = await forwardMessage(room.id, source, withAuthor)
    return sent.ok ? undefined : sent.error
  }

  /** Those that are left. */
  async function send(wanted: Wanted): Promise<readonly ForwardTarget[]> {
    setProblem(undefined)
    setIsSending(true)
    const failed: { readonly target: ForwardTarget; readonly error: AppError }[] = []
    for (const target of wanted.targets) {
      const error = await sendTo(target, wanted)
      if (error !== undefined) failed.push({ target, error })
    }
    setIsSending(false)
    const [first] = failed
    if (first === undefined) onSent(wanted.targets.length)
    else {
      const names = say.list(failed.map(({ target }) => target.title))
      setProblem(say('forward.not-to', { names, reason: errorWords(say, first.error) }))
    }
    return failed.map(({ target }) => target)
  }
  return { send, isSending, problem }
}
