import { handleSchema } from '../../../common/http-contract/account-contract.ts'
import type { Words } from '../../words/words.ts'
import type { FormProblem } from './place-error.ts'

type NewAccount = { readonly displayName: string; readonly handle: string; readonly password: string }

/** What the server would refuse, said before it is asked. */
export function checkAccount(say: Words, { displayName, handle, password }: NewAccount): FormProblem | undefined {
  if (displayName === '') return { field: 'displayName', words: say('sign-in.name-empty') }
  if (handle === '') return { field: 'handle', words: say('sign-in.handle-empty') }
  if (!handleSchema.safeParse(handle).success) return { field: 'handle', words: say('sign-in.handle-wrong') }
  const words = checkPassword(say, password)
  return words === undefined ? undefined : { field: 'password', words }
}

export function checkPassword(say: Words, password: string): string | undefined {
  return [...password].length < 8 ? say('sign-in.password-short') : undefined
}

/** "Ana Lindqvist" might be `ana`: the first word, as far as a handle can spell it. */
export function suggestHandle(displayName: string): string {
  const [first = ''] = displayName.trim().toLowerCase().split(/\s+/)
  return first
    .normalize('NFKD')
    .replace(/[^a-z0-9._-]/g, '')
    .replace(/^[._-]+|[._-]+$/g, '')
    .slice(0, 32)
}

/** A handle may be typed as it is said, with its @ or a capital; an e-mail address stays as it is. */
export function parseLoginName(typed: string): string {
  const name = typed.trim()
  return name.slice(1).includes('@') ? name : name.replace(/^@/, '').toLowerCase()
}
