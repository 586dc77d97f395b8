import { useEffect, useRef, useState } from 'react'
import type { Result } from '../../../common/result.ts'
import { errorWords } from '../../words/error-words.ts'
import { Button } from '../look/buttons/Button.tsx'
import { Modal, ModalActions } from '../look/popups/Modal.tsx'
import { useWords } from '../state/language-choice.ts'
import { type Crop, keepInside, mostZoom, panCrop, sideOf, startCrop } from './crop-square.ts'
import styles from './PictureDialog.module.css'

type PictureDialogProps = {
  readonly file: Blob
  readonly put: (picture: Blob) => Promise<Result<unknown>>
  readonly onClose: () => void
}

const shownPx = 280
/** As it is sent; the server makes it smaller. */
const sentPx = 512
const step = 0.05
const arrows: Readonly<Record<string, { readonly x: number; readonly y: number }>> = {
  ArrowLeft: { x: -step, y: 0 },
  ArrowRight: { x: step, y: 0 },
  ArrowUp: { x: 0, y: -step },
  ArrowDown: { x: 0, y: step },
}

/** A square out of a picture: dragged, or moved with arrows, and drawn near with plus, minus, the wheel or the slider. */
export function PictureDialog({ file, put: keep, onClose }: PictureDialogProps) {
  const say = useWords()
  const [picture, setPicture] = useState<ImageBitmap>()
  const [crop, setCrop] = useState<Crop>()
  const [problem, setProblem] = useState<string>()
  const [isBusy, setIsBusy] = useState(false)
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    let isGone = false
    let open: ImageBitmap | undefined
    createImageBitmap(file).then(
      (read) => {
        if (isGone) return read.close()
        open = read
        setPicture(read)
        setCrop(startCrop(read))
      },
      () => !isGone && setProblem(say('settings.picture-unreadable')),
    )
    return () => {
      isGone = true
      // As large as the picture is unpacked, and the browser is in no hurry to give it back.
      open?.close()
      setPicture(undefined)
    }
  }, [file, say])
  useEffect(() => {
    if (picture !== undefined && crop !== undefined && canvas.current !== null) draw(canvas.current, picture, crop)
  }, [picture, crop])
  const change = (next: (crop: Crop, of: ImageBitmap) => Crop) => {
    if (picture !== undefined && crop !== undefined) setCrop(next(crop, picture))
  }
  const zoomTo = (zoom: number) => change((now, of) => keepInside(of, { ...now, zoom }))
  const onKeyDown = (event: React.KeyboardEvent) => {
    const by = arrows[event.key]
    if (by !== undefined) change((now, of) => panCrop(of, now, by))
    else if (event.key === '+' || event.key === '=') zoomTo((crop?.zoom ?? 1) * 1.1)
    else if (event.key === '-') zoomTo((crop?.zoom ?? 1) / 1.1)
    else return
    event.preventDefault()
  }
  const onPointerMove = (event: React.PointerEvent) => {
    if (event.buttons === 0) return
    const by = { x: -event.movementX / shownPx, y: -event.movementY / shownPx }
    change((now, of) => panCrop(of, now, by))
  }
  const save = async () => {
    if (picture === undefined || crop === undefined) return
    setIsBusy(true)
    const cut = await cutOut(picture, crop)
    const put = cut && (await keep(cut))
    setIsBusy(false)
    if (put?.ok === true) onClose()
    else setProblem(put === undefined ? say('settings.picture-unreadable') : errorWords(say, put.error))
  }
  return (
    <Modal title={say('settings.picture')} onClose={onClose}>
      {/* biome-ignore lint/a11y/useSemanticElements: there is no element for a square that is moved */}
      <div
        className={styles.stage}
        role="group"
        aria-label={say('settings.picture-move')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrows move the picture
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={onPointerMove}
        onWheel={(event) => zoomTo((crop?.zoom ?? 1) * (event.deltaY < 0 ? 1.1 : 1 / 1.1))}
      >
        <canvas ref={canvas} width={shownPx} height={shownPx} />
      </div>
      <label className={styles.zoom}>
        {say('settings.picture-zoom')}
        <input
          type="range"
          min={1}
          max={mostZoom}
          step={0.1}
          value={crop?.zoom ?? 1}
          onChange={(event) => zoomTo(Number(event.target.value))}
        />
      </label>
      <ModalActions problem={problem}>
        <Button look="quiet" onClick={onClose}>
          {say('look.cancel')}
        </Button>
        <Button disabled={isBusy || crop === undefined} onClick={() => void save()}>
          {say('look.save')}
        </Button>
      </ModalActions>
    </Modal>
  )
}

function draw(on: HTMLCanvasElement, picture: ImageBitmap, { x, y, zoom }: Crop): void {
  const side = sideOf(picture, zoom)
  const context = on.getContext('2d')
  context?.clearRect(0, 0, on.width, on.height)
  context?.drawImage(picture, x - side / 2, y - side / 2, side, side, 0, 0, on.width, on.height)
}

function cutOut(picture: ImageBitmap, crop: Crop): Promise<Blob | undefined> {
  const canvas = document.createElement('canvas')
  canvas.width = sentPx
  canvas.height = sentPx
  draw(canvas, picture, crop)
  return new Promise((resolve) => canvas.toBlob((cut) => resolve(cut ?? undefined), 'image/png'))
}
