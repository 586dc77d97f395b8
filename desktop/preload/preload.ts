import { contextBridge, ipcRenderer } from 'electron'
import { bridgeName, type DesktopBridge } from '../bridge.ts'
import { bridgeChannels } from './bridge-channels.ts'

/** Hands the bridge to the page, and nothing else: no ipcRenderer, no event objects. No logic; main checks what comes. */
const bridge: DesktopBridge = {
  platform: process.platform === 'win32' ? 'windows' : process.platform === 'darwin' ? 'mac' : 'linux',
  openExternal: (url) => ipcRenderer.send(bridgeChannels.openExternal, url),
  setBadge: (count) => ipcRenderer.send(bridgeChannels.setBadge, count),
  notify: (note) => ipcRenderer.send(bridgeChannels.notify, note),
  onOpenRoom: (listener) => {
    const onEvent = (_event: unknown, room: string) => listener(room)
    ipcRenderer.on(bridgeChannels.openRoom, onEvent)
    return () => ipcRenderer.removeListener(bridgeChannels.openRoom, onEvent)
  },
}

contextBridge.exposeInMainWorld(bridgeName, bridge)
