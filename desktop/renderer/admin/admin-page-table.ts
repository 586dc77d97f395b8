import { Eraser, Flag, Hash, House, KeyRound, Megaphone, ScrollText, Settings, Ticket, UsersRound } from 'lucide-react'
import type { ComponentType } from 'react'
import type { AdminPage } from '../state/admin-place.ts'
import type { AdminPageProps } from './admin-page-props.ts'
import { AnnouncementsPage } from './announcements/AnnouncementsPage.tsx'
import { AuditPage } from './audit/AuditPage.tsx'
import { ErasuresPage } from './erasures/ErasuresPage.tsx'
import { InvitesPage } from './invites/InvitesPage.tsx'
import { AdminOverview } from './overview/AdminOverview.tsx'
import { AdminPeople } from './people/AdminPeople.tsx'
import { ReportsPage } from './reports/ReportsPage.tsx'
import { AdminRooms } from './rooms/AdminRooms.tsx'
import { ServerSettingsPage } from './settings/ServerSettingsPage.tsx'
import { TokensPage } from './tokens/TokensPage.tsx'

type Entry = {
  /** Its name is `admin.<page>` among the words. */
  readonly page: AdminPage
  readonly Icon: typeof House
  readonly Page: ComponentType<AdminPageProps>
  /** It shows the one thing beside its list, so it stays where its address names another, and goes to the edges. */
  readonly isWhole?: true
}

/** Every page, in the order in which they stand beside each other (state/admin-place.ts). */
export const adminPageTable: readonly [Entry, ...Entry[]] = [
  { page: 'overview', Icon: House, Page: AdminOverview },
  { page: 'people', Icon: UsersRound, Page: AdminPeople },
  { page: 'rooms', Icon: Hash, Page: AdminRooms },
  { page: 'reports', Icon: Flag, Page: ReportsPage, isWhole: true },
  { page: 'audit', Icon: ScrollText, Page: AuditPage },
  { page: 'erasures', Icon: Eraser, Page: ErasuresPage },
  { page: 'settings', Icon: Settings, Page: ServerSettingsPage },
  { page: 'tokens', Icon: KeyRound, Page: TokensPage },
  { page: 'invites', Icon: Ticket, Page: InvitesPage },
  { page: 'announcements', Icon: Megaphone, Page: AnnouncementsPage },
]
