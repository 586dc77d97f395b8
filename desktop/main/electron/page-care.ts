import { clipboard, dialog, Menu, type WebContents } from 'electron'
import type { Words } from '../../words/words.ts'
import type { SettingsKeeper } from '../keeping/shell-settings.ts'
import { buildContextMenu } from '../windows/context-menu.ts'
import { buildPageRecovery } from '../windows/page-recovery.ts'
import type { MessageBoxes } from './message-boxes.ts'

export type PageCare = {
  readonly say: Words
  readonly boxes: MessageBoxes
  readonly settings: SettingsKeeper
  readonly log: (line: string) => void
}

/** What every page of ours has: a menu for what is clicked, its zoom, its languages, and a new start when it dies. */
export function careForPage(contents: WebContents, { say, boxes, settings, log }: PageCare): void {
  contents.on('context-menu', (_event, params) => {
    const items = buildContextMenu(say, params, {
      replaceMisspelling: (word) => contents.replaceMisspelling(word),
      addToDictionary: (word) => void contents.session.addWordToSpellCheckerDictionary(word),
      copyText: (text) => clipboard.writeText(text),
      savePicture: (url) => void savePicture(contents, url).catch(() => log('a picture could not be saved')),
    })
    if (items.length > 0) Menu.buildFromTemplate(items).popup()
  })
  const recover = buildPageRecovery({
    now: () => Date.now(),
    reload: () => contents.reload(),
    onGivenUp: () => void boxes.askReload().then((load) => load && contents.reload()),
    log,
  })
  contents.on('render-process-gone', (_event, { reason }) => recover(reason))
  contents.on('did-finish-load', () => contents.setZoomLevel(settings.get().zoomLevel))
}

/** The page's own picture, by its own session: nothing is asked that the page could not ask. */
async function savePicture(contents: WebContents, url: string): Promise<void> {
  const { canceled, filePath } = await dialog.showSaveDialog({ defaultPath: 'picture.png' })
  if (canceled || filePath === undefined) return
  contents.session.once('will-download', (_event, item) => item.setSavePath(filePath))
  contents.downloadURL(url)
}
