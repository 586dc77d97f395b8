import { create } from 'zustand'
import type { FileId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'

/** Pictures of a room that somebody looks at, over the whole window, in the order in which they were sent; `at`: the one in sight. */
export type ViewedPictures = {
  readonly pictures: readonly { readonly message: Message; readonly file: FileId }[]
  readonly at: FileId
}

export const useViewer = create<{ readonly viewed: ViewedPictures | undefined }>()(() => ({ viewed: undefined }))

export function showPicture(viewed: ViewedPictures): void {
  useViewer.setState({ viewed })
}

/** Another one of them. */
export function lookAtPicture(at: FileId): void {
  useViewer.setState(({ viewed }) => ({ viewed: viewed && { ...viewed, at } }))
}

export function hideViewer(): void {
  useViewer.setState({ viewed: undefined })
}
