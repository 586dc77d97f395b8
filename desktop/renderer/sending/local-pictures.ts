import { useEffect, useState } from 'react'
import type { FileId } from '../../../common/ids.ts'
import { loadFile } from '../commands.ts'
import { useTransfer } from '../state/transfer-selectors.ts'

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
    // It may have another name.
    if (![...known.values()].includes(oldest[1])) URL.revokeObjectURL(oldest[1])
  }
  return url
}

/** Where an element finds it without the server; undefined where it is none of ours, or nothing to look at. */
export function useLocalPicture(file: FileId): string | undefined {
  const transfer = useTransfer(file)
  const name = transfer?.file
  const storedAs = transfer?.storedAs
  const hasPicture = transfer?.hasPicture === true
  const [, setLoaded] = useState(0)
  const url = known.get(file) ?? (name === undefined ? undefined : known.get(name))
  useEffect(() => {
    if (url !== undefined && storedAs !== undefined) known.set(storedAs, url)
  }, [url, storedAs])
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
