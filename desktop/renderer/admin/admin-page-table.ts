import { House } from 'lucide-react'
import type { ComponentType } from 'react'
import type { AdminPage } from '../state/admin-place.ts'
import { AdminOverview } from './AdminOverview.tsx'

/** What a page of the console is given: the one thing that it is to show, where its address names one. */
export type AdminPageProps = { readonly of: string | undefined }

type Entry = {
  /** Its name is `admin.<page>` among the words. */
  readonly page: AdminPage
  readonly Icon: typeof House
  readonly Page: ComponentType<AdminPageProps>
}

/** Every page, in the order in which they stand beside each other (state/admin-place.ts). */
export const adminPageTable: readonly [Entry, ...Entry[]] = [{ page: 'overview', Icon: House, Page: AdminOverview }]
