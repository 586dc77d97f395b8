import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { KeptFile } from '../keeping/atomic-file.ts'

const serverUrlSchema = z
  .string()
  .max(300)
  .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol))

/**
 * One account on one server. Each has an engine, a store, keys and a session of its own, under its id; several may be on
 * the same server. No secret is in here.
 */
const accountSchema = z.object({
  id: z.string().regex(/^[a-z0-9]{16}$/),
  server: serverUrlSchema,
  serverName: z.string().max(200),
  brokers: z.array(z.string().max(300)).max(8),
  /** Of the person, once they have signed in. */
  user: z.object({ handle: z.string().max(64), displayName: z.string().max(200) }).optional(),
  /** A certificate authority that this account's server is trusted by, as PEM. */
  authority: z.string().max(64_000).optional(),
})
export type ShellAccount = z.output<typeof accountSchema>

const bookSchema = z.object({ accounts: z.array(accountSchema).max(50), shown: z.string().optional() })

export type AccountBook = {
  list(): readonly ShellAccount[]
  get(id: string): ShellAccount | undefined
  /** Which one the window shows. */
  shown(): string | undefined
  add(account: Omit<ShellAccount, 'id'>): Promise<ShellAccount>
  /** Never rejects, as `show`: nobody stands by who could do anything about it. */
  change(id: string, change: Partial<Omit<ShellAccount, 'id'>>): Promise<void>
  remove(id: string): Promise<void>
  show(id: string): Promise<void>
}

/** Rejects where the disk does. A file that is not ours is set aside, so that the app starts: accounts can be added again. */
export async function openAccountBook(file: KeptFile, log: (line: string) => void): Promise<AccountBook> {
  let book = await readBook(file, log)
  async function keep(next: typeof book): Promise<void> {
    book = next
    await file.put(JSON.stringify(book))
  }
  /** It holds for as long as the app runs, whatever the disk says, and goes with the next thing that can be kept. */
  const keepOrSay = (next: typeof book) => keep(next).catch(() => log('the list of accounts could not be kept'))
  return {
    list: () => book.accounts,
    get: (id) => book.accounts.find((each) => each.id === id),
    shown: () => book.accounts.find(({ id }) => id === book.shown)?.id ?? book.accounts[0]?.id,
    async add(account) {
      const added = { id: randomBytes(8).toString('hex'), ...account }
      await keep({ accounts: [...book.accounts, added], shown: added.id })
      return added
    },
    change: (id, change) =>
      keepOrSay({ ...book, accounts: book.accounts.map((each) => (each.id === id ? { ...each, ...change } : each)) }),
    remove: (id) => keep({ ...book, accounts: book.accounts.filter((each) => each.id !== id) }),
    show: (id) => keepOrSay({ ...book, shown: id }),
  }
}

async function readBook(file: KeptFile, log: (line: string) => void): Promise<z.output<typeof bookSchema>> {
  const text = await file.load()
  if (text === undefined) return { accounts: [] }
  const parsed = bookSchema.safeParse(parseJson(text))
  if (parsed.success) return parsed.data
  log('the list of accounts could not be read and is set aside')
  await file.setAside()
  return { accounts: [] }
}

/** What is no JSON is nothing that a schema takes. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
