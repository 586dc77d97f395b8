import { create } from 'zustand'

/** The moment the present day began to be shown: changes at midnight, so that "Today" never stays yesterday. */
const useDay = create<{ readonly nowAt: number }>()(() => ({ nowAt: Date.now() }))

export function useToday(): number {
  return useDay((state) => state.nowAt)
}

export function watchMidnight(): () => void {
  let timer: ReturnType<typeof setTimeout>
  const wait = () => {
    const now = new Date()
    const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1)
    timer = setTimeout(onPassed, midnight.getTime() - now.getTime() + 50)
  }
  const onPassed = () => {
    useDay.setState({ nowAt: Date.now() })
    wait()
  }
  // A computer that slept over midnight has a timer that is late.
  const onShown = () => document.visibilityState === 'visible' && useDay.setState({ nowAt: Date.now() })
  wait()
  document.addEventListener('visibilitychange', onShown)
  return () => {
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', onShown)
  }
}
