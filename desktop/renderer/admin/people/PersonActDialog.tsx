import { useState } from 'react'
import type { AppError } from '../../../../common/app-error.ts'
import type { AdminUser, UserCounts } from '../../../../common/http-contract/admin-contract.ts'
import type { Result } from '../../../../common/result.ts'
import { ok } from '../../../../common/result.ts'
import { untilWords } from '../../look/wording/time-words.ts'
import { type KeptWords, ownedAlone } from '../../settings/departing.ts'
import { KeepOrErase } from '../../settings/KeepOrErase.tsx'
import { useWords } from '../../state/language-choice.ts'
import { sayDone } from '../../state/said-line.ts'
import { useClock } from '../../state/use-today.ts'
import { ActDialog } from '../frame/ActDialog.tsx'
import { focusFrom } from '../frame/AdminMenu.tsx'
import { SecretDialog } from '../frame/SecretDialog.tsx'
import { AdminPersonCell } from './AdminPersonCell.tsx'
import { changeUser, makeResetCode, removeUser, signOutUser } from './admin-people-api.ts'
import { happensBy, mildActs, type PersonAct } from './person-acts.ts'

type PersonActDialogProps = {
  readonly act: PersonAct
  readonly user: AdminUser
  readonly counts?: UserCounts | undefined
  readonly from: HTMLElement | null
  /** The account as it is now; undefined: it is gone. */
  readonly onChanged: (user: AdminUser | undefined) => void
  readonly onClose: () => void
}

type Done = {
  readonly user?: AdminUser
  readonly isPending?: boolean
  readonly code?: { readonly code: string; readonly expiresAt: number }
}

/** Does one thing with somebody, once it is said what that is. */
export function PersonActDialog({ act, user, counts, from, onChanged, onClose }: PersonActDialogProps) {
  const say = useWords()
  const clock = useClock()
  const [kept, setKept] = useState<KeptWords>('keep')
  const [code, setCode] = useState<NonNullable<Done['code']>>()
  const name = user.displayName
  const finalFocus = focusFrom(from)
  const onDone = (done: Done) => {
    if (done.code !== undefined) return setCode(done.code)
    sayDone(done.isPending ? say('about.cut-pending') : say(`admin.done-${act}`, { name }))
    onChanged(done.user)
    onClose()
  }
  if (code !== undefined) {
    return (
      <SecretDialog
        title={say('admin.code-title', { name })}
        secret={code.code}
        words={say('admin.code-means', { name, until: untilWords(code.expiresAt, clock) })}
        onClose={onClose}
        finalFocus={finalFocus}
      />
    )
  }
  const suspends = act === 'suspend'
  return (
    <ActDialog<Done>
      title={say(`admin.ask-${act}`, { name })}
      whom={<AdminPersonCell user={user} size={36} />}
      happens={[
        ...happensBy[act].map((key) => say(key)),
        ...(counts !== undefined && (suspends || act === 'sign-out' || act === 'delete')
          ? [say('admin.happens-devices', { count: counts.devices })]
          : []),
      ]}
      does={say(`admin.do-${act}`)}
      isMild={mildActs.has(act)}
      asksReason={suspends}
      act={(reason) => run(act, user, reason, kept)}
      problemOf={ownersWords}
      onDone={onDone}
      onClose={onClose}
      finalFocus={finalFocus}
    >
      {act === 'delete' ? (
        <KeepOrErase label={say('admin.what-they-said')} kept={kept} onChoose={setKept} />
      ) : undefined}
    </ActDialog>
  )

  function ownersWords(error: AppError): string | undefined {
    const rooms = ownedAlone(error)
    return rooms.length === 0
      ? undefined
      : say('admin.owns-alone', { name, rooms: say.list(rooms.map((room) => room.name)) })
  }
}

async function run(act: PersonAct, user: AdminUser, reason: string, kept: KeptWords): Promise<Result<Done>> {
  const patched = async (body: Parameters<typeof changeUser>[1]): Promise<Result<Done>> => {
    const changed = await changeUser(user.id, body)
    return changed.ok ? ok({ user: changed.value.user }) : changed
  }
  switch (act) {
    case 'promote':
      return patched({ admin: true })
    case 'demote':
      return patched({ admin: false })
    case 'suspend':
      return patched({ suspended: true, reason })
    case 'restore':
      return patched({ suspended: false })
    case 'sign-out': {
      const done = await signOutUser(user.id)
      return done.ok ? ok({ user, ...done.value }) : done
    }
    case 'reset-code': {
      const made = await makeResetCode(user.id)
      return made.ok ? ok({ user, code: made.value }) : made
    }
    case 'delete':
      return removeUser(user.id, kept)
  }
}
