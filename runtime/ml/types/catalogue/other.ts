import { booleans, colours, languages, languageTexts, units } from '../dictionaries.ts'
import * as forms from '../forms.ts'
import { within } from './scores.ts'
import type { SemanticType } from './semantic-type.ts'

export const otherTypes: readonly SemanticType[] = [
  {
    id: 'language_code',
    title: 'Language code',
    test: (t) => languages.has(t) || forms.isLocale(t),
    least: 0.95,
    strength: 0.88,
    names: /lang|locale/,
    distinct: 2,
  },
  {
    id: 'language',
    title: 'Language',
    test: within(languageTexts),
    least: 0.9,
    strength: 0.86,
    names: /lang/,
  },
  {
    id: 'colour',
    title: 'Colour',
    test: (t) => colours.has(t.toLowerCase()) || forms.isHexColour(t) || forms.isRgbColour(t),
    least: 0.85,
    strength: 0.94,
    names: /colou?r/,
    distinct: 2,
  },
  {
    id: 'unit',
    title: 'Unit of measure',
    test: within(units),
    least: 0.95,
    strength: 0.85,
    names: /unit|uom|measure/,
    distinct: 2,
  },
  {
    id: 'measure',
    title: 'Amount with its unit',
    test: forms.isMeasure,
    least: 0.85,
    strength: 0.93,
    names: /weight|size|length|height|width|energy|distance/,
  },
  {
    id: 'percentage',
    title: 'Percentage',
    test: forms.isPercent,
    least: 0.9,
    strength: 0.95,
    names: /percent|pct|rate|share/,
  },
  {
    id: 'boolean',
    title: 'Yes or no',
    test: within(booleans),
    least: 0.98,
    strength: 0.93,
    names: /^is|^has|flag|active|enabled/,
  },
]
