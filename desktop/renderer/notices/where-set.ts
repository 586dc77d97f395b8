import type { RoomId } from '../../../common/ids.ts'
import type { NotifyRule } from '../../settings/notify-rules.ts'
import { showOverlay, showRoom, showSettings } from '../state/view-store.ts'

/** Where on the page of the notifications a rule is set. */
const places: { readonly [Rule in NotifyRule]?: string } = {
  default: 'tell-about',
  room: 'differing-rooms',
  muted: 'differing-rooms',
  person: 'differing-rooms',
  'quiet-now': 'quiet-now',
  'quiet-hours': 'quiet-hours',
}

/** Leads to where a rule is set: on the page of the notifications, in the profile, or in the room itself. */
export function changeOfRule(rule: NotifyRule, room: RoomId): (() => void) | undefined {
  if (rule === 'presence') return () => showSettings('profile')
  if (rule === 'read' || rule === 'on-screen' || rule === 'first-contact') {
    return () => {
      showOverlay('none')
      showRoom(room)
    }
  }
  const place = places[rule]
  if (place === undefined) return undefined
  return () => {
    showSettings('notifications')
    // After the page is there.
    requestAnimationFrame(() => goTo(place))
  }
}

function goTo(place: string): void {
  const section = document.getElementById(place)
  section?.scrollIntoView({ block: 'center' })
  section
    ?.closest('section, div')
    ?.querySelector<HTMLElement>('button:not(:disabled), [tabindex="0"]')
    ?.focus({ preventScroll: true })
}
