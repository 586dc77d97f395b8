import type { FormProblem } from './place-error.ts'

/** A problem that no single field has. */
export function ProblemLine({ problem }: { readonly problem: FormProblem | undefined }) {
  if (problem === undefined || problem.field !== undefined) return null
  return (
    <p className="problem" role="alert">
      {problem.words}
    </p>
  )
}
