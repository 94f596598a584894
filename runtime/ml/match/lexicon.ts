/**
 * Shortened words of table and column names, written down by hand: business, database and
 * clinical usage. A key stands for all of its words.
 */
export const abbreviations: ReadonlyMap<string, readonly string[]> = entries(`
acct account; addr address; adm admission; admsn admission; admtng admitting; adt admission
alc alcohol; alt alternate; amt amount; appt appointment; approx approximate; assoc associated
attr attribute; auth authorization; avg average; bal balance; bal balance; bday birth date; bdate birth date
ben beneficiary; bene beneficiary; bgn begin; bldg building; bmi body mass index; bp blood pressure; br branch
brth birth; bus business; calc calculated; cat category; cd code; cert certificate; chg charge; chk check
cint coinsurance; cls class; clin clinical; clm claim; clinic clinical; cmt comment; cncl cancel; cnt count
cntry country; co company; coins coinsurance; col column; comm communication; conc concentration; cond condition
cont contact; conv conversion; corp corporation; cst cost; ctry country; ctrl control; cur current; curr current
cust customer; cvrage coverage; cvrg coverage; cy city; db database; dbl double; dchg discharge; del delete; dept department; dep department
desc description; descr description; dest destination; det detail; dev device; dg diagnosis; dgns diagnosis; diag diagnosis
diff difference; dim dimension; dir director; disp dispensed; dspnsd dispensed; dist distant; div division; dly delay; dob date birth
doc document; dod date death; dr doctor; drg diagnosis group; dsc description; dschrg discharge; dt date; dte date; dttm datetime; dtm datetime
dur duration; dx diagnosis; ed education; edu education; eff effective; email email; emp employee; enc encounter; ent entity; eth ethnicity
eval evaluation; ext external; fac facility; fam family; fax fax; fk key; fld field; fname first name; fn first name; fp path; freq frequency
fy fiscal year; gen generation; gndr gender; grp group; gt greater; hcpcs procedure code; hdr header; hh household; hist history
histo histologic; hosp hospital; hr hour; hrs hours; hsp hospital; ht height; icd diagnosis code; icu intensive care unit; id identifier; ident identifier; idx index
img image; imm immunization; ind indicator; indiv individual; info information; init initial; ins insurance; inst institution; int integer
inv invoice; invc invoice; ip inpatient; itm item; lab laboratory; lang language; lat latitude; lb pound; len length; lname last name; ln last name
lng longitude; loc location; lon longitude; long longitude; los length stay; lst last; lvl level; lvsi lymphovascular space invasion; lvl level; max maximum; mdl model
med medication; meds medications; mem member; mets metastasis; metas metastasis; mfg manufacturer; mfr manufacturer; mgr manager; mi middle initial; min minimum; misc miscellaneous
mkt market; mn minute; mname middle name; mo month; mob mobile; mos months; mons months; mrn medical record number; msg message; mstr master; mth month; mtg meeting
natl national; nbr number; ndc drug code; nm name; no number; npi provider identifier; nr number; num number; obs observation; occ occurrence
op outpatient; ord order; org organization; orig original; os survival; ot other; pat patient; path pathologic; patho pathologic; pathol pathologic; pay payment
pct percent; perc percent; pers person; pfs survival; ph phone; phn phone; phys physician; physn physician; pk key; pkg package; plcy policy; pmt payment
pn pathologic n; pm pathologic m; cn clinical n
pos position; pov poverty; prc price; prcdr procedure; prd period; pref preferred; prev previous; pri primary; prim primary; prncpl principal; proc procedure; prod product; prof professional
prov provider; prvdr provider; pstl postal; ptnt patient; pub publication; purch purchase; pymt payment; qlty quality; qnty quantity; qty quantity; qtr quarter
rcvd received; rec record; ref reference; reg regional; regn region; rel relationship; rep representative; req request; res result; resp response; ret return; rev revenue; rgn region; rln relation; rpt report; rslt result; rt route; rx prescription
sal salary; sched schedule; sec second; seq sequence; serv service; sex sex; sfx suffix; sgnf significant; sku stock unit; smk smoking; sm smoked; sp species; spec specimen; spd speed; sq square
src source; srv service; srvc service; ssn social security number; st state; sta status; stat status; std standard; stg stage; str street; strt start; sub subject; subj subject; suply supply; supp supplement; surg surgery; svc service; sym symbol; sys system
tbl table; tel telephone; temp temperature; thru through; tm time; tmp temperature; tmpl template; tot total; tran transaction; trans transaction; trx transaction; ts timestamp; ttl total; tx treatment; txn transaction; txt text; typ type
univ university; uom unit measure; upd update; usr user; util utilization; uuid identifier; val value; var variable; veh vehicle; ver version; vis visit; vol volume; vst visit
wgt weight; whse warehouse; wk week; wks weeks; wt weight; yob year birth; yr year; yrs years; zip zip; zn zone
`)

/**
 * Groups of words and phrases that name the same thing in everyday and clinical English,
 * written down by hand. One group a line, its members separated by commas.
 */
export const synonymGroups: readonly (readonly string[])[] = `
forename, first name, given name, christian name
surname, last name, family name
gender, sex
spouse, partner, husband, wife, married to
child, kid, offspring, children
father, dad, paternal
mother, mum, mom, maternal
website, web site, webpage, web page, homepage, home page, url, web address, site url
email, e mail, email address, mail address
phone, telephone, phone number, telephone number, mobile, cell phone
address, street address, street
city, town, municipality, locality
state, province, region
country, nation
zip, zip code, postal code, post code, postcode
company, firm, organization, organisation, corporation, enterprise, employer
customer, client, buyer, purchaser
supplier, vendor, seller
employee, staff, worker, staff member
manager, supervisor, boss, reports to
salary, wage, pay, income, earnings
price, cost, rate, unit price
amount, sum, total
quantity, count, number of, units
discount, rebate, reduction
invoice, bill
order, purchase
product, item, article, goods
category, type, kind, class, genre, group
title, name, label, caption
description, comment, remark, note, details, summary
date, day
start, begin, beginning, onset, started, from, commencement, opening
end, stop, finish, quit, ended, to, through, thru, termination, completion
birth, born, birthday, date of birth, dob, birth date, birthdate
death, died, deceased, date of death, deathdate, death date
created, creation, inserted, added
modified, updated, changed, last update
status, state, condition
identifier, id, key, code, number
picture, photo, image
residence, home, domicile, place of residence, lives in
nationality, citizenship
ethnicity, ethnic group, ethnic origin
race, ethnic background
religion, faith, denomination
occupation, profession, job, job title, position
education, schooling, degree
language, tongue
movie, film
actor, performer, cast
director, filmmaker
song, track, recording
musician, artist, singer
record label, record company, publisher
length, duration, runtime, running time
rating, score, grade
year, annum
height, stature
weight, mass
username, user name, login, account name, handle
password, passwd, secret
shipped, delivered, dispatched
freight, shipping cost, delivery cost
latitude, lat
longitude, lon, lng
patient, pt, person, subject, participant, beneficiary, individual, case, donor, member
doctor, physician, clinician, provider, practitioner, caregiver
hospital, facility, care site, clinic, institution, medical center
encounter, visit, admission, stay, hospitalization, episode
admission, admit, admitted, check in
discharge, discharged, release, check out
diagnosis, condition, disease, disorder, illness, problem
medication, drug, medicine, prescription, pharmaceutical
procedure, operation, surgery, intervention
treatment, therapy
observation, finding, measurement, reading
laboratory, lab test, test, assay
result, outcome, value
specimen, sample, biospecimen
immunization, vaccination, vaccine
allergy, hypersensitivity
device, equipment, instrument
insurance, coverage, payer, payor, health plan
claim, reimbursement
dose, dosage
unit, unit of measure, units
tumor, tumour, cancer, neoplasm, malignancy, carcinoma
histology, histologic, histological, histopathology, morphology
primary diagnosis, histologic type, histology type, histological type, histologic diagnosis, histology diagnosis
anatomic site, tissue, organ, site, location, body site
metastasis, metastatic, mets, distant spread
lymph node, nodes, nodal
pathologic, pathological, pathology
stage, staging
grade, differentiation
focality, multifocal, unifocal
size, dimension, diameter, extent, width, length
necrosis, necrotic
residual, remaining, residue
vital status, alive, survival status, living status
follow up, followup, follow up time
recurrence, relapse
progression, worsening
smoking, tobacco, cigarette, smoker, smoke
secondhand smoke, passive smoke, environmental tobacco smoke, second hand
alcohol, drinking, drinker, alcoholic
exposure, contact
consumption, intake, use, usage, intensity, history
percent, percentage, fraction, proportion, share, ratio
inflammation, inflammatory, inflam, infiltrate, infiltration
examined, tested, evaluated, investigated, assessed
positive, involved, affected
present, presence, identified, found
country of birth, birth country, country of origin, native country, born in
body mass index, bmi
hypertension, high blood pressure
pregnancy, pregnancies, gravidity
menopause, menopausal
comorbidity, medical history, medical condition, other conditions
family history, relative, relatives
`
  .trim()
  .split('\n')
  .map((line) => line.split(',').map((phrase) => phrase.trim()))

/** Words that say little about what a column holds. */
export const functionWords: ReadonlySet<string> = new Set(
  'a an and as at by for from in into is it its of on or per that the their this to was were with'.split(
    ' ',
  ),
)

function entries(lines: string): Map<string, string[]> {
  return new Map(
    lines
      .split(/[;\n]/)
      .map((line) => line.trim().split(' '))
      .filter(([short]) => short)
      .map(([short = '', ...words]) => [short, words]),
  )
}
