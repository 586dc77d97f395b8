import { expect, test } from 'vitest'
import { checkElectron } from './electron-check.ts'

const findings = (text: string, file = 'desktop/main/x.ts') =>
  checkElectron({ paths: [file], read: () => text }).map(({ found }) => found)

test.each([
  ['const p = { sandbox: false }', 'sandbox is not plainly true'],
  ['const p = { "contextIsolation": isSafe }', 'contextIsolation is not plainly true'],
  ['const p = { nodeIntegration: true }', 'nodeIntegration is not plainly false'],
  ['const p = { nodeIntegrationInWorker: !0 }', 'nodeIntegrationInWorker is not plainly false'],
  ['const p = { webSecurity: 0 }', 'webSecurity is not plainly true'],
  ['const p = { allowRunningInsecureContent: true }', 'allowRunningInsecureContent is not plainly false'],
  ['const p = { webviewTag: true }', 'webviewTag is not plainly false'],
  ['const p = { privileges: { bypassCSP: true } }', 'bypassCSP is not plainly false'],
  ['const p = { experimentalFeatures: true }', 'sets experimentalFeatures'],
  ['const p = { enableBlinkFeatures: "x" }', 'sets enableBlinkFeatures'],
  ['shell.openExternal(url)', 'calls openExternal'],
  ['await shell.openPath(path)', 'calls openPath'],
  ['contents.executeJavaScript(text)', 'calls executeJavaScript'],
  ['contents.openDevTools()', 'calls openDevTools'],
  ['window.loadFile("x.html")', 'calls loadFile'],
  ['ipcRenderer.sendSync("x")', 'calls sendSync'],
  ['ipcMain.on("x", act)', 'listens to ipcMain by on'],
  ['ipcMain.handle("x", act)', 'listens to ipcMain by handle'],
  ['eval(text)', 'calls eval'],
  ['new Function(text)', 'makes code from text'],
  ['safeStorage.setUsePlainTextEncryption(true)', 'calls setUsePlainTextEncryption'],
  ['new BrowserWindow({ width: 1 })', 'a BrowserWindow without the settled preferences'],
  ['new WebContentsView({ webPreferences: { sandbox: true } })', 'a WebContentsView without the settled preferences'],
])('%s is a finding', (text, found) => {
  expect(findings(text)).toEqual([found])
})

test('what is settled, and who may, passes', () => {
  expect(findings('const p = { sandbox: true, nodeIntegration: false, webSecurity: true }')).toEqual([])
  expect(findings('new WebContentsView({ webPreferences: buildPreferences({ preload }) })')).toEqual([])
  expect(findings('shell.openExternal(url)', 'desktop/main/links/outside-links.ts')).toEqual([])
  expect(findings('shell.openExternal(url)', 'server/x.ts')).toEqual([])
})
