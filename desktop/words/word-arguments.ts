// Written by `npm run words` from en.json: the messages that take values, and what each of them is.
import type { Tag, Text } from './message-values.ts'

export interface WordArguments {
  'about.add-people-to': { room: Text }
  'about.not-added': { name: Text; reason: Text }
  'conversation.not-loaded-because': { reason: Text }
  'error-once.rate-limited': { seconds: number }
  'settings.device-times': { seen: Text; signedIn: Text }
  'settings.maybe-changed': { reason: Text }
  'sign-in.been-here': { button: Tag }
  'sign-in.new-here': { button: Tag }
  'sign-in.on-server': { server: Text }
  'sign-in.to-server': { server: Text }
  'timeline.new-since': { time: Text }
}
