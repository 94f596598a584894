import type { LinguiConfig } from '@lingui/conf'
import { formatter } from '@lingui/format-po'

const config: LinguiConfig = {
  locales: ['en', 'de', 'ar', 'pseudo'],
  sourceLocale: 'en',
  pseudoLocale: 'pseudo',
  fallbackLocales: { pseudo: 'en' },
  catalogs: [
    {
      path: '<rootDir>/builder/locales/{locale}',
      include: ['builder', 'nodes', 'runtime', 'server'],
      exclude: ['**/node_modules/**', '**/*.test.ts', '**/*.test.tsx', '**/*.d.ts'],
    },
  ],
  // Line numbers would change the catalogs with every edit above a text.
  format: formatter({ lineNumbers: false }),
}

export default config
