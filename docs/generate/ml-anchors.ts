/** A published figure beside which ours may be read, and where it was printed. */
export interface Anchor {
  readonly bench: string
  readonly metric: string
  /** Which sets; the name as the bench prints it. */
  readonly set: RegExp
  readonly method?: RegExp
  readonly figure: string
}

/** Protocols differ in detail; each bench's source says what it does. */
export const anchors: readonly Anchor[] = [
  {
    bench: 'ml-match',
    metric: 'recall_at_gt',
    set: /mean of valentine/,
    figure:
      'COMA instance, mean of the four: .921; Jaccard-Levenshtein .858 (Valentine, ICDE 2021)',
  },
  {
    bench: 'ml-match',
    metric: 'mrr',
    set: /mean of gdc/,
    figure:
      'mean of ten studies: fine-tuned Magneto .754, with GPT-4o-mini .866, zero-shot .659, COMA .300 (VLDB 2025)',
  },
  {
    bench: 'ml-match',
    metric: 'recall_at_gt',
    set: /mean of gdc/,
    figure:
      'mean of ten studies: fine-tuned Magneto .414, with GPT-4o-mini .496, COMA .300 (VLDB 2025)',
  },
  {
    bench: 'ml-match',
    metric: 'f1',
    set: /imdb.*sakila/i,
    figure: 'COMA .18, LLMatch with GPT-4o-mini .73 (LLMatch report)',
  },
  { bench: 'ml-match', metric: 'f1', set: /synthea.*omop/i, figure: 'COMA .08, LLMatch .37' },
  { bench: 'ml-match', metric: 'f1', set: /cms.*omop/i, figure: 'COMA .01, LLMatch .37' },
  { bench: 'ml-match', metric: 'f1', set: /mimic.*omop/i, figure: 'COMA .04, LLMatch .33' },
  {
    bench: 'ml-profile',
    metric: 'seconds',
    set: /diamonds/,
    figure: 'DataProfiler 0.3.4 without labeller: 24.5 s (its issue 69)',
  },
  {
    bench: 'ml-quality',
    metric: 'f1',
    set: /hospital/,
    method: /20|label/,
    figure: 'Raha .72, ETSB-RNN .97 (EDBT 2022, 20 labelled rows)',
  },
  {
    bench: 'ml-quality',
    metric: 'f1',
    set: /beers/,
    method: /20|label/,
    figure: 'Raha .99, ETSB-RNN .98',
  },
  {
    bench: 'ml-quality',
    metric: 'f1',
    set: /flights/,
    method: /20|label/,
    figure: 'Raha .81, ETSB-RNN .74',
  },
  {
    bench: 'ml-quality',
    metric: 'f1',
    set: /rayyan/,
    method: /20|label/,
    figure: 'Raha .78, ETSB-RNN .85',
  },
  {
    bench: 'ml-types',
    metric: 'span_f1',
    set: /presidio/,
    method: /fold/,
    figure: 'Presidio as it comes: .618 (its research notebook 4)',
  },
  {
    bench: 'ml-types',
    metric: 'accuracy',
    set: /sortinghat/i,
    figure: 'random forest .9265 (SIGMOD 2021 leader board, test part)',
  },
  {
    bench: 'ml-types',
    metric: 'micro_f1',
    set: /sotab/i,
    figure: 'ChatGPT with instructions .786 to .895, GPT-4 .951 (250-column test sample)',
  },
  {
    bench: 'ml-suggest',
    metric: 'solved_with_up_to_3',
    set: /^all/,
    figure: 'TDE .72 with an index of 50,000 functions (VLDB 2018)',
  },
]
