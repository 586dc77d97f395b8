/** The names of what goes between preload and main, spelled here and nowhere else. */
export const bridgeChannels = {
  openExternal: 'natter:open-external',
  setUnread: 'natter:set-unread',
  notify: 'natter:notify',
  withdrawNote: 'natter:withdraw-note',
  beginCapture: 'natter:begin-capture',
  endCapture: 'natter:end-capture',
  openRoomWindow: 'natter:open-room-window',
  leaveTo: 'natter:leave-to',
  takePlaces: 'natter:take-places',
  idleForMs: 'natter:idle-for-ms',
  checkServer: 'natter:check-server',
  findLocalServer: 'natter:find-local-server',
  chooseAuthority: 'natter:choose-authority',
  addAccount: 'natter:add-account',
  cancelSetUp: 'natter:cancel-set-up',
  update: 'natter:update',
  doUpdate: 'natter:do-update',
  serverAddress: 'natter:server-address',
  listAccounts: 'natter:list-accounts',
  showAccount: 'natter:show-account',
  addAnother: 'natter:add-another',
  removeAccount: 'natter:remove-account',
} as const

/** What main tells a page without being asked. */
export const bridgeSignals = {
  places: 'natter:places',
  power: 'natter:power',
  accounts: 'natter:accounts',
  update: 'natter:update-changed',
} as const
