import { useState } from 'react'
import { appError } from '../../../../common/app-error.ts'
import type { AdminUser } from '../../../../common/http-contract/admin-contract.ts'
import type { Result } from '../../../../common/result.ts'
import { err, ok } from '../../../../common/result.ts'
import { errorWords } from '../../../words/error-words.ts'
import { useWords } from '../../state/language-choice.ts'
import { sayDone } from '../../state/said-line.ts'
import { ActDialog } from '../frame/ActDialog.tsx'
import { focusFrom } from '../frame/AdminMenu.tsx'
import { changeUser, signOutUser } from './admin-people-api.ts'
import { happensBy } from './person-acts.ts'

export type ManyAct = { readonly act: 'sign-out' | 'suspend'; readonly users: readonly AdminUser[] }

type ManyActDialogProps = ManyAct & {
  readonly onChanged: (user: AdminUser) => void
  readonly onClose: (isDone: boolean) => void
}

/** The same for several people, one after the other. Whoever it could not be done with is named, with the reason. */
export function ManyActDialog({ act, users, onChanged, onClose }: ManyActDialogProps) {
  const say = useWords()
  const [left, setLeft] = useState(users)
  const names = say.list(left.slice(0, 3).map(({ displayName }) => displayName))
  const run = async (reason: string): Promise<Result<number>> => {
    const refused: { readonly user: AdminUser; readonly words: string }[] = []
    for (const user of left) {
      const done = act === 'suspend' ? await suspend(user, reason) : await signOutUser(user.id)
      if (!done.ok) refused.push({ user, words: errorWords(say, done.error) })
    }
    if (refused.length === 0) return ok(users.length)
    setLeft(refused.map(({ user }) => user))
    const detail = refused.map(({ user, words }) => say('about.not-added', { name: user.displayName, reason: words }))
    return err(appError('internal', { detail: detail.join(' ') }))
  }
  const suspend = async (user: AdminUser, reason: string) => {
    const done = await changeUser(user.id, { suspended: true, reason })
    if (done.ok) onChanged(done.value.user)
    return done
  }
  return (
    <ActDialog
      title={say(`admin.ask-many-${act}`, { count: left.length })}
      whom={left.length > 3 ? say('admin.names-and-more', { names, count: left.length - 3 }) : names}
      happens={happensBy[act].map((key) => say(key))}
      does={say(`admin.do-${act}`)}
      asksReason={act === 'suspend'}
      act={run}
      problemOf={({ detail }) => detail}
      onDone={(count) => {
        sayDone(say(`admin.done-many-${act}`, { count }))
        onClose(true)
      }}
      onClose={() => onClose(left !== users)}
      finalFocus={focusFrom(null)}
    />
  )
}
