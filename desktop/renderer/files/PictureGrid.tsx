import type { Message } from '../../../common/message.ts'
import { firstNameOf } from '../sending/local-pictures.ts'
import { useWords } from '../state/language-choice.ts'
import { showPicture } from '../state/viewer-store.ts'
import type { PictureFile } from './file-kinds.ts'
import styles from './PictureGrid.module.css'
import { PictureTile } from './PictureTile.tsx'
import { mostShown, pictureBox } from './picture-layout.ts'
import { readRoomPictures } from './room-pictures.ts'

type PictureGridProps = { readonly message: Message; readonly pictures: readonly PictureFile[] }

/** The pictures of a message, in the room that their sizes say: nothing moves when they come. */
export function PictureGrid({ message, pictures }: PictureGridProps) {
  const say = useWords()
  const box = pictureBox(pictures)
  const shown = pictures.slice(0, mostShown)
  const open = (file: PictureFile) => showPicture({ pictures: readRoomPictures(message), at: file.file })
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: no fields are in it */}
      <div
        className={styles.grid}
        role="group"
        aria-label={say('media.pictures', { count: pictures.length })}
        data-count={shown.length}
        style={{ width: box.width, aspectRatio: `${box.width} / ${box.height}` }}
      >
        {shown.map((picture, index) => (
          <PictureTile
            key={firstNameOf(picture.file)}
            picture={picture}
            more={index === mostShown - 1 ? pictures.length - mostShown : 0}
            onOpen={() => open(picture)}
          />
        ))}
      </div>
      {shown.map(
        ({ file, caption }) =>
          caption !== undefined && (
            <div key={file} className={styles.captions} dir="auto">
              {caption}
            </div>
          ),
      )}
    </>
  )
}
