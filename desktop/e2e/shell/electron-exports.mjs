// The names that an ES module may import from `electron`: they have to be written out.
const electron = globalThis[Symbol.for('natter.electron-stand-in')]
if (electron === undefined) throw new Error('main was loaded before there was an electron for it')

export const {
  app,
  BaseWindow,
  BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  MenuItem,
  nativeImage,
  nativeTheme,
  net,
  Notification,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  systemPreferences,
  Tray,
  WebContentsView,
} = electron
