import type { FileId } from '../../../common/ids.ts'
import type { LinkPreview } from '../../../common/wire-event.ts'
import { openOutside } from '../text/open-outside.ts'
import styles from './LinkCard.module.css'
import { useFileSource } from './use-file-source.ts'

/**
 * What its sender says stands behind an address of the message. Title and words may say what they like; where it leads is
 * its host, as a browser reads it, and that is what is seen first. Its picture is a file of the room: no other host is asked.
 */
export function LinkCard({ preview }: { readonly preview: LinkPreview }) {
  const host = hostOf(preview.url)
  if (host === undefined) return null
  return (
    <a
      className={styles.card}
      href={preview.url}
      target="_blank"
      rel="noopener noreferrer nofollow"
      onClick={openOutside}
    >
      <div className={styles.words}>
        <div className={styles.host}>{host}</div>
        <div className={styles.title}>{preview.title}</div>
        {preview.text !== undefined && <div className={styles.text}>{preview.text}</div>}
      </div>
      {preview.image !== undefined && <LinkPicture file={preview.image} />}
    </a>
  )
}

const fewBytes = 1_000_000

function LinkPicture({ file }: { readonly file: FileId }) {
  const { src, problem, onError } = useFileSource(file, 'preview', fewBytes)
  return (
    <div className={styles.picture}>
      {src !== undefined && problem === undefined && (
        <img key={src} src={src} alt="" draggable={false} onError={onError} />
      )}
    </div>
  )
}

/** In the letters that the network reads, so that none is taken for another. */
function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined
}
