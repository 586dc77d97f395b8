import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { copyText } from '../look/buttons/copy-text.ts'
import { useWords } from '../state/language-choice.ts'
import { sayDone } from '../state/said-line.ts'
import styles from './CodeBlock.module.css'
import { CodeText } from './CodeText.tsx'

/** Code as it was typed, and a button that gives it to the clipboard to the byte. */
export function CodeBlock({ text, language }: { readonly text: string; readonly language: string }) {
  const say = useWords()
  const [isCopied, setIsCopied] = useState(false)
  const copy = async () => {
    const isNow = await copyText(text)
    setIsCopied(isNow)
    if (!isNow) sayDone(say('look.not-copied'))
  }
  const label = say(isCopied ? 'message.copied' : 'message.copy-code')
  return (
    <div className={styles.block}>
      <button
        type="button"
        className={styles.copy}
        onClick={() => void copy()}
        onPointerLeave={() => setIsCopied(false)}
        aria-label={label}
        title={label}
      >
        {isCopied ? <Check /> : <Copy />}
      </button>
      <pre dir="ltr">
        <code>
          <CodeText text={text} language={language} />
        </code>
      </pre>
    </div>
  )
}
