type Seen = Pick<IntersectionObserverEntry, 'isIntersecting' | 'intersectionRatio'> & {
  readonly intersectionRect: Pick<DOMRectReadOnly, 'height'>
  readonly rootBounds: Pick<DOMRectReadOnly, 'height'> | null
}

/** Half of it is in sight. What is taller than the window is never half inside it: then half of the window will do. */
export function isHalfSeen({ isIntersecting, intersectionRatio, intersectionRect, rootBounds }: Seen): boolean {
  const rootPx = rootBounds?.height ?? Number.POSITIVE_INFINITY
  return isIntersecting && (intersectionRatio >= 0.5 || intersectionRect.height >= rootPx / 2)
}

/**
 * When an observer looks: each half of the one before, down to what is so tall that a message may hardly be taller. So one
 * of them always lies between half of the window and all of it, however much a window shows of a message.
 */
export const seenSteps: readonly number[] = [0, ...Array.from({ length: 10 }, (_, step) => 2 ** (step - 9)), 0.75]
