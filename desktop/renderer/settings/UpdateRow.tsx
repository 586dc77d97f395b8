import type { DesktopUpdate, UpdateStep } from '../../bridge.ts'
import type { Words } from '../../words/words.ts'
import { Button } from '../look/buttons/Button.tsx'
import { doUpdate, useDesktopUpdate } from '../state/desktop-update.ts'
import { useWords } from '../state/language-choice.ts'
import { OptionRow } from './OptionRow.tsx'

/** A quiet word about a newer version: nothing is loaded and nothing installed before somebody says so. */
export function UpdateRow() {
  const say = useWords()
  const update = useDesktopUpdate()
  if (update === undefined) return null
  return (
    <OptionRow title={say('update.title')} words={<span role="status">{updateWords(say, update)}</span>}>
      {stepsOf(update).map(({ step, does }, at) => (
        <Button key={step} look={at === 0 ? 'main' : 'quiet'} size="small" onClick={() => doUpdate(step)}>
          {say(does)}
        </Button>
      ))}
      {update.kind === 'loading' && (
        <progress
          value={update.loaded}
          max={update.bytes}
          aria-label={say('update.loading-of', { version: update.version })}
        />
      )}
    </OptionRow>
  )
}

function updateWords(say: Words, update: DesktopUpdate): string {
  switch (update.kind) {
    case 'off':
      return say('update.off')
    case 'checking':
      return say('update.checking')
    case 'none':
      if (update.fault === 'unreachable') return say('update.unreachable')
      if (update.fault !== undefined) return say('update.untrue')
      return say(update.checkedAt === undefined ? 'update.not-asked' : 'update.none')
    case 'found': {
      const { version, way, bytes } = update
      if (way === 'packages') return say('update.found-packages', { version })
      return say('update.found', { version, size: Math.max(1, Math.round(bytes / 1_000_000)) })
    }
    case 'loading':
      return say('update.loading', { version: update.version, share: update.loaded / update.bytes })
    case 'ready':
      return say('update.ready', { version: update.version })
    case 'failed': {
      const { version, fault } = update
      const known = fault === 'no-space' || fault === 'not-writable' || fault === 'unreachable'
      const why = known ? say(`update.fault-${fault}`) : say('update.fault-damaged')
      return fault === 'not-started' ? say('update.not-through', { version }) : say('update.failed', { version, why })
    }
  }
}

type StepWords = `update.${'check' | 'later' | 'load' | 'install' | 'try-again'}` | 'look.cancel'
type Step = { readonly step: UpdateStep; readonly does: StepWords }
const later: Step = { step: 'later', does: 'update.later' }

function stepsOf(update: DesktopUpdate): readonly Step[] {
  switch (update.kind) {
    case 'none':
      return [{ step: 'check', does: 'update.check' }]
    case 'found':
      if (update.way === 'packages') return []
      return [{ step: 'load', does: 'update.load' }, ...(update.isLater ? [] : [later])]
    case 'loading':
      return [{ step: 'cancel', does: 'look.cancel' }]
    case 'ready':
      return [{ step: 'install', does: 'update.install' }, ...(update.isLater ? [] : [later])]
    case 'failed':
      return [{ step: 'load', does: 'update.try-again' }]
    default:
      return []
  }
}
