/** What the key for shortcuts is called on this keyboard. */
export function modifierName(): 'Ctrl' | '⌘' {
  return isApple() ? '⌘' : 'Ctrl'
}

export function isApple(): boolean {
  return /mac|iphone|ipad/i.test(navigator.platform)
}
