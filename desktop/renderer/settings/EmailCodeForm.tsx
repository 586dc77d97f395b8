import { useState } from 'react'
import { errorWords } from '../../words/error-words.ts'
import { completeEmail } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { ModalActions, ModalWords } from '../look/popups/Modal.tsx'
import { CodeField } from '../sign-in/CodeField.tsx'
import { waitWords } from '../sign-in/place-error.ts'
import { useWords } from '../state/language-choice.ts'

type EmailCodeProps = {
  readonly askedFor: string | undefined
  readonly onDone: () => void
  readonly onBack: () => void
}

export function EmailCodeForm({ askedFor, onDone, onBack }: EmailCodeProps) {
  const say = useWords()
  const [code, setCode] = useState('')
  const [problem, setProblem] = useState<{ readonly isOfCode: boolean; readonly words: string }>()
  const [isBusy, setIsBusy] = useState(false)
  const submit = async (event: React.FormEvent) => {
    event.preventDefault()
    if (code.trim() === '') return setProblem({ isOfCode: true, words: say('reset.type-code') })
    setProblem(undefined)
    setIsBusy(true)
    const done = await completeEmail(code.trim())
    setIsBusy(false)
    if (done.ok) return onDone()
    const words = waitWords(say, done.error) ?? errorWords(say, done.error)
    setProblem({ isOfCode: done.error.code === 'reset-invalid', words })
  }
  return (
    <form className="stack" onSubmit={(event) => void submit(event)} onChange={() => setProblem(undefined)} noValidate>
      <ModalWords>
        {askedFor === undefined ? say('settings.email-type-code') : say('settings.email-sent', { email: askedFor })}
      </ModalWords>
      <CodeField value={code} error={problem?.isOfCode === true ? problem.words : undefined} onType={setCode} />
      <ModalActions problem={problem?.isOfCode === false ? problem.words : undefined}>
        <Button look="quiet" onClick={onBack}>
          {say('settings.email-other')}
        </Button>
        <Button type="submit" disabled={isBusy}>
          {say('settings.email-confirm')}
        </Button>
      </ModalActions>
    </form>
  )
}
