import { handleSchema } from '../../../common/http-contract/account-contract.ts'
import type { FormProblem } from './place-error.ts'

type NewAccount = { readonly displayName: string; readonly handle: string; readonly password: string }

/** What the server would refuse, said before it is asked. */
export function checkAccount({ displayName, handle, password }: NewAccount): FormProblem | undefined {
  if (displayName === '') return { field: 'displayName', words: 'What should others call you?' }
  if (handle === '') return { field: 'handle', words: 'Choose a handle.' }
  if (!handleSchema.safeParse(handle).success) {
    const words = 'A handle has a to z, 0 to 9, dot, dash or underscore, and a letter or digit at both ends.'
    return { field: 'handle', words }
  }
  const words = checkPassword(password)
  return words === undefined ? undefined : { field: 'password', words }
}

export function checkPassword(password: string): string | undefined {
  return [...password].length < 8 ? 'A password has at least 8 characters.' : undefined
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
