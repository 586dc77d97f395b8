import { useEffect, useState } from 'react'
import type { DesktopBridge, ServerCheck } from '../../bridge.ts'

/** `asking` after the first letters; the answer before stays until there is another. */
export type CheckState = {
  readonly asking: boolean
  readonly check?: ServerCheck | undefined
  readonly again: () => void
}

const typingPauseMs = 350

/** Asks what answers at an address while it is typed: once the typing pauses, and of several answers the last one counts. */
export function useServerCheck(bridge: DesktopBridge, address: string): CheckState {
  const [state, setState] = useState<Omit<CheckState, 'again'>>({ asking: false })
  const [round, setRound] = useState(0)
  useEffect(() => {
    if (address.trim() === '') return setState({ asking: false })
    let isCurrent = true
    // Asked again for the same address, too: an authority was chosen, or somebody wants to know.
    setState((before) => ({ ...before, asking: round >= 0 }))
    const timer = setTimeout(async () => {
      const check = await bridge.checkServer(address)
      if (isCurrent) setState({ asking: false, check })
    }, typingPauseMs)
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [bridge, address, round])
  return { ...state, again: () => setRound((before) => before + 1) }
}
