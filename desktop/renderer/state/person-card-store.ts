import { create } from 'zustand'
import type { UserId } from '../../../common/ids.ts'

/** Whose card is open, and beside what. */
type Shown = { readonly user: UserId; readonly anchor: Element }

export const usePersonCard = create<{ readonly shown: Shown | undefined }>()(() => ({ shown: undefined }))

export function showPerson(user: UserId, anchor: Element): void {
  usePersonCard.setState({ shown: { user, anchor } })
}

export function hidePerson(): void {
  usePersonCard.setState({ shown: undefined })
}
