import { Ban, type House, KeyRound, LogOut, ShieldCheck, ShieldOff, Trash2, UserRoundCheck } from 'lucide-react'
import type { PersonAct } from './person-acts.ts'

export const personActIcons: Readonly<Record<PersonAct, typeof House>> = {
  promote: ShieldCheck,
  demote: ShieldOff,
  'sign-out': LogOut,
  'reset-code': KeyRound,
  suspend: Ban,
  restore: UserRoundCheck,
  delete: Trash2,
}
