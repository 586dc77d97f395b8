import type { HookBody } from '../../common/http-contract/webhook-contract.ts'

/**
 * What a payload of Slack's says, as our markdown: its text, else that of its blocks and attachments, as far as it is text.
 * Nobody is mentioned, whatever stands in it. Pure.
 * Source: https://api.slack.com/reference/surfaces/formatting
 */
export function readHookText({ text = '', blocks = [], attachments = [] }: HookBody): string {
  const parts = text.trim() === '' || blocks.length > 0 ? blocks.flatMap(readBlock) : [text]
  // Where there are blocks, the text is for who cannot show them.
  const said = parts.length > 0 ? parts : [text]
  return [...said, ...attachments.flatMap(readAttachment)]
    .map((part) => readMarks(part).trim())
    .filter((part) => part !== '')
    .join('\n\n')
}

/** `<https://a|b>` is a link, `<!here>` a call that calls nobody; three characters come as entities. */
function readMarks(text: string): string {
  return text
    .replaceAll(/<(https?:\/\/[^|<>\s]{1,2000})\|([^<>]{1,2000})>/g, (_, url: string, label: string) =>
      /[[\]()]/.test(label + url) ? `${label} ${url}` : `[${label}](${url})`,
    )
    .replaceAll(/<(https?:\/\/[^|<>\s]{1,2000})>/g, '$1')
    .replaceAll(/<mailto:([^|<>\s]{1,320})(?:\|[^<>]{0,320})?>/g, '$1')
    .replaceAll(/<!(here|channel|everyone)(?:\|[^<>]{0,100})?>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}

function readBlock(block: unknown): string[] {
  const { type, text, fields, elements } = fieldsOf(block)
  if (type === 'header') return textOf(text).map((line) => `**${line}**`)
  if (type === 'divider') return ['---']
  if (type === 'context') return [listOf(elements).flatMap(textOf).join(' ')]
  if (type === 'rich_text') return [readRich(elements, 0)]
  return [...textOf(text), ...listOf(fields).flatMap(textOf)]
}

const deepest = 8

/** Sections, lists and quotes, as lines; of what they hold the text. */
function readRich(elements: unknown, depth: number): string {
  if (depth > deepest) return ''
  return listOf(elements)
    .map((element) => {
      const { type, text, url, elements: inner } = fieldsOf(element)
      if (typeof url === 'string') return typeof text === 'string' ? `<${url}|${text}>` : `<${url}>`
      if (typeof text === 'string') return text
      const said = readRich(inner, depth + 1)
      return type === 'rich_text_section' && depth > 0 ? `- ${said}\n` : said
    })
    .join('')
}

function readAttachment(attachment: unknown): string[] {
  const { pretext, title, title_link: link, text, fallback } = fieldsOf(attachment)
  const headline = typeof title !== 'string' ? '' : typeof link === 'string' ? `<${link}|${title}>` : `**${title}**`
  const said = [pretext, headline, text].filter((part): part is string => typeof part === 'string' && part !== '')
  return said.length > 0 ? [said.join('\n')] : typeof fallback === 'string' ? [fallback] : []
}

/** A text object of Slack's, or what stands for one. */
function textOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  const { text } = fieldsOf(value)
  return typeof text === 'string' ? [text] : []
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
