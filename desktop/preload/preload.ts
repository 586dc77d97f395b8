import { contextBridge, ipcRenderer } from 'electron'
import { bridgeName, type DesktopBridge } from '../bridge.ts'
import { bridgeChannels, bridgeSignals } from './bridge-channels.ts'

const { invoke } = ipcRenderer
const ask =
  (channel: string) =>
  (...values: unknown[]) =>
    invoke.call(ipcRenderer, channel, ...values)

/** The value alone: an event has a sender, and with it everything. */
function watch<Value>(signal: string, listener: (value: Value) => void): () => void {
  const onEvent = (_event: unknown, value: Value) => listener(value)
  ipcRenderer.on(signal, onEvent)
  return () => ipcRenderer.removeListener(signal, onEvent)
}

/** Hands the bridge to the page, and nothing else: no ipcRenderer, no event objects. No logic; main checks what comes. */
const bridge: DesktopBridge = {
  platform: process.platform === 'win32' ? 'windows' : process.platform === 'darwin' ? 'mac' : 'linux',
  openExternal: (url) => ask(bridgeChannels.openExternal)(url),
  setUnread: (unread) => ask(bridgeChannels.setUnread)(unread),
  notify: (note) => ask(bridgeChannels.notify)(note),
  withdrawNote: (tag) => ask(bridgeChannels.withdrawNote)(tag),
  onGo(listener) {
    const stop = watch<Parameters<typeof listener>[0]>(bridgeSignals.places, listener)
    // Only now: a link that comes meanwhile is then either among these or among those.
    void ask(bridgeChannels.takePlaces)()
    return stop
  },
  beginCapture: (kind) => ask(bridgeChannels.beginCapture)(kind),
  endCapture: () => ask(bridgeChannels.endCapture)(),
  openRoomWindow: (room) => ask(bridgeChannels.openRoomWindow)(room),
  leaveTo: (place) => ask(bridgeChannels.leaveTo)(place),
  onPower: (listener) => watch(bridgeSignals.power, listener),
  idleForMs: () => ask(bridgeChannels.idleForMs)(),
  checkServer: (address) => ask(bridgeChannels.checkServer)(address),
  findLocalServer: () => ask(bridgeChannels.findLocalServer)(),
  chooseAuthority: () => ask(bridgeChannels.chooseAuthority)(),
  addAccount: (address) => ask(bridgeChannels.addAccount)(address),
  cancelSetUp: () => ask(bridgeChannels.cancelSetUp)(),
  update: () => ask(bridgeChannels.update)(),
  onUpdate: (listener) => watch(bridgeSignals.update, listener),
  doUpdate: (what) => ask(bridgeChannels.doUpdate)(what),
  serverAddress: () => ask(bridgeChannels.serverAddress)(),
  listAccounts: () => ask(bridgeChannels.listAccounts)(),
  onAccounts: (listener) => watch(bridgeSignals.accounts, listener),
  showAccount: (id) => ask(bridgeChannels.showAccount)(id),
  addAnother: () => ask(bridgeChannels.addAnother)(),
  removeAccount: (how) => ask(bridgeChannels.removeAccount)(how),
}

contextBridge.exposeInMainWorld(bridgeName, Object.freeze(bridge))
