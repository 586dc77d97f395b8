import { accountExamples } from './examples/account-examples.ts'
import { adminPeopleExamples } from './examples/admin-people-examples.ts'
import { adminServerExamples } from './examples/admin-server-examples.ts'
import { peopleExamples } from './examples/people-examples.ts'
import { roomExamples } from './examples/room-examples.ts'
import { toolExamples } from './examples/tool-examples.ts'

/** How a call and its answer look; either is absent where it is no JSON. */
export type ApiExample = { readonly request?: unknown; readonly answer?: unknown }

/** By method and path below the base: `GET /rooms/{room}`. */
export const apiExamples: Readonly<Record<string, ApiExample>> = {
  ...accountExamples,
  ...adminPeopleExamples,
  ...adminServerExamples,
  ...peopleExamples,
  ...roomExamples,
  ...toolExamples,
}
