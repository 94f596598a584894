import type { Step } from '../step.ts'
import { correlate } from './correlate.ts'
import { describe } from './describe.ts'
import { encode } from './encode.ts'
import { impute } from './impute.ts'
import { optionsSchema } from './options.ts'
import { scale } from './scale.ts'

/** The data-frame nodes, on Danfo.js. */
export const step: Step = {
  run: async ({ columns }, given, work) => {
    const options = optionsSchema.parse(given)
    switch (options.operation) {
      case 'encode':
        return encode(columns, options)
      case 'scale':
        return scale(columns, options)
      case 'impute':
        return impute(columns, options)
      case 'describe':
        return describe(columns)
      case 'correlate':
        return correlate(columns, options, work)
    }
  },
}
