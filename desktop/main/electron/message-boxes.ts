import { dialog } from 'electron'
import type { Words } from '../../words/words.ts'

/** What the shell asks and says in the system's own boxes. The first button is what Escape does not press. */
export function buildMessageBoxes(say: Words) {
  const ask = async (title: string, detail: string, buttons: readonly [string, string]) => {
    const box = { type: 'question' as const, message: title, detail, buttons: [...buttons], defaultId: 0, cancelId: 1 }
    return (await dialog.showMessageBox(box)).response === 0
  }
  return {
    explainTray: async () => {
      const words = [say('desktop.close-title'), say('desktop.close-means')] as const
      const keep = await ask(...words, [say('desktop.close-keep'), say('desktop.close-quit')])
      return keep ? ('tray' as const) : ('quit' as const)
    },
    askHttp: (url: string) =>
      ask(say('desktop.http-title'), say('desktop.http-means', { url }), [
        say('desktop.http-open'),
        say('desktop.cancel'),
      ]),
    askInstall: (version: string) =>
      ask(say('desktop.update-title', { version }), say('desktop.update-means'), [
        say('desktop.update-install'),
        say('desktop.update-not-now'),
      ]),
    askWeak: () =>
      ask(say('desktop.weak-title'), say('desktop.weak-means'), [say('desktop.weak-keep'), say('desktop.weak-not')]),
    sayKeysChanged: () =>
      void dialog.showMessageBox({ message: say('desktop.keys-changed'), detail: say('desktop.keys-changed-means') }),
    askReload: () =>
      ask(say('desktop.page-gone'), say('desktop.page-gone-means'), [
        say('desktop.page-gone-load'),
        say('desktop.cancel'),
      ]),
  }
}
export type MessageBoxes = ReturnType<typeof buildMessageBoxes>
