/** How a picture lies in the viewer: `scale` 1 is fitted in; `x`, `y`: its middle, away from that of the pane, in px. */
export type ZoomView = { readonly scale: number; readonly x: number; readonly y: number }
export type Size = { readonly width: number; readonly height: number }
export type Point = { readonly x: number; readonly y: number }

export const fitted: ZoomView = { scale: 1, x: 0, y: 0 }
const mostScale = 16

/** What it measures when it is fitted in: never larger than it is. */
export function fitSize(picture: Size, pane: Size): Size {
  const scale = Math.min(1, pane.width / picture.width, pane.height / picture.height)
  return { width: picture.width * scale, height: picture.height * scale }
}

/** By so much, towards that point of the pane (from its middle), which stays where it is. */
export function zoomAt(view: ZoomView, by: number, at: Point, fit: Size, pane: Size): ZoomView {
  const scale = Math.min(Math.max(view.scale * by, 1), mostScale)
  const ratio = scale / view.scale
  return clampView({ scale, x: at.x - (at.x - view.x) * ratio, y: at.y - (at.y - view.y) * ratio }, fit, pane)
}

export function panBy(view: ZoomView, by: Point, fit: Size, pane: Size): ZoomView {
  return clampView({ ...view, x: view.x + by.x, y: view.y + by.y }, fit, pane)
}

/** A pixel of it a pixel of the screen; fitted in, where it is that already. */
export function scaleOfPixels(picture: Size, fit: Size): number {
  return Math.max(1, picture.width / Math.max(1, fit.width))
}

/** No edge leaves the pane that could be in it. */
function clampView({ scale, x, y }: ZoomView, fit: Size, pane: Size): ZoomView {
  const most = (length: number, room: number) => Math.max(0, (length * scale - room) / 2)
  const within = (value: number, limit: number) => Math.min(Math.max(value, -limit), limit)
  return { scale, x: within(x, most(fit.width, pane.width)), y: within(y, most(fit.height, pane.height)) }
}
