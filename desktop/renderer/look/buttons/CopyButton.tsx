import { useEffect, useState } from 'react'
import { useWords } from '../../state/language-choice.ts'
import { Button } from './Button.tsx'
import styles from './CopyButton.module.css'

const saidMs = 2_000

/** Copies a text, and says so for two seconds in the same width. */
export function CopyButton({ text, look = 'main' }: { readonly text: string; readonly look?: 'main' | 'quiet' }) {
  const say = useWords()
  const [times, setTimes] = useState(0)
  const [isCopied, setIsCopied] = useState(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: copied once more, it is said as long again
  useEffect(() => {
    if (!isCopied) return
    const timer = setTimeout(() => setIsCopied(false), saidMs)
    return () => clearTimeout(timer)
  }, [times, isCopied])
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setTimes(times + 1)
    setIsCopied(true)
  }
  return (
    <>
      <Button look={look} size="small" onClick={() => void copy()}>
        <span className={styles.words}>
          <span data-shown={!isCopied}>{say('look.copy')}</span>
          <span data-shown={isCopied}>{say('look.copied')}</span>
        </span>
      </Button>
      <span className="visually-hidden" role="status">
        {isCopied ? say('look.copied') : ''}
      </span>
    </>
  )
}
