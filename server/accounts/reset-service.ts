import pLimit from 'p-limit'
import { appError } from '../../common/app-error.ts'
import { normalizeHandle } from '../../common/http-contract/account-contract.ts'
import type { UserId } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import type { UserRow, UserStore } from '../store/account-store.ts'
import type { CodeBook } from './code-book.ts'
import { buildReplacedLetter, buildResetLetter, type LetterPlace } from './mail-letters.ts'
import type { MailPost } from './mail-post.ts'
import type { PasswordService } from './password-service.ts'

/** A new password without the old one: by a code that comes by mail, or that an administrator hands over. */
export type ResetService = {
  /** Returns before anything is looked up: whether there is such an account shows in no answer and no time. */
  readonly ask: (handleOrEmail: string) => void
  /** Every device ends. */
  readonly complete: (code: string, newPassword: string) => Promise<Result<UserId>>
  readonly makeCode: (user: UserId) => Promise<Result<{ readonly code: string; readonly expiresAt: number }>>
  /** What was asked for and is under way; for whoever stops. */
  readonly settled: () => Promise<void>
}

export type ResetDependencies = {
  readonly store: Pick<UserStore, 'loadUser' | 'loadUserByHandle' | 'loadUserByEmail'>
  readonly codes: CodeBook
  readonly post: MailPost
  readonly place: LetterPlace
  readonly replace: PasswordService['replace']
  readonly onFault: (fault: unknown) => void
}

const askedAtOnce = 4
/** Beyond these nobody is looked up: whoever asks that often is no person. */
const mostAsked = 200

export function buildResetService(deps: ResetDependencies): ResetService {
  const { store, codes, post, place } = deps
  const turns = pLimit(askedAtOnce)
  const underWay = new Set<Promise<void>>()

  async function send(typed: string): Promise<void> {
    const user = await (typed.includes('@') ? store.loadUserByEmail(typed) : store.loadUserByHandle(typed))
    if (user?.email === undefined || isGone(user)) return
    // Of that address: it may be another one by the time the letter is there.
    const made = await codes.make(user.id, 'reset', user.email)
    if (!made.ok) return deps.onFault(made.error)
    const letter = buildResetLetter(place, user.handle, made.value.code)
    await post.send({ user: user.id, to: user.email, letter })
  }

  return {
    ask: (handleOrEmail) => {
      if (!post.isOn || turns.pendingCount >= mostAsked) return
      const asked = turns(() => send(normalizeHandle(handleOrEmail))).catch(deps.onFault)
      underWay.add(asked)
      void asked.finally(() => underWay.delete(asked))
    },
    complete: async (code, newPassword) => {
      // Looked at first, so that no hash is made for whoever only tries.
      const found = await codes.find(code, 'reset')
      const user = found && (await store.loadUser(found.user))
      if (user === undefined || isGone(user)) return err(appError('reset-invalid'))
      if (found?.email !== undefined && found.email !== user.email) return err(appError('reset-invalid'))
      const replaced = await deps.replace(user, newPassword, () => codes.take(code, 'reset'))
      if (!replaced.ok) return replaced
      await codes.dropAll(user.id, 'reset')
      if (user.email !== undefined) {
        const letter = buildReplacedLetter(place, user.handle)
        await post.send({ user: user.id, to: user.email, letter, isNotice: true })
      }
      return ok(user.id)
    },
    makeCode: async (id) => {
      const user = await store.loadUser(id)
      return user === undefined || isGone(user) ? err(appError('user-unknown')) : codes.make(id, 'reset')
    },
    settled: async () => {
      await Promise.all(underWay)
    },
  }
}

/** Or never had a password: a bot. */
function isGone({ profile }: UserRow): boolean {
  return profile?.deletedAt !== undefined || profile?.botOf !== undefined
}
