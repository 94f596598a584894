/** Tables of made-up databases: what they may be called, and the first names of their concepts. */
export interface Entity {
  readonly names: readonly string[]
  readonly about: string
  readonly concepts: readonly string[]
  /** Entities that its rows refer to. */
  readonly refersTo: readonly string[]
}

const entity = (names: string, about: string, concepts: string, refersTo = ''): Entity => ({
  names: names.split('|'),
  about,
  concepts: concepts.split('|'),
  refersTo: refersTo.split('|').filter(Boolean),
})

export const entities: readonly Entity[] = [
  entity(
    'patient|person|subject|beneficiary',
    'people who are treated',
    'first name|last name|birth date|gender|ethnicity|marital status|death date|blood type',
  ),
  entity(
    'visit|encounter|stay|admission',
    'a visit of a patient',
    'admission date|discharge date|department|outcome|insurance',
    'patient|physician',
  ),
  entity(
    'physician|provider|doctor|caregiver',
    'people who treat',
    'full name|gender|department|phone',
    'hospital',
  ),
  entity(
    'hospital|care site|facility|institution',
    'places of treatment',
    'title|address|city|zip|phone',
  ),
  entity(
    'medication|drug exposure|prescription',
    'drugs given',
    'medication|dose|start date|end date|quantity',
    'patient|visit|physician',
  ),
  entity(
    'diagnosis|condition|condition occurrence|problem',
    'diseases found',
    'diagnosis|diagnosis code|severity|start date',
    'patient|visit',
  ),
  entity(
    'procedure|operation|procedure occurrence',
    'what was done',
    'procedure|start date|cost',
    'patient|visit|physician',
  ),
  entity(
    'measurement|observation|lab result|test',
    'what was measured',
    'lab test|measured value|unit of measure|created at',
    'patient|visit',
  ),
  entity(
    'coverage|insurance|payer plan',
    'who pays for whom',
    'insurance|start date|end date',
    'patient',
  ),
  entity(
    'customer|client|buyer|account holder',
    'people who buy',
    'first name|last name|email|phone|address|city|country|zip',
  ),
  entity(
    'order|purchase|sale',
    'purchases',
    'order date|ship date|status|total|payment method',
    'customer|employee',
  ),
  entity(
    'order line|order detail|order item',
    'parts of a purchase',
    'quantity|price|discount',
    'order|product',
  ),
  entity(
    'product|item|article|stock',
    'what is sold',
    'product name|category|price|weight|color',
    'supplier',
  ),
  entity('supplier|vendor|seller', 'who delivers', 'company|address|city|country|phone|website'),
  entity(
    'employee|staff|worker',
    'people who work here',
    'first name|last name|job title|salary|start date|email',
    'store',
  ),
  entity('store|shop|branch', 'places of sale', 'title|address|city|state|phone'),
  entity(
    'film|movie|title|work',
    'works to be seen',
    'title|release year|duration|rating|language|description|genre',
  ),
  entity(
    'actor|artist|cast member|performer',
    'people on stage',
    'first name|last name|birth date|nationality',
  ),
  entity(
    'review|rating|feedback',
    'what people think',
    'rating|votes|description|created at',
    'film|customer',
  ),
  entity(
    'vehicle|car|fleet',
    'vehicles',
    'make|license plate|mileage|fuel|color|release year',
    'customer',
  ),
  entity(
    'account|bank account',
    'bank accounts',
    'account number|currency|status|created at',
    'customer',
  ),
  entity(
    'payment|transaction|transfer',
    'money moved',
    'total|currency|created at|payment method',
    'account|customer',
  ),
  entity('location|place|site', 'places', 'address|city|state|country|zip|latitude|longitude'),
]
