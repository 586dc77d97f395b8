import type { ShellSettings } from '../keeping/shell-settings.ts'

export type Rectangle = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

const usual = { width: 1280, height: 800 }
const least = { width: 360, height: 480 }
/** So much of the window has to be on a screen for somebody to take hold of it. */
const holdPixels = 80

/**
 * Where the window opens: where it was, if that screen is still there; else in the middle of the first one, in the size it
 * had. Never larger than the screen it is on.
 */
export function placeWindow(kept: ShellSettings['window'], screens: readonly Rectangle[]): Rectangle {
  const [first = { x: 0, y: 0, ...usual }] = screens
  const home = kept && screens.find((screen) => isHeldBy(kept, screen))
  const { width, height } = fitSize(kept ?? usual, home ?? first)
  if (kept === undefined || home === undefined) {
    return {
      x: Math.round(first.x + (first.width - width) / 2),
      y: Math.round(first.y + (first.height - height) / 2),
      width,
      height,
    }
  }
  return {
    x: clamp(kept.x, home.x - width + holdPixels, home.x + home.width - holdPixels),
    // The bar that it is moved by is at the top.
    y: clamp(kept.y, home.y, home.y + home.height - holdPixels),
    width,
    height,
  }
}

function isHeldBy(window: Rectangle, screen: Rectangle): boolean {
  const across = Math.min(window.x + window.width, screen.x + screen.width) - Math.max(window.x, screen.x)
  const top = window.y >= screen.y - holdPixels && window.y < screen.y + screen.height - holdPixels
  return across >= holdPixels && top
}

function fitSize({ width, height }: { width: number; height: number }, screen: Rectangle) {
  return {
    width: clamp(width, Math.min(least.width, screen.width), screen.width),
    height: clamp(height, Math.min(least.height, screen.height), screen.height),
  }
}

const clamp = (value: number, from: number, to: number): number => Math.max(from, Math.min(value, to))
