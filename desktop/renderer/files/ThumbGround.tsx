import { useLayoutEffect, useRef } from 'react'
import { thumbHashToRGBA } from 'thumbhash'
import styles from './PictureTile.module.css'

/** What a picture looks like from very far, until it is there: of a few bytes that came with the message. */
export function ThumbGround({ hash }: { readonly hash: string | undefined }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d')
    const picture = hash === undefined ? undefined : readThumb(hash)
    if (canvas.current === null || !context || picture === undefined) return
    canvas.current.width = picture.w
    canvas.current.height = picture.h
    context.putImageData(new ImageData(new Uint8ClampedArray(picture.rgba), picture.w, picture.h), 0, 0)
  }, [hash])
  return hash === undefined ? null : <canvas ref={canvas} className={styles.ground} />
}

/** Whatever somebody sent in its place is no picture. */
function readThumb(hash: string) {
  try {
    const picture = thumbHashToRGBA(Uint8Array.from(atob(hash), (sign) => sign.charCodeAt(0)))
    return picture.w > 0 && picture.h > 0 && picture.rgba.length === picture.w * picture.h * 4 ? picture : undefined
  } catch {
    return undefined
  }
}
