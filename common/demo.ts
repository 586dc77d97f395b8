/**
 * The people of `npm run demo`: made up, on a server that listens to its own machine alone. Their password is known to everybody,
 * so that whoever looks at the demo can be any of them.
 */
export const demoPassword = 'natter demo'

export type DemoPerson = { readonly handle: string; readonly name: string }
/** The first one made the server. */
export const demoPeople = [
  { handle: 'eva', name: 'Eva Novak' },
  { handle: 'ben', name: 'Ben Okafor' },
  { handle: 'mei', name: 'Mei Tanaka' },
  { handle: 'dario', name: 'Dario Conti' },
  { handle: 'nikos', name: 'Νίκος Παππάς' },
  { handle: 'jonas', name: 'Jonas Weiß' },
] as const satisfies readonly DemoPerson[]
export type DemoHandle = (typeof demoPeople)[number]['handle']

/** In the address of a demo: who comes in. */
export const demoQuery = 'as'
