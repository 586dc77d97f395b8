import { useRef } from 'react'

/**
 * Keys for calls that make something: the same as long as the same is wanted, so that whoever tries again because an
 * answer was lost makes no second one. Once it is made, it is forgotten: asked for again it is meant again.
 */
export function useCallKey() {
  const tried = useRef({ wanted: '', key: '' })
  return {
    keyFor(wanted: unknown): string {
      const body = JSON.stringify(wanted)
      if (tried.current.wanted !== body) tried.current = { wanted: body, key: crypto.randomUUID() }
      return tried.current.key
    },
    forget() {
      tried.current = { wanted: '', key: '' }
    },
  }
}
