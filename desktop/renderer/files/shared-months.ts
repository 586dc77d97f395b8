import { listAddresses } from '../../../common/count-links.ts'
import type { Message } from '../../../common/message.ts'
import type { Attachment } from '../../../common/wire-event.ts'
import type { Clock } from '../state/use-today.ts'
import { kindOf, type PictureFile, sortFiles } from './file-kinds.ts'

export type Shows = 'all' | 'pictures' | 'documents' | 'links'
/** What is shown of one message. `files`: those that are no pictures. */
export type SharedPart = {
  readonly message: Message
  readonly pictures: readonly PictureFile[]
  readonly files: readonly Attachment[]
  readonly links: readonly string[]
}
export type SharedMonth = { readonly title: string; readonly parts: readonly SharedPart[] }

/** In the order in which they come, under the month in which they were said; without those that nothing is shown of. */
export function monthsOf(
  messages: readonly Message[],
  shows: Shows,
  { locale, timeZone }: Clock,
): readonly SharedMonth[] {
  const format = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone })
  const months = new Map<string, SharedPart[]>()
  for (const message of messages) {
    const part = partOf(message, shows)
    if (part.pictures.length + part.files.length + part.links.length === 0) continue
    const title = format.format(message.at)
    months.set(title, [...(months.get(title) ?? []), part])
  }
  return [...months].map(([title, parts]) => ({ title, parts }))
}

function partOf(message: Message, shows: Shows): SharedPart {
  const { attachments, text } = message
  if (shows === 'links') {
    return { message, pictures: [], files: [], links: listAddresses(text).filter((url) => URL.canParse(url)) }
  }
  return {
    message,
    pictures: shows === 'documents' ? [] : sortFiles(attachments).pictures,
    files: shows === 'pictures' ? [] : attachments.filter((file) => kindOf(file) !== 'picture'),
    links: [],
  }
}

/** What lies in a month, in the order in which it is drawn: its pictures first. */
export function monthKeysOf({ parts }: SharedMonth): readonly string[] {
  const pictures = parts.flatMap((part) => part.pictures.map(({ file }) => file))
  return [...pictures, ...parts.flatMap(rowKeysOf)]
}

/** What a row is found again by: each file and each address has one of its own. */
export function rowKeysOf({ message, files, links }: SharedPart): readonly string[] {
  return [...files.map(({ file }) => file), ...links.map((url) => linkKeyOf(message, url))]
}

export function linkKeyOf({ id }: Message, url: string): string {
  return `${id} ${url}`
}
