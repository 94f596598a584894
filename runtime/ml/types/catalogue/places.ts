import { continents, countryNames, states, timeZones } from '../dictionaries.ts'
import * as ids from '../identifiers.ts'
import {
  hasStreetWord,
  isCoordinatePair,
  isMarkedPostalCode,
  isPostalCode,
  isStreetAddress,
} from '../place-words.ts'
import { cityScore, regionScore, within } from './scores.ts'
import type { SemanticType } from './semantic-type.ts'

export const placesTypes: readonly SemanticType[] = [
  {
    id: 'street_address',
    title: 'Street address',
    pii: 'STREET_ADDRESS',
    test: (t) =>
      isStreetAddress(t)
        ? hasStreetWord(t)
          ? 1
          : 0.75
        : hasStreetWord(t) && /\d/.test(t) && t.length < 100
          ? 0.7
          : 0,
    least: 0.6,
    strength: 0.93,
    names: /address|street|addr/,
    distinct: 4,
  },
  {
    id: 'city',
    title: 'City',
    pii: 'GPE',
    test: cityScore,
    least: 0.55,
    strength: 0.9,
    names: /city|town|locality|place|municipality/,
    distinct: 4,
  },
  {
    id: 'region',
    title: 'Region or state',
    test: regionScore,
    least: 0.5,
    strength: 0.92,
    names: /state|region|province|county|district|territor/,
    distinct: 3,
  },
  {
    id: 'region_code',
    title: 'Code of a region or state',
    test: (t) => states.has(t.toLowerCase()),
    least: 0.9,
    strength: 0.9,
    names: /state|region|province/,
    distinct: 3,
  },
  {
    id: 'country',
    title: 'Country',
    test: (t) => countryNames(ids.regions).has(t.toLowerCase()),
    least: 0.75,
    strength: 0.97,
    names: /country|nation/,
  },
  {
    id: 'country_code',
    title: 'Country code (ISO 3166)',
    test: (t) => ids.regions.has(t),
    least: 0.97,
    strength: 0.88,
    names: /country|nation|iso/,
    distinct: 3,
  },
  {
    id: 'country_code_3',
    title: 'Country code of three letters',
    test: (t) => threeLetterCountries.has(t),
    least: 0.95,
    strength: 0.93,
    names: /country|nation|iso/,
    distinct: 3,
  },
  {
    id: 'continent',
    title: 'Continent',
    test: within(continents),
    least: 0.9,
    strength: 0.95,
    names: /continent|region/,
  },
  {
    id: 'postal_code',
    title: 'Postal code',
    pii: 'ZIP_CODE',
    test: isMarkedPostalCode,
    least: 0.6,
    strength: 0.87,
    names: /zip|post|plz/,
    distinct: 4,
  },
  {
    id: 'postal_code_digits',
    title: 'Postal code',
    pii: 'ZIP_CODE',
    test: isPostalCode,
    least: 0.9,
    strength: 0.85,
    names: /zip|post|plz/,
    needsName: true,
    distinct: 2,
  },
  {
    id: 'coordinates',
    title: 'Latitude and longitude',
    pii: 'COORDINATES',
    test: isCoordinatePair,
    least: 0.9,
    strength: 0.95,
    names: /coord|geo|location|latlon/,
  },
  {
    id: 'latitude',
    title: 'Latitude',
    test: (t) => /^[+-]?\d{1,2}\.\d{2,}$/.test(t) && Math.abs(Number(t)) <= 90,
    least: 0.95,
    strength: 0.9,
    names: /^lat|latitude/,
    needsName: true,
  },
  {
    id: 'longitude',
    title: 'Longitude',
    test: (t) => /^[+-]?\d{1,3}\.\d{2,}$/.test(t) && Math.abs(Number(t)) <= 180,
    least: 0.95,
    strength: 0.9,
    names: /^lon|^lng|longitude/,
    needsName: true,
  },
  {
    id: 'time_zone',
    title: 'Time zone',
    test: within(timeZones),
    least: 0.9,
    strength: 0.96,
    names: /zone|tz/,
  },
]

const threeLetterCountries = new Set(
  'ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATG AUS AUT AZE BDI BEL BEN BFA BGD BGR BHR BHS BIH BLR BLZ BMU BOL BRA BRB BRN BTN BWA CAF CAN CHE CHL CHN CIV CMR COD COG COL COM CPV CRI CUB CUW CYM CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESP EST ETH FIN FJI FRA FRO FSM GAB GBR GEO GHA GIN GMB GNB GNQ GRC GRD GRL GTM GUM GUY HKG HND HRV HTI HUN IDN IND IRL IRN IRQ ISL ISR ITA JAM JOR JPN KAZ KEN KGZ KHM KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG MOZ MRT MUS MWI MYS NAM NCL NER NGA NIC NLD NOR NPL NRU NZL OMN PAK PAN PER PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT ROU RUS RWA SAU SDN SEN SGP SLB SLE SLV SMR SOM SRB SSD STP SUR SVK SVN SWE SWZ SYC SYR TCD TGO THA TJK TKM TLS TON TTO TUN TUR TUV TWN TZA UGA UKR URY USA UZB VCT VEN VGB VIR VNM VUT WSM YEM ZAF ZMB ZWE'.split(
    ' ',
  ),
)
