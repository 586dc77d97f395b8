import { useMemo } from 'react'
import { create } from 'zustand'
import { useWords } from './language-choice.ts'

/** The moment the present day began to be shown, and where: changes at midnight, so that "Today" never stays yesterday. */
const useDay = create<{ readonly nowAt: number; readonly timeZone: string }>()(() => here())

/** What a time is written by: the day it is, the zone the computer is in, the language that is spoken. */
export type Clock = {
  readonly nowAt: number
  readonly timeZone: string
  readonly isLocal: true
  readonly locale: string
}

export function useClock(): Clock {
  const { nowAt, timeZone } = useDay()
  const { locale } = useWords()
  return useMemo(() => ({ nowAt, timeZone, locale, isLocal: true }), [nowAt, timeZone, locale])
}

/** The same at this very moment, for what says how long ago something was or whether it is over: as often as it is drawn. */
export function useClockNow(): Clock {
  return { ...useClock(), nowAt: Date.now() }
}

/** No browser tells when somebody travels: it is asked now and then. */
const askEveryMs = 60_000

export function watchToday(): () => void {
  let timer: ReturnType<typeof setTimeout>
  const wait = () => {
    clearTimeout(timer)
    const now = new Date()
    const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1)
    timer = setTimeout(onPassed, midnight.getTime() - now.getTime() + 50)
  }
  const onPassed = () => {
    useDay.setState(here())
    wait()
  }
  // A computer that slept over midnight has a timer that is late.
  const onShown = () => document.visibilityState === 'visible' && onPassed()
  const ask = () => here().timeZone !== useDay.getState().timeZone && onPassed()
  const asking = setInterval(ask, askEveryMs)
  wait()
  document.addEventListener('visibilitychange', onShown)
  addEventListener('focus', ask)
  return () => {
    clearTimeout(timer)
    clearInterval(asking)
    document.removeEventListener('visibilitychange', onShown)
    removeEventListener('focus', ask)
  }
}

function here() {
  return { nowAt: Date.now(), timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone }
}
