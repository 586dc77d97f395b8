import { z } from 'zod'
import { parseJson } from '../accounts/account-book.ts'
import { isThisMachine } from '../serving/content-policy.ts'
import type { UpdateSource } from './update-keeper.ts'

const sourceSchema = z.strictObject({
  address: z
    .string()
    .max(300)
    .refine((text) => isWay(text)),
  publicKey: z
    .string()
    .max(1_000)
    .regex(/^-----BEGIN PUBLIC KEY-----/),
  channel: z.string().regex(/^[a-z]{1,20}$/),
})

/** What whoever packaged the app has put beside main; anything else is as if there were none, and no updates are looked for. */
export function parseUpdateSource(text: string | undefined): UpdateSource | undefined {
  const parsed = sourceSchema.safeParse(text === undefined ? undefined : parseJson(text))
  return parsed.success ? parsed.data : undefined
}

/** A folder, reached so that nobody on the way sees or stops what is asked; in the clear only on this machine. */
function isWay(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, pathname, search, hash, username, password } = new URL(text)
  const isSafe = protocol === 'https:' || (protocol === 'http:' && isThisMachine(hostname))
  return isSafe && pathname.endsWith('/') && search === '' && hash === '' && username === '' && password === ''
}
