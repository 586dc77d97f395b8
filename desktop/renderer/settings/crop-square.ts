/** How a picture lies under a square that is cut out of it: its middle, in the picture's own pixels, and how far it is drawn near. */
export type Crop = { readonly x: number; readonly y: number; readonly zoom: number }
export type Size = { readonly width: number; readonly height: number }

export const mostZoom = 8

/** The whole of the shorter side. */
export function startCrop({ width, height }: Size): Crop {
  return { x: width / 2, y: height / 2, zoom: 1 }
}

/** The side of the square, in the picture's pixels. */
export function sideOf({ width, height }: Size, zoom: number): number {
  return Math.min(width, height) / zoom
}

/** The same, with the square inside of the picture. */
export function keepInside(size: Size, { x, y, zoom }: Crop): Crop {
  const within = Math.min(mostZoom, Math.max(1, zoom))
  const half = sideOf(size, within) / 2
  return {
    x: Math.min(size.width - half, Math.max(half, x)),
    y: Math.min(size.height - half, Math.max(half, y)),
    zoom: within,
  }
}

/** Moved by a part of the square's side. */
export function panCrop(size: Size, crop: Crop, by: { readonly x: number; readonly y: number }): Crop {
  const side = sideOf(size, crop.zoom)
  return keepInside(size, { ...crop, x: crop.x + by.x * side, y: crop.y + by.y * side })
}
