import { memo } from 'react'
import type { Message } from '../../../common/message.ts'
import { FileCard } from './FileCard.tsx'
import { FilmPlayer } from './FilmPlayer.tsx'
import { sortFiles } from './file-kinds.ts'
import { LinkCard } from './LinkCard.tsx'
import { PictureGrid } from './PictureGrid.tsx'
import { SoundCard } from './SoundCard.tsx'

/** What a message has with it, each as what it is: what can be shown where it stands, and the rest to be saved. Last what stands behind its link. */
export const MessageFiles = memo(function MessageFiles({ message }: { readonly message: Message }) {
  const { pictures, films, sounds, others } = sortFiles(message.attachments)
  return (
    <>
      {pictures.length > 0 && <PictureGrid message={message} pictures={pictures} />}
      {films.map((film) => (
        <FilmPlayer key={film.file} film={film} />
      ))}
      {sounds.map((file) => (
        <SoundCard key={file.file} message={message} file={file} />
      ))}
      {others.map((file) => (
        <FileCard key={file.file} file={file} />
      ))}
      {message.preview !== undefined && <LinkCard preview={message.preview} />}
    </>
  )
})
