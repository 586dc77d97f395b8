import type { KeyboardEvent } from 'react'

/** The key is for an input method: some browsers say so only by the code 229, after the composition has ended. */
export function isComposing({ nativeEvent }: KeyboardEvent): boolean {
  return nativeEvent.isComposing || nativeEvent.keyCode === 229
}
