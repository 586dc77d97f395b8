import type { Words } from '../../words/words.ts'
import { parseOutsideLink } from '../links/outside-links.ts'

type MenuItem = Electron.MenuItemConstructorOptions
export type ClickedPlace = Pick<
  Electron.ContextMenuParams,
  | 'isEditable'
  | 'selectionText'
  | 'linkURL'
  | 'mediaType'
  | 'srcURL'
  | 'hasImageContents'
  | 'misspelledWord'
  | 'dictionarySuggestions'
  | 'editFlags'
>
export type ContextActions = {
  readonly replaceMisspelling: (word: string) => void
  readonly addToDictionary: (word: string) => void
  readonly copyText: (text: string) => void
  readonly savePicture: (url: string) => void
}

/** What can be done with what was clicked, and nothing that cannot: an empty menu is not shown. */
export function buildContextMenu(say: Words, place: ClickedPlace, actions: ContextActions): MenuItem[] {
  const groups = [
    spelling(say, place, actions),
    editing(say, place),
    ofLink(say, place, actions),
    ofPicture(say, place, actions),
  ]
  return groups
    .filter((group) => group.length > 0)
    .flatMap((group, index): MenuItem[] => (index === 0 ? group : [{ type: 'separator' }, ...group]))
}

function spelling(
  say: Words,
  { misspelledWord, dictionarySuggestions }: ClickedPlace,
  actions: ContextActions,
): MenuItem[] {
  if (misspelledWord === '') return []
  const suggestions = dictionarySuggestions.slice(0, 5).map((word) => ({
    label: word,
    click: () => actions.replaceMisspelling(word),
  }))
  const none = { label: say('desktop.no-suggestions'), enabled: false }
  return [
    ...(suggestions.length > 0 ? suggestions : [none]),
    { label: say('desktop.add-word', { word: misspelledWord }), click: () => actions.addToDictionary(misspelledWord) },
  ]
}

function editing(say: Words, { isEditable, selectionText, editFlags }: ClickedPlace): MenuItem[] {
  const hasSelection = selectionText.trim() !== ''
  if (!isEditable) return hasSelection ? [{ label: say('desktop.copy'), role: 'copy' }] : []
  return [
    { label: say('desktop.cut'), role: 'cut', enabled: editFlags.canCut },
    { label: say('desktop.copy'), role: 'copy', enabled: editFlags.canCopy },
    { label: say('desktop.paste'), role: 'paste', enabled: editFlags.canPaste },
    { label: say('desktop.paste-plain'), role: 'pasteAndMatchStyle', enabled: editFlags.canPaste },
    { label: say('desktop.select-all'), role: 'selectAll', enabled: editFlags.canSelectAll },
  ]
}

function ofLink(say: Words, { linkURL }: ClickedPlace, { copyText }: ContextActions): MenuItem[] {
  const link = parseOutsideLink(linkURL)
  if (link === undefined) return []
  const isMail = link.url.startsWith('mailto:')
  const text = isMail ? decodeMail(link.url) : link.url
  return [{ label: say(isMail ? 'desktop.copy-mail' : 'desktop.copy-address'), click: () => copyText(text) }]
}

function decodeMail(url: string): string {
  const address = url.slice('mailto:'.length).replace(/\?.*$/, '')
  try {
    return decodeURIComponent(address)
  } catch {
    return address
  }
}

function ofPicture(
  say: Words,
  { mediaType, srcURL, hasImageContents }: ClickedPlace,
  actions: ContextActions,
): MenuItem[] {
  if (mediaType !== 'image' || !hasImageContents) return []
  return [{ label: say('desktop.save-picture'), click: () => actions.savePicture(srcURL) }]
}
