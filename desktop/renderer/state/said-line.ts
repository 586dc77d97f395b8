import { create } from 'zustand'

/** What was just done, told for a while at the bottom. One at a time: the newest is what somebody looks for. */
type Said = { readonly words: string; readonly undo?: (() => void) | undefined; readonly times: number }

export const useSaid = create<{ readonly said: Said | undefined }>()(() => ({ said: undefined }))

let times = 0

export function sayDone(words: string, undo?: () => void): void {
  times += 1
  useSaid.setState({ said: { words, undo, times } })
}

export function forgetSaid(): void {
  useSaid.setState({ said: undefined })
}
