/** The names of what goes between preload and main, spelled here and nowhere else. */
export const bridgeChannels = {
  openExternal: 'natter:open-external',
  setBadge: 'natter:set-badge',
  notify: 'natter:notify',
  openRoom: 'natter:open-room',
} as const
