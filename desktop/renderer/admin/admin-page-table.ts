import { Hash, House, UsersRound } from 'lucide-react'
import type { ComponentType } from 'react'
import type { AdminPage } from '../state/admin-place.ts'
import { AdminOverview } from './AdminOverview.tsx'
import { AdminPeople } from './AdminPeople.tsx'
import { AdminRooms } from './AdminRooms.tsx'
import type { AdminPageProps } from './admin-page-props.ts'

type Entry = {
  /** Its name is `admin.<page>` among the words. */
  readonly page: AdminPage
  readonly Icon: typeof House
  readonly Page: ComponentType<AdminPageProps>
}

/** Every page, in the order in which they stand beside each other (state/admin-place.ts). */
export const adminPageTable: readonly [Entry, ...Entry[]] = [
  { page: 'overview', Icon: House, Page: AdminOverview },
  { page: 'people', Icon: UsersRound, Page: AdminPeople },
  { page: 'rooms', Icon: Hash, Page: AdminRooms },
]
