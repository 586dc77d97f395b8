import { appError } from '../../common/app-error.ts'
import type { Contacts } from '../../common/http-contract/contact-contract.ts'
import type { PageQuery } from '../../common/http-contract/query-contract.ts'
import { err, ok, type Result } from '../../common/result.ts'

export type ContactPage = Omit<Contacts, 'users'>

/**
 * One page of all three lists, in one order: contacts, requests, blocks, each the oldest first. The cursor says where a page ended, and
 * not how long it was: what comes or goes meanwhile moves nothing that stands behind it.
 */
export function pageOfContacts(all: ContactPage, { limit, cursor }: PageQuery): Result<ContactPage> {
  const entries = [
    ...all.contacts.map((contact) => ({ place: placeOf(0, contact.since, contact.user), contact })),
    ...all.requests.map((request) => ({ place: placeOf(1, request.at, request.id), request })),
    ...all.blocks.map((block) => ({ place: placeOf(2, block.at, block.user), block })),
  ].sort((one, other) => (one.place < other.place ? -1 : 1))
  const after = cursor === undefined ? '' : Buffer.from(cursor, 'base64url').toString()
  if (cursor !== undefined && !placePattern.test(after)) {
    return err(appError('request-invalid', { fields: { '/querystring/cursor': 'must be one of this call' } }))
  }
  const rest = entries.filter(({ place }) => place > after)
  const page = rest.slice(0, limit)
  const last = page.at(-1)
  return ok({
    contacts: page.flatMap((entry) => ('contact' in entry ? entry.contact : [])),
    requests: page.flatMap((entry) => ('request' in entry ? entry.request : [])),
    blocks: page.flatMap((entry) => ('block' in entry ? entry.block : [])),
    ...(rest.length > page.length && last !== undefined
      ? { cursor: Buffer.from(last.place).toString('base64url') }
      : {}),
  })
}

const placePattern = /^[012] \d{15} [a-z0-9]+$/i

/** Compared as text: times are as long as each other. */
function placeOf(section: number, at: number, id: string): string {
  return `${section} ${String(at).padStart(15, '0')} ${id}`
}
