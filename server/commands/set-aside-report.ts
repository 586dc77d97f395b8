import type { SetAside } from '../store/archive-store.ts'

export type SetAsideWish = { readonly count: number; readonly bodies: boolean }

const usual = 20
/** Each may be a megabyte, and they are loaded whole. */
const most = 100

/** `[COUNT] [--bodies]`; undefined where it is something else. */
export function parseSetAsideWish(words: readonly string[]): SetAsideWish | undefined {
  const [count = String(usual), ...rest] = words.filter((word) => word !== '--bodies')
  if (rest.length > 0 || !/^[1-9]\d{0,2}$/.test(count) || Number(count) > most) return undefined
  return { count: Number(count), bodies: words.includes('--bodies') }
}

export const setAsideUsage = `Usage: npm run set-aside [-- COUNT] [-- --bodies]   (COUNT: 1 to ${most}, at first ${usual})`

/**
 * What the archiver set aside, newest first, a line or three each. Written by whoever sent it, so that nothing of it
 * reaches a terminal as it is: what is not plain ASCII is spelled out. Bodies are people's words and shown on request.
 */
export function buildSetAsideReport(entries: readonly SetAside[], total: number, { bodies }: SetAsideWish): string[] {
  if (total === 0) return ['Nothing is set aside.']
  const lines = entries.flatMap((entry) => [
    `${new Date(entry.storedAt).toISOString()}  shard ${entry.shard}  seq ${entry.seq}  ${spell(entry.reason)}  ${spell(entry.subject)}`,
    ...(entry.detail === '' ? [] : [`    ${spell(entry.detail)}`]),
    ...(bodies ? [`    ${spell(new TextDecoder().decode(entry.body))}`] : [`    ${entry.body.length} bytes`]),
  ])
  const first =
    entries.length < total ? `${total} are set aside; the newest ${entries.length}:` : `${total} are set aside:`
  return [first, ...lines]
}

function spell(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/gu, (sign) => `\\u{${sign.codePointAt(0)?.toString(16)}}`)
}
