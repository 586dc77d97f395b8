import type { UserId } from '../../../common/ids.ts'
import type { PresenceView, UserView } from '../../engine-contract.ts'

export type PeopleGroups = { readonly here: readonly UserId[]; readonly away: readonly UserId[] }

/** Who is here, then who is away or gone; those who can be written to before the rest is a matter of names. */
export function groupPeople(
  people: readonly UserView[],
  presence: Readonly<Record<UserId, PresenceView>>,
  locale: string,
): PeopleGroups {
  const compare = new Intl.Collator(locale).compare
  const ranks = { online: 0, dnd: 0, away: 1, offline: 2 } as const
  const rankOf = ({ id }: UserView) => {
    const there = presence[id]
    return there === undefined ? 2 : ranks[there.state]
  }
  const sorted = [...people].sort((a, b) => rankOf(a) - rankOf(b) || compare(shownName(a), shownName(b)))
  return {
    here: sorted.filter((one) => rankOf(one) === 0).map(({ id }) => id),
    away: sorted.filter((one) => rankOf(one) > 0).map(({ id }) => id),
  }
}

/** By the name I see, the name they gave, or the handle; without accents and case. */
export function filterPeople(people: readonly UserView[], typed: string): readonly UserView[] {
  const wanted = fold(typed.trim().replace(/^@/, ''))
  if (wanted === '') return people
  return people.filter(({ displayName, nickname = '', handle }) =>
    [displayName, nickname, handle].some((name) => fold(name).includes(wanted)),
  )
}

export function shownName({ displayName, nickname }: UserView): string {
  return nickname ?? displayName
}

function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}
