/** One line of `npm run doctor`. Only `trouble` makes it end with 1; `help` says what to do about it. */
export type Finding =
  | { readonly kind: 'well' | 'note'; readonly text: string }
  | { readonly kind: 'trouble'; readonly text: string; readonly help: string }

export const well = (text: string): Finding => ({ kind: 'well', text })
export const note = (text: string): Finding => ({ kind: 'note', text })
export const trouble = (text: string, help: string): Finding => ({ kind: 'trouble', text, help })

const signs = { well: '✓', note: '·', trouble: '✗' } as const

export function buildDoctorReport(findings: readonly Finding[]): string[] {
  return findings.flatMap((finding) => [
    `${signs[finding.kind]} ${finding.text}`,
    ...(finding.kind === 'trouble' ? [`    → ${finding.help}`] : []),
  ])
}
