import { create } from 'zustand'

/** The receipt of an account that was deleted on this page, until it was looked at: it is told this once. */
export const useDeparted = create<{ readonly receipt: string | undefined }>()(() => ({ receipt: undefined }))

export function noteDeparted(receipt: string): void {
  useDeparted.setState({ receipt })
}

export function forgetDeparted(): void {
  useDeparted.setState({ receipt: undefined })
}
