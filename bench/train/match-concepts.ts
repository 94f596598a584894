import type { Random } from '../../runtime/ml/random.ts'
import { below } from '../../runtime/ml/random.ts'

/** Something a column may hold, under the names people give it, made up value by value. */
export interface Concept {
  readonly names: readonly string[]
  /** For the comments of a schema. */
  readonly about: string
  /** A value of one thing, as data before it is written down. */
  readonly make: (random: Random, row: number) => Made
  /** The ways to write it down. */
  readonly forms: readonly ((value: Made) => string)[]
  /** Its possible values, where there is a list of them. */
  readonly choices?: readonly string[]
}

type Made = string | number

const asIs = (value: Made) => String(value)
const upper = (value: Made) => String(value).toUpperCase()
const lower = (value: Made) => String(value).toLowerCase()
const pick = <T>(random: Random, list: readonly T[]): T => list[below(random, list.length)] as T

const choice = (names: string, about: string, values: string, others?: string): Concept => {
  const list = values.split('|')
  const coded = others?.split('|')
  return {
    names: names.split('|'),
    about,
    choices: list,
    // The first values are the frequent ones.
    make: (random) => list[Math.floor(list.length * random() ** 1.7)] as string,
    forms: [
      asIs,
      asIs,
      lower,
      upper,
      ...(coded ? [(value: Made) => coded[list.indexOf(String(value))] ?? ''] : []),
    ],
  }
}

const numbers = (
  names: string,
  about: string,
  from: number,
  to: number,
  digits = 0,
  skew = 1,
): Concept => ({
  names: names.split('|'),
  about,
  make: (random) => Number((from + (to - from) * random() ** skew).toFixed(digits)),
  forms: [asIs, asIs, (v) => Number(v).toFixed(digits + 1)],
})

const dates = (names: string, about: string, from: number, to: number): Concept => ({
  names: names.split('|'),
  about,
  make: (random) => Date.UTC(from, 0, 1) + random() * (to - from) * 365.25 * 864e5,
  forms: [
    (v) => new Date(v).toISOString().slice(0, 10),
    (v) => `${new Date(v).toISOString().slice(0, 19)}Z`,
    (v) => {
      const [year, month, day] = new Date(v).toISOString().slice(0, 10).split('-')
      return `${day}/${month}/${year}`
    },
  ],
})

const made = (
  names: string,
  about: string,
  make: Concept['make'],
  forms: Concept['forms'] = [asIs, asIs, upper],
): Concept => ({ names: names.split('|'), about, make, forms })

const first =
  'James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth Richard Susan Joseph Jessica Thomas Sarah Carlos Ana Luis Mei Wei Yuki Aisha Omar Fatima Lars Ingrid Pierre Chloe Ivan Olga'.split(
    ' ',
  )
const last =
  'Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Wilson Anderson Taylor Moore Lee Walker Young King Wright Lopez Hill Scott Green Adams Baker Nelson Carter Novak Schmidt Tanaka Rossi'.split(
    ' ',
  )
const cities =
  'London|Paris|Berlin|Madrid|Rome|Vienna|Warsaw|Prague|Oslo|Dublin|Lisbon|Athens|Chicago|Boston|Seattle|Denver|Austin|Toronto|Sydney|Tokyo|Lagos|Cairo|Lima|Mumbai|New York'
const streets = 'Main|Oak|Maple|Park|Hill|Lake|Church|Station|Mill|High'.split('|')
const nouns =
  'river|garden|light|stone|market|story|winter|summer|engine|bridge|signal|harbor|forest|mirror|shadow|coffee|paper|window|ocean|mountain'.split(
    '|',
  )
const adjectives = 'silent|golden|red|old|new|hidden|broken|lost|bright|deep|early|final'.split('|')
const phrase = (random: Random) => `The ${pick(random, adjectives)} ${pick(random, nouns)}`
const sentence = (random: Random) =>
  `${phrase(random)} ${pick(random, nouns)} near ${pick(random, nouns)} ${pick(random, nouns)}`

/** Tells rows apart. */
export const keyConcept: Concept = {
  names: ['id', 'identifier', 'record id', 'case number', 'person id', 'uri', 'reference'],
  about: 'unique identifier of the row',
  make: (_, row) => `${(row * 7919) % 100_003}`.padStart(6, '0'),
  forms: [(v) => `C-${v}`, (v) => `http://example.org/entity/${v}`, asIs],
}

export const concepts: readonly Concept[] = [
  made('first name|forename|given name|fname', 'given name of the person', (r) => pick(r, first)),
  made('last name|surname|family name|lname', 'family name of the person', (r) => pick(r, last)),
  made(
    'full name|name|person name|customer name|display name',
    'name in full',
    (r) => `${pick(r, first)} ${pick(r, last)}`,
    [asIs, (v) => String(v).split(' ').reverse().join(', '), upper],
  ),
  made(
    'father|father name|name of father',
    'name of the father',
    (r) => `${pick(r, first)} ${pick(r, last)}`,
  ),
  made(
    'spouse|partner|married to',
    'person married to',
    (r) => `${pick(r, first)} ${pick(r, last)}`,
  ),
  choice(
    'gender|sex|gender code|sex at birth',
    'gender of the person',
    'male|female|unknown',
    'm|f|u',
  ),
  dates('birth date|date of birth|dob|birthday|born on', 'day of birth', 1930, 2005),
  dates('death date|date of death|died on|deceased on', 'day of death', 1990, 2023),
  numbers('age|age in years|patient age|years old', 'age in years', 1, 95),
  numbers('number of children|children|child count|kids', 'how many children', 0, 6, 0, 2),
  choice(
    'marital status|civil status|married',
    'whether married',
    'married|single|divorced|widowed|separated',
    'M|S|D|W|P',
  ),
  choice(
    'religion|faith|denomination',
    'religion of the person',
    'Christian|Muslim|Hindu|Buddhist|Jewish|none stated',
  ),
  choice(
    'ethnicity|ethnic group|ethnic origin|race',
    'ethnic group',
    'white|black|asian|hispanic|mixed|other',
  ),
  choice(
    'nationality|citizenship|citizen of',
    'citizenship',
    'German|French|Italian|Spanish|Polish|Dutch|Swedish|British|American',
  ),
  choice(
    'occupation|profession|job|job title|position',
    'what the person does',
    'teacher|engineer|nurse|driver|farmer|lawyer|accountant|cook|clerk|programmer',
  ),
  choice(
    'education|education level|highest degree|schooling',
    'highest education',
    'primary school|high school|bachelor degree|master degree|doctorate',
  ),
  numbers('salary|wage|annual income|pay|earnings', 'pay per year', 18000, 190000, 0, 2),
  made(
    'email|email address|e mail|mail',
    'address for electronic mail',
    (r) => `${pick(r, first)}.${pick(r, last)}@${pick(r, nouns)}.com`,
    [lower, asIs],
  ),
  made(
    'phone|telephone|phone number|mobile|contact number',
    'number to call',
    (r) => `${100 + below(r, 900)}${100 + below(r, 900)}${1000 + below(r, 9000)}`,
    [
      asIs,
      (v) => String(v).replace(/^(...)(...)/, '($1) $2-'),
      (v) => String(v).replace(/^(...)(...)/, '$1-$2-'),
    ],
  ),
  made(
    'address|street|street address|address line',
    'street and number',
    (r) => `${1 + below(r, 400)} ${pick(r, streets)} Street`,
  ),
  choice('city|town|municipality|location', 'city of the address', cities),
  choice(
    'country|nation|country of residence',
    'country of the address',
    'Germany|France|Italy|Spain|Poland|United States|Canada|Brazil|Japan|China|India|Australia',
    'DE|FR|IT|ES|PL|US|CA|BR|JP|CN|IN|AU',
  ),
  choice(
    'state|province|region|county',
    'part of the country',
    'California|Texas|New York|Florida|Ohio|Bavaria|Ontario|Victoria|Catalonia|Tuscany',
    'CA|TX|NY|FL|OH|BY|ON|VIC|CT|TS',
  ),
  made('zip|postal code|post code|zip code', 'postal code', (r) => 10000 + below(r, 89999)),
  numbers('latitude|lat|geo latitude', 'degrees north', -60, 70, 5),
  numbers('longitude|lon|lng|geo longitude', 'degrees east', -180, 180, 5),
  made(
    'website|url|homepage|web page|site',
    'address in the web',
    (r) => `http://www.${pick(r, nouns)}${pick(r, nouns)}.com`,
  ),
  made(
    'company|organization|firm|employer|business name',
    'name of the company',
    (r) => `${pick(r, last)} ${pick(r, ['Ltd', 'Inc', 'GmbH', 'Group', 'Partners'])}`,
  ),
  choice(
    'industry|sector|line of business|branch',
    'what business it is in',
    'retail|banking|insurance|energy|health|transport|software|media|mining',
  ),
  made(
    'product name|product|item|article',
    'name of the product',
    (r) => `${pick(r, adjectives)} ${pick(r, nouns)}`,
  ),
  choice(
    'category|product type|class|product group|kind',
    'group of products',
    'tools|toys|books|clothing|garden|kitchen|sports|music|office|food',
  ),
  numbers('price|unit price|cost|list price|rate', 'price of one', 1, 900, 2, 3),
  numbers('quantity|units|qty ordered|number of items', 'how many', 1, 60, 0, 2),
  numbers('discount|rebate|reduction', 'part taken off the price', 0, 0.5, 2),
  numbers('total|total amount|sum|invoice amount|order value', 'money in total', 5, 9000, 2, 2),
  dates('order date|ordered on|purchase date|date of order', 'when it was ordered', 2015, 2023),
  dates('ship date|shipped on|delivery date|dispatch date', 'when it was delivered', 2015, 2023),
  choice(
    'status|order status|state|current status',
    'how far it is',
    'open|shipped|paid|cancelled|returned',
    'O|S|P|C|R',
  ),
  choice(
    'payment method|payment type|paid by',
    'how it is paid',
    'credit card|cash|bank transfer|voucher|invoice',
  ),
  choice('currency|currency code|monetary unit', 'currency of amounts', 'EUR|USD|GBP|JPY|CHF|SEK'),
  choice(
    'color|colour|paint',
    'colour of the thing',
    'red|blue|green|black|white|silver|yellow|brown',
  ),
  numbers('weight|mass|weight kg|net weight', 'weight in kilograms', 1, 120, 1),
  numbers('height|stature|height cm|body height', 'height in centimetres', 140, 205),
  numbers('body mass index|bmi', 'weight by height squared', 16, 45, 2),
  made('title|name|headline|work title', 'title of the work', phrase),
  made('description|comment|summary|notes|remarks|abstract', 'text about it', sentence),
  choice(
    'genre|kind|style|music type|category',
    'sort of work',
    'rock|jazz|pop|blues|classical|folk|metal|reggae|soul',
  ),
  numbers('release year|year|year of release|published', 'year it came out', 1950, 2023),
  numbers('duration|length|running time|runtime minutes', 'minutes it lasts', 60, 210),
  numbers('rating|score|average rating|stars', 'what people think of it', 1, 10, 1),
  numbers('votes|number of votes|vote count|ratings count', 'how many rated it', 5, 90000, 0, 4),
  choice(
    'language|tongue|original language|spoken language',
    'language it is in',
    'English|German|French|Spanish|Italian|Polish|Dutch|Japanese',
    'en|de|fr|es|it|pl|nl|ja',
  ),
  choice(
    'publisher|record company|label|record label',
    'who brought it out',
    'Harbor Records|Northern Press|Blue House|Sunset Music|Old Mill|Delta Sound',
  ),
  made(
    'director|film maker|directed by',
    'who directed it',
    (r) => `${pick(r, first)} ${pick(r, last)}`,
  ),
  dates(
    'start date|begin|valid from|started|start time|activity start',
    'when it begins',
    2000,
    2020,
  ),
  dates('end date|finish|valid to|ended|stop time|until', 'when it ends', 2005, 2024),
  dates('created at|created|creation date|insert date', 'when the row was made', 2018, 2024),
  dates('last update|modified|updated at|change date', 'when the row was changed', 2018, 2024),
  choice('active|is active|enabled|active flag', 'whether in use', 'yes|no', 'true|false'),
  made(
    'user name|login|account name|handle',
    'name to log in with',
    (r) => `${pick(r, nouns)}${below(r, 99)}`,
  ),
  made(
    'account number|account|iban|bank account',
    'bank account',
    (r) => `DE${10 + below(r, 89)}${1e9 + below(r, 8e9)}`,
  ),
  made(
    'license plate|registration|plate number',
    'plate of the vehicle',
    (r) => `${pick(r, ['AB', 'KX', 'MN', 'QT', 'ZR'])}-${100 + below(r, 900)}`,
  ),
  choice(
    'make|manufacturer|brand|car maker',
    'who built it',
    'Ford|Toyota|Volkswagen|BMW|Honda|Fiat|Renault|Volvo|Kia',
  ),
  numbers('mileage|odometer|distance driven|kilometers', 'distance it has gone', 10, 250000),
  choice('fuel|fuel type|propulsion', 'what drives it', 'petrol|diesel|electric|hybrid|gas'),
  // Clinic
  choice(
    'diagnosis|disease|condition|illness|medical condition',
    'what the patient has',
    'diabetes|hypertension|asthma|pneumonia|anemia|migraine|arthritis|depression|influenza|fracture of arm',
  ),
  made(
    'diagnosis code|icd code|disease code',
    'code of the diagnosis',
    (r) => `${pick(r, ['A', 'C', 'E', 'I', 'J', 'K'])}${10 + below(r, 89)}.${below(r, 9)}`,
  ),
  choice(
    'medication|drug|medicine|prescribed drug',
    'what is given',
    'aspirin|metformin|ibuprofen|insulin|lisinopril|amoxicillin|atorvastatin',
  ),
  numbers('dose|dosage|dose amount|amount given', 'how much is given', 1, 500),
  choice(
    'procedure|operation|surgery|intervention',
    'what was done',
    'biopsy|resection|appendectomy|bypass|transplant|endoscopy',
  ),
  dates('admission date|admitted on|date of admission|admission', 'begin of the stay', 2010, 2023),
  dates('discharge date|discharged on|release date', 'end of the stay', 2010, 2023),
  choice('blood type|blood group|abo group', 'blood group', 'A+|A-|B+|B-|O+|O-|AB+|AB-'),
  numbers('heart rate|pulse|beats per minute', 'beats in a minute', 45, 140),
  numbers('systolic blood pressure|systolic|upper blood pressure', 'upper blood pressure', 90, 190),
  choice(
    'smoking status|smoker|tobacco use|smoking history',
    'whether the person smokes',
    'never smoker|former smoker|current smoker|unknown',
  ),
  choice(
    'alcohol use|alcohol consumption|drinking',
    'whether the person drinks',
    'non drinker|occasional drinker|heavy drinker|not reported',
  ),
  choice(
    'grade|histologic grade|degree of differentiation',
    'how far it has changed',
    'G1|G2|G3|G4',
    'G1 well|G2 moderate|G3 poor|G4 none',
  ),
  choice(
    'organ|anatomic site|body part|location of finding',
    'part of the body',
    'lung|breast|colon|kidney|liver|stomach|pancreas|bladder|skin|brain',
  ),
  choice('severity|seriousness|level', 'how serious', 'mild|moderate|severe|life threatening'),
  choice(
    'outcome|result|survival status|vital status',
    'how it ended',
    'alive|dead|lost|unknown',
    'living|deceased|lost to follow up|not reported',
  ),
  made('doctor|physician|attending doctor|provider', 'who treats', (r) => `Dr. ${pick(r, last)}`),
  choice(
    'department|ward|unit|division',
    'part of the house',
    'surgery|radiology|pediatrics|oncology|emergency|cardiology',
    'SUR|RAD|PED|ONC|EMG|CAR',
  ),
  choice(
    'insurance|payer|health plan|coverage',
    'who pays',
    'private|public|self pay|employer plan',
  ),
  choice(
    'lab test|test name|analyte|assay',
    'what was measured',
    'glucose|sodium|potassium|creatinine|hemoglobin|albumin|calcium',
  ),
  numbers('measured value|reading|observation value|test result', 'what came out', 0, 300, 1, 2),
  choice(
    'unit of measure|measurement unit|units',
    'unit of the value',
    'mg/dL|mmol/L|g/L|%|IU/mL|kg',
  ),
  numbers('size|diameter|largest dimension|extent cm', 'how large, in centimetres', 0.2, 12, 1),
  numbers('count of cells|cell count|number of cells', 'how many cells', 100, 90000),
  numbers('percentage|share|fraction|proportion', 'part of the whole', 0, 100, 1),
  numbers(
    'follow up days|days of observation|observation time days',
    'days watched',
    1,
    3000,
    0,
    2,
  ),
]
