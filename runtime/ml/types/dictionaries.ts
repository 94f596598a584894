const english = (type: Intl.DisplayNamesOptions['type']) =>
  new Intl.DisplayNames(['en'], { type, fallback: 'none' })
const set = (texts: string) => new Set(texts.toLowerCase().split('|'))

/** Names of countries in the languages that the platform knows best. */
let countries: Set<string> | undefined
export function countryNames(regions: ReadonlySet<string>): ReadonlySet<string> {
  if (countries) return countries
  countries = set(
    'usa|u.s.a.|u.s.|united states of america|uk|u.k.|great britain|england|scotland|wales|northern ireland|holland|czech republic|macedonia|burma|ivory coast|cape verde|swaziland|russian federation|south korea|north korea|republic of korea|korea|viet nam|uae|the netherlands|the bahamas|the gambia|congo|east timor|vatican|palestine|syria|turkey|laos|moldova|tanzania|bolivia|brunei|iran|taiwan|venezuela|micronesia|kosovo|bosnia|hong kong|macau|greenlander',
  )
  countries.delete('greenlander')
  for (const language of ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'sv', 'da', 'fi', 'tr']) {
    const names = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' })
    for (const code of regions) {
      const name = names.of(code)
      if (name) countries.add(name.toLowerCase())
    }
  }
  return countries
}

export const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'))
const currencyNames = english('currency')
export const currencyTexts: ReadonlySet<string> = new Set([
  ...[...currencies].map((c) => currencyNames.of(c)?.toLowerCase() ?? ''),
  ...set('euro|euros|dollar|dollars|us dollars|pound|pounds|yen|$|€|£|¥|₹|us$|rupees|francs'),
])

const languageNames = english('language')
const pair = Array.from({ length: 676 }, (_, i) =>
  String.fromCharCode(97 + Math.floor(i / 26), 97 + (i % 26)),
)
/** ISO 639-1 codes that the platform has a name for. */
export const languages: ReadonlySet<string> = new Set(
  pair.filter((code) => {
    const name = languageNames.of(code)
    return name !== undefined && name !== code
  }),
)
export const languageTexts: ReadonlySet<string> = new Set(
  [...languages].map((code) => languageNames.of(code)?.toLowerCase() ?? '').filter((n) => n !== ''),
)
export const timeZones: ReadonlySet<string> = new Set(
  [...Intl.supportedValuesOf('timeZone'), 'UTC', 'GMT'].map((z) => z.toLowerCase()),
)

export const genders = set(
  'male|female|m|f|man|woman|men|women|boy|girl|other|unisex|non-binary|nonbinary|diverse|männlich|weiblich|divers|homme|femme|masculin|féminin|hombre|mujer|masculino|femenino|https://schema.org/male|https://schema.org/female',
)
export const honorifics = set(
  'mr|mr.|mrs|mrs.|ms|ms.|miss|dr|dr.|prof|prof.|sir|madam|mx|mx.|rev|rev.|hon|hon.|herr|frau|hr|hr.|fr|fr.|monsieur|madame|mademoiselle|mme|m.|mlle|señor|señora|sr|sr.|sra|sra.|srta.|dhr.|mevr.|sig.|sig.ra|dott.|ing.|lady|lord|capt.|lt.|gen.|col.|prof. dr.',
)
export const nationalities = set(
  'afghan|albanian|algerian|american|andorran|angolan|argentine|argentinian|armenian|australian|austrian|azerbaijani|bahamian|bahraini|bangladeshi|barbadian|belarusian|belgian|belizean|beninese|bhutanese|bolivian|bosnian|brazilian|british|bruneian|bulgarian|burmese|burundian|cambodian|cameroonian|canadian|chadian|chechen|chechen (latin)|chilean|chinese|colombian|congolese|croatian|cuban|cypriot|czech|danish|dominican|dutch|ecuadorian|egyptian|emirati|english|eritrean|estonian|ethiopian|fijian|filipino|finnish|flemish|french|gabonese|gambian|georgian|german|ghanaian|greek|greenlander|greenlandic|guatemalan|guinean|guyanese|haitian|hispanic|hobbit|honduran|hungarian|icelandic|igbo|indian|indonesian|iranian|iraqi|irish|israeli|italian|ivorian|jamaican|japanese|jordanian|kazakh|kenyan|korean|kurdish|kuwaiti|kyrgyz|laotian|latvian|lebanese|liberian|libyan|lithuanian|luxembourgish|macedonian|malagasy|malawian|malaysian|malian|maltese|mauritanian|mauritian|mexican|moldovan|mongolian|montenegrin|moroccan|mozambican|namibian|nepalese|nepali|nicaraguan|nigerian|north korean|norwegian|omani|pakistani|palestinian|panamanian|paraguayan|persian|peruvian|polish|portuguese|puerto rican|qatari|romanian|russian|rwandan|saudi|scottish|senegalese|serbian|singaporean|slovak|slovene|slovenian|somali|south african|south korean|spanish|sri lankan|sudanese|swedish|swiss|syrian|taiwanese|tajik|tanzanian|thai|tibetan|togolese|tunisian|turkish|turkmen|ugandan|ukrainian|uruguayan|uzbek|venezuelan|vietnamese|welsh|yemeni|zambian|zimbabwean|christian|muslim|jewish|hindu|buddhist|catholic|protestant|sikh|sunni|shia|shiite|orthodox|arab|african|european|asian|latino|ninja|england/wales',
)
for (const odd of ['hobbit', 'ninja']) nationalities.delete(odd)
export const cardBrands = set(
  'visa|mastercard|master card|american express|amex|discover|diners club|diners|jcb|unionpay|maestro|visa electron|dankort|carte bleue|elo|hipercard|rupay|mir',
)
export const payments = set(
  'cash|credit card|debit card|paypal|visa|mastercard|american express|amex|discover|check|cheque|bank transfer|wire transfer|invoice|apple pay|google pay|cod|cash on delivery|klarna|bitcoin|gift card|direct debit|money order|contactless',
)
export const units = set(
  'kg|g|mg|lb|lbs|oz|t|ton|tonne|km|m|cm|mm|in|ft|yd|mi|l|ml|cl|dl|gal|pt|qt|h|hr|hrs|min|s|sec|ms|day|days|week|month|year|hour|hours|minute|minutes|°c|°f|k|pa|kpa|bar|psi|w|kw|kwh|mwh|v|a|hz|khz|mhz|ghz|b|kb|mb|gb|tb|kib|mib|gib|%|pcs|piece|pieces|ea|each|box|pack|cal|kcal|kj|j|n|nm|mol|ppm|dozen|pair|sqm|sqft|m2|m3|kgm|grm|mtr|cmt|mmt|ltr|mlt|hur|c62|lbr|onz|fot|inh|ann|mon|wee|kmt',
)
export const colours = set(
  'black|white|red|green|blue|yellow|orange|purple|pink|brown|gray|grey|silver|gold|beige|navy|teal|cyan|magenta|maroon|olive|turquoise|violet|indigo|ivory|khaki|lavender|coral|salmon|crimson|burgundy|charcoal|cream|tan|aqua|lime|mint|bronze|rose|dark blue|light blue|dark green|light green|dark grey|light grey|multicolor|multi|transparent',
)
export const booleans = set(
  'true|false|yes|no|y|n|t|f|on|off|ja|nein|oui|non|si|sí|https://schema.org/true|https://schema.org/false|wahr|falsch',
)
export const bloodTypes = set('a+|a-|b+|b-|ab+|ab-|o+|o-')
export const continents = set(
  'africa|asia|europe|north america|south america|oceania|antarctica|australia|eurasia|americas|latin america|middle east',
)
export const states = set(
  'AL|AK|AZ|AR|CA|CO|CT|DE|DC|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|OR|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|PR|AB|BC|MB|NB|NL|NS|NT|NU|ON|PE|QC|SK|YT|NSW|VIC|QLD|TAS|ACT',
)
/** Country calling codes (ITU-T E.164). */
export const callingCodes: ReadonlySet<number> = new Set(
  '1 7 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98 211 212 213 216 218 220 221 222 223 224 225 226 227 228 229 230 231 232 233 234 235 236 237 238 239 240 241 242 243 244 245 246 247 248 249 250 251 252 253 254 255 256 257 258 260 261 262 263 264 265 266 267 268 269 290 291 297 298 299 350 351 352 353 354 355 356 357 358 359 370 371 372 373 374 375 376 377 378 379 380 381 382 383 385 386 387 389 420 421 423 500 501 502 503 504 505 506 507 508 509 590 591 592 593 594 595 596 597 598 599 670 672 673 674 675 676 677 678 679 680 681 682 683 685 686 687 688 689 690 691 692 850 852 853 855 856 880 886 960 961 962 963 964 965 966 967 968 970 971 972 973 974 975 976 977 979 992 993 994 995 996 998'
    .split(' ')
    .map(Number),
)

const jobWords = set(
  'manager|director|officer|engineer|technician|assistant|clerk|specialist|operator|worker|analyst|representative|supervisor|coordinator|administrator|consultant|developer|designer|nurse|teacher|president|secretary|agent|attendant|mechanic|driver|scientist|accountant|therapist|inspector|programmer|architect|buyer|instructor|executive|owner|ceo|cto|cfo|vp|intern|trainee|head|lead|chief|associate|advisor|adviser|attorney|lawyer|physician|surgeon|dentist|pilot|cook|chef|waiter|waitress|cashier|guard|aide|host|hostess|judge|editor|writer|artist|musician|planner|sales|staff|partner|broker|producer|professor|lecturer|tutor|foreman|salesperson|apprentice|expert|assembler|carpenter|electrician|plumber|welder|setter|tender|installer|repairer|fitter|handler|helper|helpers|laborer|liaison|counsel|strategist|facilitator|orchestrator|treasurer|controller|comptroller|auditor|recruiter|housekeeper|janitor|custodian|librarian|pharmacist|paramedic|veterinarian|optician|actor|actress|dancer|singer|athlete|coach|referee|model|farmer|fisher|logger|miner|firefighter|policeman|detective|sheriff|soldier|sergeant|captain',
)
export const isJobWord = (word: string): boolean => {
  const w = word.toLowerCase().replace(/s$/, '')
  return (
    jobWords.has(w) ||
    /^[a-z]{4,}(?:[^aeiou]er|ician|ologist|ographer|ist|ator|itor|keeper|maker|person|woman|man|setter|grapher)$/.test(
      w,
    )
  )
}

/** Legal forms, as companies end with them. */
export const legalForm =
  /(?:^|[\s,])(?:inc|incorporated|ltd|limited|llc|l\.l\.c|llp|lp|plc|corp|corporation|co|company|gmbh|ag|kg|ohg|ug|e\.?v|s\.?a|s\.?a\.?s|s\.?a\.?r\.?l|sarl|s\.?r\.?l|s\.?p\.?a|s\.?l|n\.?v|b\.?v|a\/s|aps|as|asa|ab|oy|oyj|kft|zrt|nyrt|d\.?o\.?o|s\.r\.o|a\.s|sp\. ?z ?o\.? ?o|s\.c|ltda|pty|pvt|kk|group|holding|holdings|bank|university|institute|foundation|association|partners)\.?$/i
export const businessWord =
  /\b(?:services?|solutions?|systems?|technolog(?:y|ies)|industries|international|enterprises?|consulting|consultants|stores?|supermarkets?|markets?|foods?|restaurants?|cafeterias?|cafe|shops?|mart|outlet|designs?|studios?|media|networks?|software|labs?|laboratories|financial|finance|capital|insurance|investments?|realty|properties|motors?|auto|automotive|electronics?|electric|energy|airlines?|logistics|transport|pharmacy|pharmaceuticals|hardware|furniture|appliances?|clothing|fashions?|wear|books?|records|music|videos?|sports|sporting goods|toys|garden|home|house of|lawn|realtors?|brothers|bros|sons|& co|warehouse|discount|department|agency|club|world of|center|centre|planners?|plan|merchandise|trading|traders?|imports?|productions?|pictures|entertainment|publishing|press|bakery|brewery|bistro|grill|pizza|burgers?|hotels?|inn|resort|school|college|hospital|clinic|society|ventures|analytics|data|digital|global|online|health|healthcare|medical|biosciences?|research|corporation|communications|telecom|wireless|airways|savings|trust|mutual|federal|union|advisors?|associates|architects|builders|construction|maintenance|management|marketing|steak ?house|lodge|gifts?|jewelers?|tire|oil|gas|water|power|steel|paper|chemical|mills|works|farms?|grocer(?:y|ies)?|grocers)\b|['’]s\b/i
