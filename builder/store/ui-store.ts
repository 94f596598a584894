import type { StoreApi } from 'zustand/vanilla'
import { createStore } from 'zustand/vanilla'
import type { IssuePath } from '../../nodes/kit/issue.ts'

export type Position = { readonly x: number; readonly y: number }

/** An end that is being connected. */
export interface OpenEnd {
  readonly node: string
  readonly port: string
  readonly side: 'output' | 'input'
}

export type EditorDialog =
  | {
      readonly kind: 'add'
      readonly from?: OpenEnd | undefined
      readonly at?: Position | undefined
    }
  | { readonly kind: 'connect'; readonly from: string }
  | { readonly kind: 'import' }
  | { readonly kind: 'parameters' }
  | { readonly kind: 'declare-parameters' }
  | { readonly kind: 'rename'; readonly node: string }

export type SideTab = 'palette' | 'outline'
export type BottomTab = 'preview' | 'profile' | 'problems' | 'run'

export interface UiState {
  /** The node whose settings are shown. */
  readonly inspected: string | undefined
  /** The setting to put the focus on; `at` makes the same wish twice two wishes. */
  readonly wanted:
    | { readonly node: string; readonly path: IssuePath; readonly at: number }
    | undefined
  readonly side: SideTab
  readonly bottom: BottomTab
  readonly bottomOpen: boolean
  readonly dialog: EditorDialog | undefined
  /** The side and port of a node whose rows are shown; absent: its main output. */
  readonly previewed: { readonly node: string; readonly port: string } | undefined
}

export type UiStore = StoreApi<UiState>

export const createUiStore = (): UiStore =>
  createStore<UiState>(() => ({
    inspected: undefined,
    wanted: undefined,
    side: 'palette',
    bottom: 'preview',
    bottomOpen: true,
    dialog: undefined,
    previewed: undefined,
  }))
