import { buttons } from './note-address.ts'
import type { NoteWords, SystemNote } from './note-means.ts'

/**
 * What Windows shows, in its own words: only so does a click say where it leads to an app that has ended since, or that never
 * showed this one itself. `to` is ours (note-address.ts); `type` and `action` are what Electron reads.
 */
export function buildToastXml({ id, title, text, hasSound, canAct }: SystemNote, words: NoteWords): string {
  const button = (content: string, launch: string, more = '') =>
    `<action activationType="foreground" content="${asXml(content)}" arguments="${asXml(launch)}"${more}/>`
  const address = `to=${id ?? ''}`
  const actions = canAct
    ? [
        '<actions>',
        `<input id="reply" type="text" placeHolderContent="${asXml(words.reply)}"/>`,
        button(words.reply, `type=reply&${address}`, ' hint-inputId="reply"'),
        ...buttons.map((act, index) => button(words[act], `type=action&action=${index}&${address}`)),
        '</actions>',
      ].join('')
    : ''
  return [
    `<toast launch="${asXml(`type=click&${address}`)}">`,
    '<visual><binding template="ToastGeneric">',
    `<text>${asXml(title)}</text>`,
    `<text>${asXml(text || ' ')}</text>`,
    '</binding></visual>',
    actions,
    hasSound ? '' : '<audio silent="true"/>',
    '</toast>',
  ].join('')
}

/** The words are clean (note-text.ts); characters that XML has no place for are gone with the others. */
function asXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;')
}
