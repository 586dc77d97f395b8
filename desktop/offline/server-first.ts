/** So long a server may take before what is kept is shown. A new version is never held back by what is kept. */
export const patienceMs = 2_500

export type Chosen = {
  readonly response: Response
  readonly isKept: boolean
}

/**
 * What the server says, or what is kept where it says nothing in time, nothing at all, or that it is out of order (as a
 * proxy does for a server that is down). Where nothing is kept, whatever the network comes to: as without us.
 */
export async function chooseServerFirst(
  answer: Promise<Response>,
  findKept: () => Promise<Response | undefined>,
  patience: Promise<void>,
): Promise<Chosen> {
  const timely = await Promise.race([answer.catch(() => undefined), patience])
  if (timely !== undefined && timely.status < 500) return { response: timely, isKept: false }
  const kept = await keptOrNothing(findKept)
  if (kept !== undefined) return { response: kept, isKept: true }
  return { response: await answer, isKept: false }
}

export async function chooseKeptFirst(
  findKept: () => Promise<Response | undefined>,
  ask: () => Promise<Response>,
): Promise<Response> {
  return (await keptOrNothing(findKept)) ?? ask()
}

/** A browser whose storage fails is a browser that keeps nothing. */
function keptOrNothing(findKept: () => Promise<Response | undefined>): Promise<Response | undefined> {
  return findKept().catch(() => undefined)
}
