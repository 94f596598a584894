import * as forms from '../forms.ts'
import * as ids from '../identifiers.ts'
import type { SemanticType } from './semantic-type.ts'

export const thingsTypes: readonly SemanticType[] = [
  { id: 'isbn', title: 'ISBN', test: ids.isIsbn, least: 0.85, strength: 0.97, names: /isbn/ },
  { id: 'issn', title: 'ISSN', test: ids.isIssn, least: 0.85, strength: 0.97, names: /issn/ },
  {
    id: 'ean',
    title: 'EAN, UPC or GTIN',
    test: ids.isEan,
    least: 0.9,
    strength: 0.9,
    names: /ean|upc|gtin|barcode/,
    distinct: 4,
  },
  { id: 'doi', title: 'DOI', test: forms.isDoi, least: 0.9, strength: 0.98, names: /doi/ },
  {
    id: 'orcid',
    title: 'ORCID',
    pii: 'NATIONAL_ID',
    test: ids.isOrcid,
    least: 0.9,
    strength: 0.99,
    names: /orcid/,
  },
  {
    id: 'vin',
    title: 'Vehicle identification number',
    pii: 'VEHICLE',
    test: ids.isVin,
    least: 0.8,
    strength: 0.98,
    names: /vin|vehicle|chassis/,
  },
  {
    id: 'imei',
    title: 'IMEI',
    pii: 'VEHICLE',
    test: ids.isImei,
    least: 0.9,
    strength: 0.94,
    names: /imei/,
    distinct: 3,
  },
]
