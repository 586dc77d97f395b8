import { useState } from 'react'

const key = 'natter.format-bar'

/** Whether the formatting bar is open; stays as chosen. */
export function useFormatBar(): readonly [isOpen: boolean, choose: (isOpen: boolean) => void] {
  const [isOpen, setIsOpen] = useState(load)
  const choose = (next: boolean) => {
    setIsOpen(next)
    try {
      localStorage.setItem(key, next ? 'open' : 'closed')
    } catch {
      // Storage is closed to this page: the choice holds until another room is opened.
    }
  }
  return [isOpen, choose]
}

function load(): boolean {
  try {
    return localStorage.getItem(key) === 'open'
  } catch {
    return false
  }
}
