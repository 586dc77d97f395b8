import type { StandInContents } from './stand-in-contents.ts'
import type { StandInSession } from './stand-in-session.ts'
import type { StandInView, StandInWindow } from './stand-in-window.ts'

/**
 * Holds the stand-in against Electron's own types, as installed, at compile time: it may lack what Natter does not use, and
 * it may not have what Electron does not have, nor answer with another kind of thing. So it cannot say that something
 * works which Electron does not know; what Electron does when it is called stays a belief.
 */
export type Shape<Real> = { readonly [Member in keyof Real]?: Fit<Real[Member]> }

/** A function takes no more than Electron gives, and answers something that Electron's answer has in it. */
type Fit<Real> = Real extends (...given: infer Given) => infer Answer
  ? (...given: Given) => PartOf<Answer>
  : PartOf<Real>
type PartOf<Real> = Real extends void
  ? unknown
  : Real extends Promise<infer Later>
    ? Promise<PartOf<Later>>
    : Real extends readonly (infer Each)[]
      ? readonly PartOf<Each>[]
      : Real extends (...given: never[]) => unknown
        ? (...given: never[]) => unknown
        : Real extends object
          ? { readonly [Member in keyof Real]?: PartOf<Real[Member]> }
          : Real

/** What one has that the other does not know. */
type Strangers<Mine, Real, Own extends string = never> = Exclude<keyof Mine, keyof Real | Own>
/** Members of the same name that are of another kind. */
type Misfits<Mine, Real> = {
  [Member in keyof Mine & keyof Real]: Mine[Member] extends (...given: never[]) => unknown
    ? Real[Member] extends (...given: never[]) => unknown
      ? never
      : Member
    : Real[Member] extends (...given: never[]) => unknown
      ? Member
      : never
}[keyof Mine & keyof Real]

type None<Names extends never> = Names
/** For the tests alone, under names that Electron does not have. */
type OfTests = 'options' | 'record' | 'views' | 'bounds'
type OfPages = 'blocked' | 'said' | 'page' | 'loaded' | 'press'

/** Each line fails to compile where the stand-in has a name that Electron has not, or one of another kind. */
export type StandInHolds = [
  None<Strangers<StandInWindow, Electron.BaseWindow, OfTests>>,
  None<Misfits<StandInWindow, Electron.BaseWindow>>,
  None<Strangers<StandInView, Electron.WebContentsView, 'isShown'>>,
  None<Misfits<StandInView, Electron.WebContentsView>>,
  None<Strangers<StandInContents, Electron.WebContents, OfPages>>,
  None<Misfits<StandInContents, Electron.WebContents>>,
  None<
    Strangers<
      StandInSession,
      Electron.Session,
      'handlers' | 'asked' | 'open' | 'address' | 'appUrl' | 'stop' | 'endRun'
    >
  >,
  None<Misfits<StandInSession, Electron.Session>>,
]

/** The module's own objects, as the stand-in has them. */
export type ModuleShape = {
  readonly clipboard: Shape<Electron.Clipboard>
  readonly dialog: Shape<Electron.Dialog>
  readonly ipcMain: Shape<Electron.IpcMain>
  readonly Menu: Shape<typeof Electron.Menu>
  readonly nativeImage: Shape<typeof Electron.nativeImage>
  readonly net: Shape<Electron.Net>
  readonly protocol: Shape<Electron.Protocol>
  readonly safeStorage: Shape<Electron.SafeStorage>
  readonly session: Shape<typeof Electron.session>
  readonly shell: Shape<Electron.Shell>
  readonly systemPreferences: Shape<Electron.SystemPreferences>
  readonly [other: string]: unknown
}
