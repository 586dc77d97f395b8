import { useEffect, useState } from 'react'
import type { RoomId, UserId } from '../../../common/ids.ts'
import type { Result } from '../../../common/result.ts'
import { loadInvitePicture, loadPicture, loadRoomPicture } from '../commands.ts'
import { buildPictureUrls } from './picture-urls.ts'

/**
 * The address of somebody's picture in this window; each version is fetched once, by whoever shows it first. Undefined while
 * there is none, and where it cannot be had: then the letter stands.
 */
const urls = buildPictureUrls((url) => URL.revokeObjectURL(url))
const loading = new Map<string, Promise<string | undefined>>()
/** Of somebody whose picture cannot be had just now it is asked again a little later. */
const againMs = 60_000
const failedAt = new Map<string, number>()

export function usePicture(user: UserId, version: string | undefined): string | undefined {
  return useLoadedPicture(user, version, loadPicture)
}

/** The same of a room. */
export function useRoomPicture(room: RoomId, version: string | undefined): string | undefined {
  return useLoadedPicture(room, version, loadRoomPicture)
}

/** The same of a room that an invitation leads to, signed in or not. */
export function useInvitePicture(code: string, version: string | undefined): string | undefined {
  return useLoadedPicture(code, version, loadInvitePicture)
}

type Load<Id> = (id: Id, version: string) => Promise<Result<Blob>>

function useLoadedPicture<Id extends string>(id: Id, version: string | undefined, load: Load<Id>): string | undefined {
  const key = version === undefined ? undefined : `${id} ${version}`
  const [, redraw] = useState(0)
  const url = key === undefined ? undefined : urls.get(key)
  useEffect(() => {
    if (key === undefined || version === undefined) return
    const letGo = urls.hold(key)
    if (urls.get(key) !== undefined) return letGo
    if (Date.now() - (failedAt.get(key) ?? 0) < againMs) return letGo
    let isGone = false
    void loadOnce(key, () => load(id, version)).then(
      (loaded) => !isGone && loaded !== undefined && redraw((times) => times + 1),
    )
    return () => {
      isGone = true
      letGo()
    }
  }, [key, id, version, load])
  return url
}

function loadOnce(key: string, load: () => Promise<Result<Blob>>): Promise<string | undefined> {
  const known = loading.get(key)
  if (known !== undefined) return known
  const started = load().then((loaded) => {
    loading.delete(key)
    if (!loaded.ok || !(loaded.value instanceof Blob)) {
      failedAt.set(key, Date.now())
      return undefined
    }
    const url = URL.createObjectURL(loaded.value)
    urls.put(key, url)
    return url
  })
  loading.set(key, started)
  return started
}
