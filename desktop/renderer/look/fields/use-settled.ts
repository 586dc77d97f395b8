import { useEffect, useState } from 'react'

/** What is typed, once it stands for a moment: not each letter is a question to the server. */
export function useSettled(typed: string, ms = 120): string {
  const [settled, setSettled] = useState(typed)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(typed), ms)
    return () => clearTimeout(timer)
  }, [typed, ms])
  return settled
}
