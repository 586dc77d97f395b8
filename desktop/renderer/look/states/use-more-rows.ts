import { useCallback, useState } from 'react'

/** More rows than a screen holds are drawn once they are scrolled to. */
const stepRows = 100

/** Grows by a step whenever its end comes near. */
export function useMoreRows() {
  const [rows, setRows] = useState(stepRows)
  const end = useCallback((element: HTMLElement | null) => {
    if (element === null) return
    const watch = new IntersectionObserver(
      (seen) => seen.some(({ isIntersecting }) => isIntersecting) && setRows((before) => before + stepRows),
      { rootMargin: '400px' },
    )
    watch.observe(element)
    return () => watch.disconnect()
  }, [])
  return { rows, end }
}
