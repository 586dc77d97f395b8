/** What the key for shortcuts is called on this keyboard. */
export function modifierName(): 'Ctrl' | '⌘' {
  return isApple() ? '⌘' : 'Ctrl'
}

export function isApple(): boolean {
  return /mac|iphone|ipad/i.test(navigator.platform)
}

/** The key for shortcuts is held, and no other that would make it a different one. */
export function isCommandKey(event: Pick<KeyboardEvent, 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): boolean {
  const isHeld = isApple() ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey
  return isHeld && !event.altKey && !event.shiftKey
}
