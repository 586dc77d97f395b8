import { z } from 'zod'
import { parseRoomId } from '../../common/ids.ts'
import { bridgeChannels } from '../preload/bridge-channels.ts'
import { isAppUrl } from './app-scheme.ts'
import { mayOpenOutside } from './window-guards.ts'

export type BridgePorts = {
  readonly ipc: { on(channel: string, listener: (event: BridgeEvent, value: unknown) => void): unknown }
  readonly setBadgeCount: Electron.App['setBadgeCount']
  readonly openOutside: (url: string) => void
  readonly showNotification: (note: { readonly title: string; readonly text: string }, onClick: () => void) => void
  /** Brings the window to the front and tells it which room. */
  readonly openRoom: (room: string) => void
}

type BridgeEvent = { readonly senderFrame: Pick<Electron.WebFrameMain, 'url'> | null }

const noteSchema = z.object({
  title: z.string().max(200),
  text: z.string().max(1_000),
  room: z.string().refine((room) => parseRoomId(room) !== undefined),
  tag: z.string().max(200),
})

/**
 * Main's side of the bridge. What the page says is checked like anything that comes over a wire: from our own page, of
 * the right form; all else is dropped without a word, since our page never sends it.
 */
export function handleBridge({ ipc, setBadgeCount, openOutside, showNotification, openRoom }: BridgePorts): void {
  const on = (channel: string, act: (value: unknown) => void) =>
    ipc.on(channel, (event, value) => {
      if (event.senderFrame !== null && isAppUrl(event.senderFrame.url)) act(value)
    })
  on(bridgeChannels.openExternal, (url) => {
    if (typeof url === 'string' && mayOpenOutside(url)) openOutside(url)
  })
  on(bridgeChannels.setBadge, (count) => {
    if (typeof count === 'number' && Number.isInteger(count) && count >= 0) setBadgeCount(count)
  })
  on(bridgeChannels.notify, (value) => {
    const note = noteSchema.safeParse(value)
    if (note.success) showNotification(note.data, () => openRoom(note.data.room))
  })
}
