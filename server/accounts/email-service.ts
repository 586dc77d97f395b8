import { appError } from '../../common/app-error.ts'
import type { UserId } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import type { UserStore } from '../store/account-store.ts'
import type { CodeBook } from './code-book.ts'
import { buildMovedLetter, buildProofLetter, buildTakenLetter, type LetterPlace } from './mail-letters.ts'
import type { MailPost } from './mail-post.ts'
import type { PasswordHasher } from './password-hasher.ts'

/** An address counts once its owner has proven it by mail; until then it is nobody's, and typing it tells nothing. */
export type EmailService = {
  /** `sign-in-refused` where the password is not right. */
  readonly ask: (user: UserId, email: string, password: string) => Promise<Result<void>>
  /** Sends the code; the same, in answer and time, whoever has the address. */
  readonly askProof: (user: UserId, email: string) => Promise<void>
  readonly complete: (user: UserId, code: string) => Promise<Result<void>>
}

export type EmailDependencies = {
  readonly store: Pick<UserStore, 'loadUser' | 'loadUserByEmail' | 'putEmail'>
  readonly hasher: PasswordHasher
  readonly codes: CodeBook
  readonly post: MailPost
  readonly place: LetterPlace
}

export function buildEmailService(deps: EmailDependencies): EmailService {
  const { store, codes, post, place } = deps

  const askProof: EmailService['askProof'] = async (id, typed) => {
    const email = typed.toLowerCase()
    const [user, owner] = await Promise.all([store.loadUser(id), store.loadUserByEmail(email)])
    if (!post.isOn || user === undefined || owner?.id === id) return
    // Made for either, so that both cost the same.
    const made = await codes.make(id, 'email', email)
    if (!made.ok) return
    const letter = owner === undefined ? buildProofLetter(place, user.handle, made.value.code) : undefined
    await post.send({ user: id, to: email, letter: letter ?? buildTakenLetter(place, owner?.handle ?? '') })
  }

  return {
    askProof,
    ask: async (id, email, password) => {
      if (!post.isOn) return err(appError('mail-off'))
      const user = await store.loadUser(id)
      const right = await deps.hasher.isRight(password, user?.passwordHash)
      if (!right.ok) return right
      if (user === undefined || !right.value) {
        return err(appError('sign-in-refused', { fields: { '/body/password': 'is not right' } }))
      }
      await askProof(id, email)
      return ok(undefined)
    },
    complete: async (id, code) => {
      const found = await codes.find(code, 'email')
      // Only by whoever asked for it: a code that was read by another one is of no use to them.
      if (found?.user !== id || found.email === undefined) return err(appError('reset-invalid'))
      const taken = await codes.take(code, 'email')
      if (!taken.ok) return taken
      const before = await store.loadUser(id)
      const put = await store.putEmail(id, found.email)
      if (put !== 'stored') return err(appError(put))
      await codes.dropAll(id, 'email')
      if (before?.email === undefined || before.email === found.email) return ok(undefined)
      // Codes that went to the old address are good for nothing any more.
      await codes.dropAll(id, 'reset')
      const letter = buildMovedLetter(place, before.handle)
      await post.send({ user: id, to: before.email, letter, isNotice: true })
      return ok(undefined)
    },
  }
}
