import { type PointerEvent, type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import { fitSize, fitted, type Point, panBy, type Size, scaleOfPixels, type ZoomView, zoomAt } from './zoom-view.ts'

const stepBy = 1.5
/** So far a finger moves over a picture that fits to go to the next. */
const swipePx = 60

export type Zoom = {
  readonly view: ZoomView
  readonly fit: Size
  readonly step: (direction: 1 | -1) => void
  readonly reset: () => void
  /** For the pane that the picture lies in. */
  readonly handlers: {
    readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void
    readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void
    readonly onPointerUp: (event: PointerEvent<HTMLElement>) => void
    readonly onPointerCancel: (event: PointerEvent<HTMLElement>) => void
    readonly onDoubleClick: (event: { readonly clientX: number; readonly clientY: number }) => void
  }
}

/** Wheel, keys, fingers and double clicks on one picture. `onSwipe`: to the next (1) or the one before. */
export function useZoom(pane: RefObject<HTMLElement | null>, picture: Size, onSwipe: (to: 1 | -1) => void): Zoom {
  const [view, setView] = useState(fitted)
  const [room, setRoom] = useState<Size>({ width: 0, height: 0 })
  const fit = fitSize(picture, room)
  const pointers = useRef(new Map<number, Point>())
  const swiped = useRef(0)
  useEffect(() => {
    const element = pane.current
    if (element === null) return
    const measure = () => setRoom({ width: element.clientWidth, height: element.clientHeight })
    measure()
    const watch = new ResizeObserver(measure)
    watch.observe(element)
    return () => watch.disconnect()
  }, [pane])
  const fromMiddle = useCallback(
    ({ clientX, clientY }: { readonly clientX: number; readonly clientY: number }): Point => {
      const box = pane.current?.getBoundingClientRect()
      return box === undefined
        ? { x: 0, y: 0 }
        : { x: clientX - box.x - box.width / 2, y: clientY - box.y - box.height / 2 }
    },
    [pane],
  )
  const zoomBy = useCallback((by: number, at: Point) => setView((now) => zoomAt(now, by, at, fit, room)), [fit, room])
  useEffect(() => {
    const element = pane.current
    // Not React's, which may not keep the page from scrolling or growing itself.
    const onWheel = (event: WheelEvent) => {
      event.preventDefault()
      zoomBy(Math.exp(-event.deltaY / (event.ctrlKey ? 100 : 400)), fromMiddle(event))
    }
    element?.addEventListener('wheel', onWheel, { passive: false })
    return () => element?.removeEventListener('wheel', onWheel)
  }, [pane, zoomBy, fromMiddle])

  const up = (event: PointerEvent<HTMLElement>) => {
    pointers.current.delete(event.pointerId)
    if (Math.abs(swiped.current) > swipePx) onSwipe(swiped.current < 0 ? 1 : -1)
    swiped.current = 0
  }
  return {
    view,
    fit,
    step: (direction) => zoomBy(direction === 1 ? stepBy : 1 / stepBy, { x: 0, y: 0 }),
    reset: () => setView(fitted),
    handlers: {
      onPointerDown(event) {
        event.currentTarget.setPointerCapture(event.pointerId)
        pointers.current.set(event.pointerId, fromMiddle(event))
        swiped.current = 0
      },
      onPointerMove(event) {
        const before = pointers.current.get(event.pointerId)
        if (before === undefined) return
        const now = fromMiddle(event)
        const [other] = [...pointers.current].filter(([id]) => id !== event.pointerId).map(([, at]) => at)
        pointers.current.set(event.pointerId, now)
        if (other !== undefined) {
          const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 }
          zoomBy(distance(now, other) / Math.max(1, distance(before, other)), middle)
        } else if (view.scale > 1) {
          setView((each) => panBy(each, { x: now.x - before.x, y: now.y - before.y }, fit, room))
        } else if (event.pointerType !== 'mouse') swiped.current += now.x - before.x
      },
      onPointerUp: up,
      onPointerCancel: up,
      onDoubleClick(event) {
        const pixels = Math.max(2, scaleOfPixels(picture, fit))
        if (view.scale > 1) setView(fitted)
        else zoomBy(pixels, fromMiddle(event))
      },
    },
  }
}

function distance(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y)
}
