-- The rules of curation.identity and curation.failures, once more for whole columns.
-- tests/test_facts_rules.py holds each against its Python twin.

-- Numbers as text: 12.0 is 12.
CREATE OR REPLACE MACRO number_text(x) AS
  CASE WHEN x = trunc(x) AND abs(x) < 1e15 THEN CAST(CAST(x AS BIGINT) AS VARCHAR)
       ELSE CAST(x AS VARCHAR) END;

CREATE OR REPLACE MACRO is_number(x) AS
  regexp_full_match(x, '-?(0|[1-9][0-9]{0,14})(\.[0-9]+)?([eE][+-]?[0-9]{1,2})?')
  AND abs(TRY_CAST(x AS DOUBLE)) < 1e15;

-- An id or a label: 7.0 is 7, True is true. Most are plain already.
CREATE OR REPLACE MACRO label_of(x) AS
  regexp_replace(regexp_replace(regexp_replace(trim(x, ' '),
    '^(-?[0-9]+)\.0+$', '\1'), '^[Tt][Rr][Uu][Ee]$', 'true'), '^[Ff][Aa][Ll][Ss][Ee]$', 'false');
CREATE OR REPLACE MACRO plain_label(x) AS
  CASE WHEN regexp_matches(x, '^ | $|\.0+$|^$|^[TtFf][Rr]?[Aa]?[Ll]?[UuSs][Ee]$')
       THEN nullif(label_of(x), '') ELSE x END;

-- A further column: a number is a number however it is written, True is true.
CREATE OR REPLACE MACRO further_text(x) AS
  CASE WHEN x < ':' OR x IN ('True', 'TRUE', 'False', 'FALSE')
       THEN CASE WHEN is_number(x) THEN number_text(TRY_CAST(x AS DOUBLE))
                 WHEN x > ':' THEN lower(x) ELSE nullif(x, '') END
       ELSE x END;

CREATE OR REPLACE MACRO word_of(x) AS
  CASE WHEN starts_with(lower(trim(x, ' ')), '-') THEN lower(trim(x, ' '))
       ELSE replace(replace(lower(trim(x, ' ')), ' ', '_'), '-', '_') END;

-- ASCII here, everything else in Python: strlen counts bytes, length characters.
CREATE OR REPLACE MACRO normalised(x) AS
  CASE WHEN strlen(x) = length(x)
       THEN trim(regexp_replace(lower(x),
         ' *[!-#%-*,-/:;?@\[-\]_{}\t-\r\x1c-\x1f][!-#%-*,-/:;?@\[-\]_{}\t-\r\x1c-\x20]*|  +',
         ' ', 'g'), ' ')
       ELSE python_normalise(x) END;

CREATE OR REPLACE MACRO case_id_of(route, input) AS
  'c-' || left(sha256(route || chr(31) || normalised(input)), 16);

CREATE OR REPLACE MACRO group_id_of(kind, expected, actual, route) AS
  'g-' || left(sha256(kind || chr(31) || coalesce(expected, '') || chr(31)
                      || coalesce(actual, '') || chr(31) || route), 12);

CREATE OR REPLACE MACRO same_answer(a, b) AS
  CASE WHEN is_number(a) AND is_number(b) THEN TRY_CAST(a AS DOUBLE) = TRY_CAST(b AS DOUBLE)
       ELSE normalised(a) = normalised(b) END;

CREATE OR REPLACE MACRO says_timeout(error) AS
  regexp_matches(error, '(?i)time[-_ ]*(d[-_ ]*)?out|deadline[-_ ]*exceeded');

-- What errors have in common: `TimeoutError: after 3012 ms` is a TimeoutError.
CREATE OR REPLACE MACRO first_words(error) AS
  CASE WHEN regexp_matches(error, '(?i)^ *(error|exception) *:') THEN split_part(error, chr(10), 1)
       ELSE regexp_replace(error, '(?s)[:\n].*', '') END;
CREATE OR REPLACE MACRO error_class(error) AS
  left(trim(regexp_replace(first_words(error), '[0-9]{4,}', '#', 'g')), 80);

CREATE OR REPLACE MACRO is_wrong(truth, prediction, output) AS
  CASE WHEN truth IS NULL THEN false
       WHEN prediction IS NOT NULL THEN truth <> prediction
       WHEN output IS NOT NULL THEN NOT same_answer(truth, output)
       ELSE false END;

CREATE OR REPLACE MACRO kind_of(stated, error, passed, truth, prediction, output, feedback) AS
  CASE WHEN stated IS NOT NULL THEN stated
       WHEN error IS NOT NULL THEN CASE WHEN says_timeout(error) THEN 'timeout' ELSE 'error' END
       WHEN passed THEN NULL
       WHEN NOT passed THEN 'wrong_answer'
       WHEN is_wrong(truth, prediction, output) THEN 'wrong_answer'
       WHEN feedback = 'negative' THEN 'wrong_answer' END;

-- Times: ISO with any offset, without one it is UTC; seconds, milli-, micro-, nanoseconds since 1970.
CREATE OR REPLACE MACRO time_of_number(n) AS
  CASE WHEN NOT isfinite(n) OR n < 1e8 THEN NULL
       ELSE timezone('UTC', make_timestamp(CAST(round(
         CASE WHEN n < 1e11 THEN n * 1e6 WHEN n < 1e14 THEN n * 1e3
              WHEN n < 1e17 THEN n WHEN n < 1e20 THEN n / 1e3 END) AS BIGINT))) END;
CREATE OR REPLACE MACRO time_of_odd_text(x) AS
  CASE WHEN regexp_matches(x, '^ *[0-9]{4}') THEN TRY_CAST(
    regexp_replace(regexp_replace(regexp_replace(trim(x, ' '),
      '^([0-9]{4})([0-9]{2})([0-9]{2})T([0-9]{2})([0-9]{2})([0-9]{2})', '\1-\2-\3 \4:\5:\6'),
      '^([0-9-]{10})[T ]([0-9]{2}:[0-9]{2})(Z|[ +-]|$)', '\1 \2:00\3'),
      ' *(Z|[+-][0-9:]+)$', '\1') AS TIMESTAMPTZ) END;
CREATE OR REPLACE MACRO time_of_text(x) AS
  coalesce(
    CASE WHEN x[1] BETWEEN '0' AND '9' THEN TRY_CAST(x AS TIMESTAMPTZ) END,
    CASE WHEN regexp_full_match(x, '[0-9]{9,19}(\.[0-9]+)?')
         THEN time_of_number(TRY_CAST(x AS DOUBLE)) END,
    time_of_odd_text(x));
CREATE OR REPLACE MACRO week_of(moment) AS
  CAST(date_trunc('week', timezone('UTC', moment)) AS DATE);

-- What is no record of columns, which would tell of its numbers once more, as text.
CREATE OR REPLACE MACRO text_of(x) AS CASE WHEN x LIKE '{"%}' THEN NULL ELSE x END;
