import { transformAsync } from '@babel/core'
import type { Plugin } from 'vite'

const MACRO = /@lingui\/(?:core|react)\/macro/
const SOURCE = /\.[jt]sx?$/

/** Expands Lingui's macros: Vite's own transforms leave them alone, and Lingui 5 expands by Babel only. */
export function linguiMacro(): Plugin {
  return {
    name: 'migrateiq:lingui-macro',
    enforce: 'pre',
    async transform(code, id) {
      const filename = id.replace(/\?.*$/, '')
      if (!SOURCE.test(filename) || !MACRO.test(code)) return null
      const result = await transformAsync(code, {
        filename,
        configFile: false,
        babelrc: false,
        sourceMaps: true,
        parserOpts: { plugins: [...(/x$/.test(filename) ? ['jsx' as const] : []), 'typescript'] },
        // The command line prints English without a catalog, so the text stays beside its id.
        plugins: [['@lingui/babel-plugin-lingui-macro', { stripMessageField: false }]],
      })
      return result?.code == null ? null : { code: result.code, map: result.map ?? null }
    },
  }
}
