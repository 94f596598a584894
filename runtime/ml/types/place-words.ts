/** Words that streets are named with, and endings of names written in one word. */
export const streetWord =
  /(?:^|[\s,.])(?:st|str|street|ave|av|avenue|avda|avenida|rd|road|rua|rue|lane|ln|dr|drive|blvd|boulevard|bulevar|bulevardi|way|court|ct|place|pl|plaza|plaça|praça|square|sq|terrace|tce|parade|crescent|cres|close|circle|cir|hwy|highway|loop|trail|row|walk|via|viale|piazza|corso|contrada|largo|calle|carrer|c\/|paseo|camino|cl|chemin|quai|impasse|allée|route|ulica|ul|út|utca|u|tér|körút|krt|kapu|dűlő|sor|park|gate|grove|grange|gardens|hill|mews|straße|strasse|gasse|weg|platz|allee|ring|laan|straat|plein|kade|gracht|dreef|steenweg|chaussée|gata|gate|vei|veien|vägen|väg|gatan|gränd|vej|gade|allé|tie|katu|kuja|polku|tn|tee|põik|pst|odos|οδός|λεωφόρος|улица|ул|проспект|пр|переулок|box|postboks|boîte|apartado|psc|unit|suite|apt|floor)(?:[\s,.]|$)/iu
export const streetEnding =
  /\p{L}{2,}(?:straße|strasse|str|gasse|weg|platz|allee|ring|berg|damm|ufer|laan|straat|plein|kade|gracht|dreef|steeg|gata|gate|gatan|gränd|vei|veien|vägen|väg|vej|gade|vænget|tie|katu|kuja|polku|kaari|kallio|rinne|ranta|utca|út|tér|stræde|bakken|brekke|brekka|lia|haugen|stíg|braut|vegur|gata|hólar|ulice|ova|ská|avenue|street)\b/iu
export const poBox =
  /^(?:p\.? ?o\.?|post(?:al)?|post office) ?box \d+|^(?:apartado|postfach|postboks|casilla|boîte postale|b\.?p\.?) (?:postal )?\d+|^psc \d+/i

/** A number before or behind a name: what most street addresses of the world have. */
export const numberedName =
  /^\d{1,5}[a-z]?(?:[-/]\d+)?,? \p{L}|\p{L}\.?,? (?:n[º°o]\.? ?)?\d{1,5}\.?(?: ?[a-z])?(?:[-/, ]\d+[a-z]?)?\.?$/iu

export const isStreetAddress = (text: string): boolean =>
  text.length < 120 &&
  text.length > 4 &&
  (poBox.test(text) || (/\d/.test(text) && numberedName.test(text) && !/\d{6}|[:;=@]/.test(text)))
export const hasStreetWord = (text: string): boolean =>
  poBox.test(text) || (text.length < 120 && (streetWord.test(text) || streetEnding.test(text)))

/** Postal codes of the world by form. */
export const postalForms: readonly RegExp[] = [
  /^\d{5}$/,
  /^\d{5}-\d{4}$/,
  /^\d{4}$/,
  /^\d{6}$/,
  /^\d{3}$/,
  /^\d{3} \d{2}$/,
  /^\d{2}-\d{3}$/,
  /^\d{4}-\d{3}$/,
  /^\d{5}-?\d{3}$/,
  /^\d{7}$/,
  /^\d{3}-\d{4}$/,
  /^[A-Z]\d[A-Z] ?\d[A-Z]\d$/i,
  /^(?:GIR ?0AA|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})$/i,
  /^\d{4} ?[A-Z]{2}$/,
  /^[A-Z]{1,3}-?\d{4,5}$/,
  /^[A-Z]\d{4}[A-Z]{3}$/,
]
export const isPostalCode = (text: string): boolean =>
  text.length <= 10 && postalForms.some((form) => form.test(text))
/** Not just digits: forms that hardly anything else has. */
export const isMarkedPostalCode = (text: string): boolean =>
  text.length <= 10 && /\D/.test(text) && postalForms.some((form) => form.test(text))

export const isCoordinatePair = (text: string): boolean => {
  const found = /^\(?\s*([+-]?\d{1,2}(?:\.\d+)?)\s*[,; ]\s*([+-]?\d{1,3}(?:\.\d+)?)\s*\)?$/.exec(
    text,
  )
  return (
    found !== null &&
    /\.\d{2}/.test(text) &&
    Math.abs(Number(found[1])) <= 90 &&
    Math.abs(Number(found[2])) <= 180
  )
}
