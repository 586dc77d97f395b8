import { systemPreferences } from 'electron'
import type { CaptureKind } from '../windows/capture-gate.ts'

/** macOS lets no app hear or see before the person has said so to the system; a screen is asked for by the system's own picker. */
export async function askForDevice(kind: CaptureKind): Promise<boolean> {
  if (process.platform !== 'darwin' || kind === 'screen') return true
  if (!(await systemPreferences.askForMediaAccess('microphone'))) return false
  return kind === 'microphone' || systemPreferences.askForMediaAccess('camera')
}
