import { useEffect, useState } from 'react'

const settleMs = 120

/** What is typed, once it stands for a moment: not each letter is a question to the server. */
export function useSettled(typed: string): string {
  const [settled, setSettled] = useState(typed)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(typed), settleMs)
    return () => clearTimeout(timer)
  }, [typed])
  return settled
}
