import { useEffect, useState } from 'react'
import { useWords } from '../../state/language-choice.ts'
import { Button } from './Button.tsx'
import styles from './CopyButton.module.css'
import { copyText } from './copy-text.ts'

const saidMs = 2_000

type CopyButtonProps = {
  readonly text: string
  readonly look?: 'main' | 'quiet'
  /** Once it is where it can be pasted from. */
  readonly onCopied?: () => void
}

/** Copies a text, and says for two seconds in the same width that it has, or that the browser did not let it. */
export function CopyButton({ text, look = 'main', onCopied }: CopyButtonProps) {
  const say = useWords()
  const [times, setTimes] = useState(0)
  const [said, setSaid] = useState<'copied' | 'not-copied'>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: copied once more, it is said as long again
  useEffect(() => {
    if (said === undefined) return
    const timer = setTimeout(() => setSaid(undefined), saidMs)
    return () => clearTimeout(timer)
  }, [times, said])
  const copy = async () => {
    const isCopied = await copyText(text)
    setTimes(times + 1)
    setSaid(isCopied ? 'copied' : 'not-copied')
    if (isCopied) onCopied?.()
  }
  return (
    <>
      <Button look={look} size="small" onClick={() => void copy()}>
        <span className={styles.words}>
          <span data-shown={said === undefined}>{say('look.copy')}</span>
          <span data-shown={said === 'copied'}>{say('look.copied')}</span>
          <span data-shown={said === 'not-copied'}>{say('look.not-copied')}</span>
        </span>
      </Button>
      <span className="visually-hidden" role="status">
        {said === undefined ? '' : say(said === 'copied' ? 'look.copied' : 'look.not-copied')}
      </span>
    </>
  )
}
