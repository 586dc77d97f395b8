import { create } from 'zustand'
import type { FileId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'

/** Pictures of a message that somebody looks at, over the whole window; `at`: the one in sight. */
export type ViewedPictures = { readonly message: Message; readonly files: readonly FileId[]; readonly at: FileId }

export const useViewer = create<{ readonly viewed: ViewedPictures | undefined }>()(() => ({ viewed: undefined }))

export function showPicture(viewed: ViewedPictures): void {
  useViewer.setState({ viewed })
}

export function hideViewer(): void {
  useViewer.setState({ viewed: undefined })
}
