import { useEffect, useState } from 'react'
import type { DesktopAccount } from '../../bridge.ts'
import { desktopBridge } from './desktop-link.ts'

/** The accounts of this computer, as the shell knows them; none in a browser, where there is one and no shell. */
export function useDesktopAccounts(): readonly DesktopAccount[] {
  const [accounts, setAccounts] = useState<readonly DesktopAccount[]>([])
  useEffect(() => {
    const bridge = desktopBridge()
    if (bridge === undefined) return
    const stop = bridge.onAccounts(setAccounts)
    void bridge.listAccounts().then(setAccounts)
    return stop
  }, [])
  return accounts
}

export function showAccount(id: string): void {
  void desktopBridge()?.showAccount(id)
}

/** Shows the page where a server is chosen; absent in a browser, whose server is the one it came from. */
export function addAnotherAccount(): (() => void) | undefined {
  const bridge = desktopBridge()
  return bridge && (() => void bridge.addAnother())
}

export function removeThisAccount(evenUnheard: boolean): Promise<'removed' | 'unheard'> {
  return desktopBridge()?.removeAccount({ evenUnheard }) ?? Promise.resolve('removed')
}
