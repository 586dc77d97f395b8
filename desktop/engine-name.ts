/**
 * The worker's name: the first is everybody's, a later one stands in for one that never answered. An engine has no bridge,
 * so the name tells it that a shell is there.
 */
export function engineName(again: number, hasShell: boolean): string {
  return `${hasShell ? shellEngine : 'natter'}${again === 0 ? '' : `-${again}`}`
}
export function isShellEngine(name: string): boolean {
  return name.startsWith(shellEngine)
}
const shellEngine = 'natter-desktop'
