import { useEffect, useState } from 'react'
import type { FileId } from '../../../common/ids.ts'
import { loadFile } from '../commands.ts'
import { readFirstName, useTransfer } from '../state/transfer-selectors.ts'

/**
 * Pictures of files that go out from here, by any of their names: what somebody sends stands there at once, and does not go
 * and come again when the server has it. Of this window alone; the oldest go.
 */
const known = new Map<FileId, string>()
const loading = new Map<FileId, Promise<string | undefined>>()
const mostKnown = 200

export function keepLocalPicture(file: FileId, picture: Blob): string {
  const before = known.get(file)
  if (before !== undefined) return before
  const url = URL.createObjectURL(picture)
  known.set(file, url)
  const [oldest] = known
  if (known.size > mostKnown && oldest !== undefined) {
    known.delete(oldest[0])
    URL.revokeObjectURL(oldest[1])
  }
  return url
}

const firstNames = new Map<FileId, FileId>()

/** The same for a file before and after the server has named it, so that what is drawn of it stays where it is. */
export function firstNameOf(file: FileId): FileId {
  const known = firstNames.get(file)
  if (known !== undefined) return known
  const first = readFirstName(file)
  if (first !== file) firstNames.set(file, first)
  return first
}

/** Where an element finds it without the server; undefined where it is none of ours, or nothing to look at. */
export function useLocalPicture(file: FileId): string | undefined {
  const transfer = useTransfer(file)
  const name = transfer?.file
  const storedAs = transfer?.storedAs
  const hasPicture = transfer?.hasPicture === true
  const [, setLoaded] = useState(0)
  const url = known.get(file) ?? known.get(name ?? firstNameOf(file))
  useEffect(() => {
    if (storedAs !== undefined) firstNameOf(storedAs)
  }, [storedAs])
  useEffect(() => {
    if (url !== undefined || name === undefined || !hasPicture) return
    let isGone = false
    const loaded = loading.get(name) ?? load(name)
    loading.set(name, loaded)
    void loaded.then(() => isGone || setLoaded((count) => count + 1))
    return () => {
      isGone = true
    }
  }, [url, name, hasPicture])
  return url
}

async function load(file: FileId): Promise<string | undefined> {
  const found = await loadFile(file)
  loading.delete(file)
  const picture = found.ok ? found.value?.picture : undefined
  return picture && keepLocalPicture(file, picture)
}
