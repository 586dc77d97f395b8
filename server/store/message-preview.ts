import type { Message } from '../../common/message.ts'

/** What a list shows of a message. `isCut`: more belongs to it. */
export type MessagePreview = Message & { readonly isCut?: true }

const textCharacters = 300
const mostMentions = 10
const mostAttachments = 3
const nameCharacters = 60

/** The first so many code points; half a surrogate pair would be no text. */
export function cutText(text: string, characters: number): string {
  if (text.length <= characters) return text
  let [units, count] = [0, 0]
  while (units < text.length && count < characters) {
    units += (text.codePointAt(units) ?? 0) > 0xffff ? 2 : 1
    count++
  }
  return text.slice(0, units)
}

/** Small whatever the message holds: a row of a list carries it, and a list has a thousand rows. */
export function buildMessagePreview(message: Message): MessagePreview {
  const text = cutText(message.text, textCharacters)
  const mentions = message.mentions.slice(0, mostMentions)
  const attachments = message.attachments
    .slice(0, mostAttachments)
    .map(({ caption: _, ...file }) => ({ ...file, name: cutText(file.name, nameCharacters) }))
  const isWhole =
    text.length === message.text.length &&
    mentions.length === message.mentions.length &&
    attachments.length === message.attachments.length &&
    attachments.every(({ name }, index) => name === message.attachments[index]?.name) &&
    message.reactions.length === 0 &&
    message.preview === undefined &&
    message.attachments.every(({ caption }) => caption === undefined)
  if (isWhole) return message
  const { preview: _, ...rest } = message
  return { ...rest, text, mentions, attachments, reactions: [], isCut: true }
}
