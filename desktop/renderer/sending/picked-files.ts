/** What somebody has picked, pasted or dropped: files, and folders by their names, which nobody can send. */
export type Picked = { readonly files: readonly File[]; readonly folders: readonly string[] }

type Item = Pick<DataTransferItem, 'kind' | 'getAsFile' | 'webkitGetAsEntry'>
type Transferred = { readonly items: ArrayLike<Item>; readonly files: ArrayLike<File> }

export function pickedFrom({ items, files }: Transferred): Picked {
  const picked = { files: [] as File[], folders: [] as string[] }
  for (const item of Array.from(items)) {
    if (item.kind !== 'file') continue
    const entry = item.webkitGetAsEntry()
    const file = item.getAsFile()
    if (entry?.isDirectory === true) picked.folders.push(entry.name)
    else if (file !== null) picked.files.push(file)
  }
  // Where a browser has no items it has these.
  return items.length === 0 ? { files: Array.from(files), folders: [] } : picked
}

/**
 * Whether what is pasted is meant as files. Sheets and documents come as words with a picture of them beside: then it is the
 * words. A file that was copied comes with its name as the only words.
 */
export function isPastedAsFiles(types: readonly string[]): boolean {
  if (!types.includes('Files')) return false
  return !types.includes('text/plain') || !types.includes('text/html')
}

export function isDraggingFiles(transfer: Pick<DataTransfer, 'types'> | null): boolean {
  return transfer?.types.includes('Files') === true
}

/** Pictures out of which nobody here can take where they were taken: the server refuses them, unless they go as they are. */
export function isClosedPicture({ type, name }: { readonly type: string; readonly name: string }): boolean {
  return /^image\/(?:hei[cf]|avif|tiff|jxl|jp2)/.test(type) || /\.(?:hei[cf]|avif|tiff?|jxl|jp2)$/i.test(name)
}

/** Of a kind that tells of its taker, unless it is taken out on its way. */
export function mayTell(mediaType: string): boolean {
  return mediaType.startsWith('image/') && mediaType !== 'image/svg+xml'
}
